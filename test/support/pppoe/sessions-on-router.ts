import { type SimulatedRouter } from '../../../apps/simulator/src';

/** Sessions that a test puts on a simulated router by hand, with counters that only it moves. */
export class SessionsOnRouter {
  private made = 0;

  constructor(private readonly router: SimulatedRouter) {}

  /** A session that began so many seconds ago. @param counters of its interface; null: it has none */
  begin(
    name: string,
    uptimeSeconds: number,
    counters: { rx: string; tx: string } | null,
    more: Record<string, string> = {},
  ): void {
    this.made += 1;
    const session = { service: 'pppoe', 'caller-id': '02:00:00:00:00:01', 'session-id': `0x${this.made}` };
    const address = `10.99.${this.made >> 8}.${this.made & 255}`;
    this.router.table('/ppp/active').insert({ name, ...session, address, uptime: `${uptimeSeconds}s`, ...more });
    if (counters === null) return;
    const values = { name: `<pppoe-${name}>`, type: 'pppoe-in', 'rx-byte': counters.rx, 'tx-byte': counters.tx };
    this.router.table('/interface').insert(values);
  }

  /** Its counters as they are now. */
  count(name: string, rx: string, tx: string): void {
    const table = this.router.table('/interface');
    const row = table.named(`<pppoe-${name}>`);
    if (row) table.update(row, { 'rx-byte': rx, 'tx-byte': tx });
  }

  /** So much time has passed for it. */
  age(name: string, uptimeSeconds: number): void {
    const table = this.router.table('/ppp/active');
    for (const row of table.list()) if (row.get('name') === name) table.update(row, { uptime: `${uptimeSeconds}s` });
  }

  end(name: string): void {
    for (const [menu, wanted] of [
      ['/ppp/active', name],
      ['/interface', `<pppoe-${name}>`],
    ] as const) {
      const table = this.router.table(menu);
      for (const row of [...table.list()]) if (row.get('name') === wanted) table.delete(row);
    }
  }
}
