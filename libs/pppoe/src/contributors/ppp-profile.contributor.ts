import { Injectable } from '@nestjs/common';
import { ContributesDesiredState, DesiredStateContributor, type DesiredResource } from '@app/mikrotik';
import { WantedProfilesService } from '../services/wanted-profiles.service';

/** The PPP profiles that we want on a router: four statements, whatever the number of accounts. */
@Injectable()
@ContributesDesiredState()
export class PppProfileContributor extends DesiredStateContributor {
  readonly kind = 'ppp-profile';

  constructor(private readonly profiles: WantedProfilesService) {
    super();
  }

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const wanted = await this.profiles.of(routerId);
    return keys === 'all' ? wanted : wanted.filter((profile) => keys.includes(profile.key));
  }
}
