import { Injectable } from '@nestjs/common';
import { AdoptionService, parseComment, RouterReader } from '@app/mikrotik';

const AT_ONCE = 500;

/** Users of vouchers that another system has made on a router become ours, with their counters. */
@Injectable()
export class VoucherAdoption {
  constructor(
    private readonly reader: RouterReader,
    private readonly adoption: AdoptionService,
  ) {}

  /**
   * Repeating it is harmless; what the router does not have, or somebody else owns, is left alone.
   *
   * @param vouchers ids by code @returns how many became ours @throws RouterOsError, DomainError MIKROTIK_ROUTER_BUSY
   */
  async adopt(routerId: string, vouchers: ReadonlyMap<string, string>): Promise<number> {
    const rows = await this.reader.table(routerId, '/ip/hotspot/user', ['name', 'server', 'comment']);
    const adoptions = rows.flatMap(({ name = '', server, comment = '' }) => {
      const id = parseComment(comment).owner === undefined ? vouchers.get(name) : undefined;
      const key = server === undefined || server === 'all' ? name : `${server}/${name}`;
      return id === undefined ? [] : [{ kind: 'hotspot-user' as const, name: key, owner: `voucher-${id}` }];
    });
    let adopted = 0;
    for (let at = 0; at < adoptions.length; at += AT_ONCE) {
      const done = await this.adoption.adoptMany(routerId, adoptions.slice(at, at + AT_ONCE));
      adopted += done.adopted.length;
    }
    return adopted;
  }
}
