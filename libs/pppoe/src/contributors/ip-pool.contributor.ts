import { Injectable } from '@nestjs/common';
import { ContributesDesiredState, DesiredStateContributor, type DesiredResource } from '@app/mikrotik';
import { IpPoolRepository } from '../repositories/ip-pool.repository';
import { POOL_PREFIX } from '../repositories/profile-settings.repository';

/** The pools that a router gives addresses out of: one statement. */
@Injectable()
@ContributesDesiredState()
export class IpPoolContributor extends DesiredStateContributor {
  readonly kind = 'ip-pool';

  constructor(private readonly pools: IpPoolRepository) {
    super();
  }

  override concerns = async (routerId: string): Promise<boolean> => this.pools.concerns(routerId);

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const pools = await this.pools.ofRouter(routerId);
    const wanted = pools.map(({ id, name, firstAddress, lastAddress }): DesiredResource => ({
      kind: this.kind,
      key: `${POOL_PREFIX}${name}`,
      values: { ranges: firstAddress === lastAddress ? firstAddress : `${firstAddress}-${lastAddress}` },
      owner: `pool-${id}`,
    }));
    return keys === 'all' ? wanted : wanted.filter(({ key }) => keys.includes(key));
  }
}
