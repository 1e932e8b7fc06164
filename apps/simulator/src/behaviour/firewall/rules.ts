import { type RouterState } from '../../engine/router-state';
import { type Row } from '../../engine/row';
import { type Table } from '../../engine/table';
import { FIREWALL_TABLES } from '../../menus/firewall.menu';

const INTERFACE_WORDS = new Set(['all', 'all-ppp', 'all-ethernet', 'all-vlan', 'all-wireless', 'dynamic', 'none']);
const LIST_WORDS = new Set(['all', 'none', 'dynamic', 'static']);
const FASTTRACK_COMMENT = 'special dummy rule to show fasttrack counters';

/** Does this rule send connections past all rules behind it? */
export const isFasttrack = (rule: Row): boolean => rule.get('action') === 'fasttrack-connection' && !rule.disabled;

/**
 * What the router itself does to its rules: `invalid` while an interface or list that a rule names is missing, and the
 * dynamic dummy rule on top of filter, mangle and raw as long as a FastTrack rule is on.
 */
export class FirewallRules {
  private readonly dummies = new Map<Table, Row>();
  private busy = false;

  constructor(private readonly router: RouterState) {
    for (const path of FIREWALL_TABLES) {
      const table = router.table(path);
      for (const row of table.list()) this.watchValidity(row);
      table.watch(({ kind, row }) => {
        if (kind === 'added') this.watchValidity(row);
        if (path === '/ip/firewall/filter' || this.dummies.has(table)) this.follow();
      });
    }
  }

  private watchValidity(row: Row): void {
    row.show('invalid', () => String(this.isInvalid(row)));
  }

  private isInvalid(rule: Row): boolean {
    const missing = (menu: string, value: string | undefined, words: ReadonlySet<string>): boolean => {
      const name = value?.replace(/^!/, '');
      return name !== undefined && !words.has(name) && !this.router.exists(menu, name);
    };
    return (
      ['in-interface', 'out-interface'].some((name) => missing('/interface', rule.get(name), INTERFACE_WORDS)) ||
      ['in-interface-list', 'out-interface-list'].some((name) => missing('/interface/list', rule.get(name), LIST_WORDS))
    );
  }

  /** Keeps the dummy rules, always on top. */
  private follow(): void {
    if (this.busy) return;
    this.busy = true;
    const wanted = [...this.router.table('/ip/firewall/filter').list()].some(isFasttrack);
    for (const path of ['/ip/firewall/filter', '/ip/firewall/mangle', '/ip/firewall/raw']) {
      const table = this.router.table(path);
      const known = this.dummies.get(table);
      const dummy = known !== undefined && table.has(known) ? known : undefined;
      if (!wanted && dummy !== undefined) table.delete(dummy);
      if (wanted) this.putOnTop(table, dummy ?? insertDummy(table));
      else this.dummies.delete(table);
    }
    this.busy = false;
  }

  private putOnTop(table: Table, dummy: Row): void {
    this.dummies.set(table, dummy);
    const [first] = table.list();
    if (first !== dummy) table.move([dummy], first);
  }
}

function insertDummy(table: Table): Row {
  const chain = table.schema.path === '/ip/firewall/filter' ? 'forward' : 'prerouting';
  return table.insert({ chain, action: 'passthrough', comment: FASTTRACK_COMMENT }, { dynamic: true });
}
