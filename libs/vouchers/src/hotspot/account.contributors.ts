import { Injectable } from '@nestjs/common';
import { ServiceStates } from '@app/billing';
import {
  ContributesDesiredState,
  type DesiredResource,
  DesiredStateContributor,
  type ResourceKey,
} from '@app/mikrotik';
import { mapInSlices, SecretBox } from '@app/platform';
import { accountPasswordPlace } from './account-password';
import { AccountPlacesRepository } from './account-places.repository';
import { desiredAccountUser, desiredPlanProfile, isolirUserProfile } from './desired-account';

/** The hotspot users of subscriptions: two statements, whatever their number. */
@Injectable()
@ContributesDesiredState()
export class AccountUserContributor extends DesiredStateContributor {
  readonly kind = 'hotspot-user';

  constructor(
    private readonly places: AccountPlacesRepository,
    private readonly states: ServiceStates,
    private readonly box: SecretBox,
  ) {
    super();
  }

  override concerns = async (routerId: string): Promise<boolean> => this.places.concerns(routerId);

  /** Users who can log in on another hotspot as well. */
  override servedElsewhere = async (routerId: string, keys: readonly string[]): Promise<readonly string[]> =>
    this.places.servedElsewhere(routerId, keys);

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    const accounts = await this.places.ofRouter(routerId, keys);
    const states = await this.states.of(accounts.map((account) => account.subscriptionId));
    const access = new Map(states.map((state) => [state.subscriptionId, state.desired]));
    return mapInSlices(accounts, ({ id, passwordSealed, ...account }) => {
      const desired = access.get(account.subscriptionId);
      // why: an account without an answer must not look like one that nobody wants
      if (desired === undefined) throw new Error(`no service state of subscription ${account.subscriptionId}`);
      return desiredAccountUser(
        { ...account, password: this.box.open(passwordSealed, accountPasswordPlace(id)) },
        desired,
      );
    });
  }
}

/** The user profiles that accounts need besides those of packages. */
@Injectable()
@ContributesDesiredState()
export class AccountProfileContributor extends DesiredStateContributor {
  readonly kind = 'hotspot-user-profile';

  constructor(private readonly places: AccountPlacesRepository) {
    super();
  }

  override concerns = async (routerId: string): Promise<boolean> => this.places.concerns(routerId);

  /** A router takes the terms of a profile from it at the login: members whom their package's policy kicks log in anew. */
  override endsSessionsOf = async (routerId: string, keys: readonly string[]): Promise<readonly ResourceKey[]> =>
    (await this.places.kicked(routerId, keys)).map((key) => ({ kind: 'hotspot-user', key }));

  async desired(routerId: string, keys: readonly string[] | 'all'): Promise<DesiredResource[]> {
    if (!(await this.places.concerns(routerId))) return [];
    const plans = await this.places.plansWithoutPackage(routerId);
    const wanted = [...plans.map(desiredPlanProfile), isolirUserProfile()];
    return keys === 'all' ? wanted : wanted.filter(({ key }) => keys.includes(key));
  }
}
