import { Injectable } from '@nestjs/common';
import { ServiceStates } from '@app/billing';
import { CoreErrors } from '@app/core';
import { IsolirInfrastructure } from '@app/mikrotik';
import { isolirProfile, planProfiles } from '../domain/desired-profile';
import { type RouterObject } from '../domain/router-object';
import { PppoeConfig } from '../pppoe.config';
import { PlacementRepository } from '../repositories/placement.repository';
import { ProfileSettingsRepository } from '../repositories/profile-settings.repository';
import { RouterAccountsRepository } from '../repositories/router-accounts.repository';

/** The PPP profiles that a router needs. */
@Injectable()
export class WantedProfilesService {
  constructor(
    private readonly accounts: RouterAccountsRepository,
    private readonly places: PlacementRepository,
    private readonly states: ServiceStates,
    private readonly settings: ProfileSettingsRepository,
    private readonly isolir: IsolirInfrastructure,
    private readonly config: PppoeConfig,
  ) {}

  /**
   * One per plan with accounts on this router, and the isolir profile; none on a router without accounts and isolir, or
   * with accounts that all keep the operator's profiles, as long as none of them is isolated.
   */
  async of(routerId: string): Promise<RouterObject<'ppp-profile'>[]> {
    const { samples, isolatesKept } = await this.accounts.profileNeeds(routerId);
    const states = await this.states.of(samples);
    const { installed, ...addresses } = await this.isolir.profileAddresses(routerId);
    if (states.length === 0 && !installed && !isolatesKept) return [];
    const terms = await this.settings.termsOf(
      routerId,
      states.map(({ planId }) => planId),
    );
    const byPlan = new Map(terms.map((one) => [one.planId, one]));
    return [
      isolirProfile(this.config.isolirKbps, addresses),
      ...states.flatMap((state) => planProfiles(state, byPlan.get(state.planId))),
    ];
  }

  /** The same for a router within the caller's sites. @throws DomainError CORE_NOT_FOUND for any other */
  async ofVisible(routerId: string): Promise<RouterObject<'ppp-profile'>[]> {
    const routers = await this.places.routers([routerId]);
    if (!routers.has(routerId)) throw CoreErrors.NOT_FOUND({ what: 'router', id: routerId });
    return this.of(routerId);
  }
}
