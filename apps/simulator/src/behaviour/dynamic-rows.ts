import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';
import { type Table } from '../engine/table';

/** Rows that the router makes for a session and takes away with it. */
export class DynamicRows {
  private readonly made: [Table, Row][] = [];

  constructor(private readonly router: RouterState) {}

  show(menu: string, values: Record<string, string>, live: Record<string, () => string | undefined> = {}): Row {
    const table = this.router.table(menu);
    const row = table.insert(values, { dynamic: true, live });
    this.made.push([table, row]);
    return row;
  }

  /** Enters an address into every list of a comma list. */
  list(lists: string | undefined, address: string, comment?: string): void {
    for (const list of (lists ?? '').split(',').filter((name) => name !== '')) {
      const values = { list, address, 'creation-time': this.router.clock.dateTime() };
      this.show('/ip/firewall/address-list', comment === undefined ? values : { ...values, comment });
    }
  }

  dismantle(): void {
    for (const [table, row] of this.made.reverse()) table.delete(row);
    this.made.length = 0;
  }
}
