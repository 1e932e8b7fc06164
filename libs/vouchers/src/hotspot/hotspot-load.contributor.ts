import { Injectable } from '@nestjs/common';
import { ContributesRouterLoad, type RouterLoad, RouterLoadContributor, type StrandedLoad } from '@app/mikrotik';
import { AccountPlacesRepository } from './account-places.repository';

/** How many hotspot accounts are bound to routers, at home and as guests. */
@Injectable()
@ContributesRouterLoad()
export class HotspotLoadContributor extends RouterLoadContributor {
  constructor(private readonly places: AccountPlacesRepository) {
    super();
  }

  async loads(routerIds: readonly string[]): Promise<RouterLoad[]> {
    return this.places.loads(routerIds);
  }

  override stranded = async (routerIds: readonly string[]): Promise<readonly StrandedLoad[]> =>
    this.places.stranded(routerIds);
}
