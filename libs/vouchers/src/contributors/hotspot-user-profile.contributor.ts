import { Injectable } from '@nestjs/common';
import { ContributesDesiredState, DesiredStateContributor, type DesiredResource } from '@app/mikrotik';
import { desiredHotspotProfile } from '../domain/desired-hotspot-profile';
import { HotspotProfileRepository } from '../repositories/hotspot-profile.repository';

/** The user profiles of the packages that a router needs: one statement. */
@Injectable()
@ContributesDesiredState()
export class HotspotUserProfileContributor extends DesiredStateContributor {
  readonly kind = 'hotspot-user-profile';

  constructor(private readonly profiles: HotspotProfileRepository) {
    super();
  }

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const wanted = (await this.profiles.ofRouter(routerId)).map(desiredHotspotProfile);
    return keys === 'all' ? wanted : wanted.filter(({ key }) => keys.includes(key));
  }
}
