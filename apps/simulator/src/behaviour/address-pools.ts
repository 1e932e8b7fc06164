import { formatIp, parseIp, parseRange } from '../engine/addresses';
import { type RouterState } from '../engine/router-state';
import { type Row } from '../engine/row';

/** Hands out addresses of /ip/pool and shows them in /ip/pool/used. */
export class AddressPools {
  private readonly used = new Map<number, Row>();
  /** Where the search in a pool goes on: freed addresses rest before they are used again. */
  private readonly cursors = new Map<string, number>();

  constructor(private readonly router: RouterState) {}

  /** A free address of a pool, its followers included; null when all are taken or the pool is gone. */
  take(poolName: string, info: string, owner = 'PPP'): string | null {
    const visited = new Set<string>();
    let name = poolName;
    while (!visited.has(name)) {
      visited.add(name);
      const pool = this.router.table('/ip/pool').named(name);
      if (pool === undefined) return null;
      const address = this.search(name, pool.get('ranges') ?? '');
      if (address !== null) {
        this.mark(name, address, { owner, info });
        return formatIp(address);
      }
      name = pool.get('next-pool') ?? name;
    }
    return null;
  }

  /** Gives an address back; one that came from no pool is none of our business. */
  release(address: string): void {
    const ip = parseIp(address);
    const row = ip === null ? undefined : this.used.get(ip);
    if (ip === null || row === undefined) return;
    this.used.delete(ip);
    this.router.table('/ip/pool/used').delete(row);
  }

  private search(name: string, ranges: string): number | null {
    const list = ranges.split(',').flatMap((text) => parseRange(text) ?? []);
    const size = list.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const start = this.cursors.get(name) ?? 0;
    for (let i = 0; i < size; i++) {
      const index = (start + i) % size;
      const address = nth(list, index);
      if (this.used.has(address)) continue;
      this.cursors.set(name, index + 1);
      return address;
    }
    return null;
  }

  private mark(pool: string, address: number, by: { owner: string; info: string }): void {
    const values = { pool, address: formatIp(address), ...by };
    this.used.set(address, this.router.table('/ip/pool/used').insert(values, { dynamic: true }));
  }
}

function nth(list: readonly { first: number; last: number }[], index: number): number {
  let rest = index;
  for (const { first, last } of list) {
    const size = last - first + 1;
    if (rest < size) return first + rest;
    rest -= size;
  }
  throw new RangeError(`no address ${index}`);
}
