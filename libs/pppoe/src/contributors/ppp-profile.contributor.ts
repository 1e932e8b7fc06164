import { Injectable } from '@nestjs/common';
import {
  ContributesDesiredState,
  DesiredStateContributor,
  type DesiredResource,
  type ResourceKey,
} from '@app/mikrotik';
import { ProfileUsersRepository } from '../repositories/profile-users.repository';
import { WantedProfilesService } from '../services/wanted-profiles.service';

/** The PPP profiles that we want on a router: four statements, whatever the number of accounts. */
@Injectable()
@ContributesDesiredState()
export class PppProfileContributor extends DesiredStateContributor {
  readonly kind = 'ppp-profile';

  constructor(
    private readonly profiles: WantedProfilesService,
    private readonly users: ProfileUsersRepository,
  ) {
    super();
  }

  /** A router takes rates, pool and limits of a profile from it when a session begins, so whom the policy kicks dials anew. */
  override endsSessionsOf = async (routerId: string, keys: readonly string[]): Promise<readonly ResourceKey[]> =>
    (await this.users.kicked(routerId, keys)).map((key) => ({ kind: 'ppp-secret', key }));

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const wanted = await this.profiles.of(routerId);
    return keys === 'all' ? wanted : wanted.filter((profile) => keys.includes(profile.key));
  }
}
