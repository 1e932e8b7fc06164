import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';
import { repoint } from '../engine/references';
import { macOf } from './modem';

const SHARED = ['name', 'mtu', 'mac-address', 'disabled', 'comment'];

/**
 * Interfaces stand in two menus: in their own (ethernet, bridge, vlan) and in /interface. What is changed in one is
 * changed in the other.
 */
export class Interfaces {
  private readonly partners = new Map<Row, Row>();
  private busy = false;

  constructor(private readonly router: RouterState) {
    for (const type of ['bridge', 'vlan']) this.mirror(`/interface/${type}`, type);
    router.table('/interface').watch(({ kind, row }) => {
      if (kind === 'added' && row.get('type') === 'ether') this.addEthernet(row);
      if (kind === 'changed') this.copy(row);
    });
    router.table('/interface/ethernet').watch(({ kind, row }) => {
      if (kind === 'changed') this.copy(row);
    });
  }

  private mirror(menu: string, type: string): void {
    this.router.table(menu).watch(({ kind, row }) => {
      if (kind === 'added') this.addInterface(row, type);
      else if (kind === 'changed') this.copy(row);
      else this.remove(row);
    });
  }

  private addInterface(row: Row, type: string): void {
    const name = row.get('name') ?? '';
    const mac = row.get('mac-address') ?? macOf(`${this.router.name} ${name}`);
    row.values.set('mac-address', mac);
    const values = { name, type, mtu: row.get('mtu') ?? '1500', 'mac-address': mac };
    const partner = this.router.table('/interface').insert(values, { builtIn: true });
    this.pair(row, partner);
  }

  private addEthernet(row: Row): void {
    const values = Object.fromEntries([...SHARED, 'default-name', 'running'].map((name) => [name, row.get(name)]));
    const known = Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
    const table = this.router.table('/interface/ethernet');
    const partner = table.insert({ ...Object.fromEntries(known), 'orig-mac-address': row.get('mac-address') ?? '' });
    this.pair(row, partner);
  }

  private pair(a: Row, b: Row): void {
    this.partners.set(a, b).set(b, a);
  }

  private copy(row: Row): void {
    const partner = this.partners.get(row);
    if (partner === undefined || this.busy) return;
    this.busy = true;
    const tables = ['/interface', '/interface/ethernet', '/interface/bridge', '/interface/vlan'];
    const table = tables.map((path) => this.router.table(path)).find((candidate) => candidate.has(partner));
    const [before, after] = [partner.get('name') ?? '', row.get('name') ?? ''];
    table?.update(partner, Object.fromEntries(SHARED.map((name) => [name, row.values.get(name)])));
    if (before !== after) repoint(this.router, this.router.table('/interface'), before, after);
    this.busy = false;
  }

  private remove(row: Row): void {
    const partner = this.partners.get(row);
    this.partners.delete(row);
    if (partner === undefined) return;
    this.partners.delete(partner);
    this.router.table('/interface').delete(partner);
    repoint(this.router, this.router.table('/interface'), row.get('name') ?? '', partner.id);
  }
}
