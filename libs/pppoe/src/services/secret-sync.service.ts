import { Injectable } from '@nestjs/common';
import { type ServiceState, ServiceStates } from '@app/billing';
import { RouterSync, type ShareChange, SYNC_PRIORITY } from '@app/mikrotik';
import { ISOLIR, profileName } from '../domain/desired-profile';
import { type AccountPlace, RouterAccountsRepository } from '../repositories/router-accounts.repository';

type Place = Pick<AccountPlace, 'routerId' | 'username'>;

/** An object of ours on a router that may be out of step. */
interface Mark {
  routerId: string;
  kind: 'ppp-profile' | 'ppp-secret';
  key: string;
  priority: number;
}

/**
 * Tells routers which of our objects may be out of step: the home router of an account, and those that stand in for it.
 * Joins the caller's transaction. Only names are handed on, the contributors read the truth when the router's job runs; so
 * a late or repeated call changes nothing that is right.
 */
@Injectable()
export class SecretSyncService {
  constructor(
    private readonly accounts: RouterAccountsRepository,
    private readonly states: ServiceStates,
    private readonly sync: RouterSync,
  ) {}

  /** Where the accounts of subscriptions are wanted now. */
  async placesOf(subscriptionIds: readonly string[]): Promise<AccountPlace[]> {
    return this.accounts.placesOf(subscriptionIds);
  }

  /** Is one of these names taken on another router of its router's group? */
  async isTakenInGroup(names: readonly Place[]): Promise<boolean> {
    return this.accounts.isTakenInGroup(names);
  }

  /**
   * The access of subscriptions changed: their secrets, urgent by what is right now and not by what the event once meant.
   * Three statements for any number.
   */
  async accessChanged(subscriptionIds: readonly string[]): Promise<void> {
    const places = await this.accounts.placesOf(subscriptionIds);
    const states = await this.states.of(places.map((place) => place.subscriptionId));
    const desired = new Map(states.map((state) => [state.subscriptionId, state.desired]));
    await this.sync.markManyDirty(places.flatMap((place) => accessMarks(place, desired.get(place.subscriptionId))));
  }

  /** A subscription moved to another plan or status: its secret, and the profile that this one needs. */
  async subscriptionChanged(subscriptionId: string): Promise<void> {
    const places = await this.accounts.placesOf([subscriptionId]);
    if (places.length === 0) return;
    const [state] = await this.states.of([subscriptionId]);
    if (state !== undefined) await this.placed(places.map((place) => ({ ...place, planCode: state.planCode })));
  }

  /** A plan changed: its profile wherever it is in use, and the secrets that name it. */
  async planChanged(planId: string): Promise<void> {
    const places = await this.accounts.placesOfPlan(planId);
    const [state] = await this.states.of(places.slice(0, 1).map((place) => place.subscriptionId));
    if (state === undefined) return;
    const routerIds = [...new Set(places.map((place) => place.routerId))];
    const steps = await this.accounts.stepsOf(planId);
    const keys = [0, ...steps].map((step) => profileName(state.planCode, step));
    await this.sync.markManyDirty([
      ...routerIds.flatMap((routerId) => keys.map((key) => ({ routerId, kind: 'ppp-profile' as const, key }))),
      ...places.map((place) => secretOf(place, SYNC_PRIORITY.BULK)),
    ]);
  }

  /** Accounts that are new on a router: their secrets and all profiles these may name. */
  async placed(
    accounts: readonly (Place & { planCode: string })[],
    priority: number = SYNC_PRIORITY.NORMAL,
  ): Promise<void> {
    const profiles = new Map<string, { routerId: string; key: string }>();
    for (const { routerId, planCode } of accounts) {
      for (const key of [profileName(planCode), ISOLIR]) profiles.set(`${routerId} ${key}`, { routerId, key });
    }
    await this.sync.markManyDirty([
      ...[...profiles.values()].map((profile) => ({ ...profile, kind: 'ppp-profile' as const })),
      ...accounts.map((account) => secretOf(account, priority)),
    ]);
  }

  /** Routers stand in for another, or no longer do: the secrets concerned and their profiles, behind single changes. */
  async sharesChanged(changes: readonly ShareChange[]): Promise<void> {
    await this.placed(await this.accounts.placesOfShares(changes), FAILOVER_PRIORITY);
  }

  /** What these subscriptions have used came to a limit, or was set back: their secrets, and the profiles they move to. */
  async limitsChanged(subscriptionIds: readonly string[]): Promise<void> {
    if (subscriptionIds.length === 0) return;
    const places = await this.accounts.placesOf(subscriptionIds);
    await this.sync.markManyDirty(places.map((place) => secretOf(place, SYNC_PRIORITY.NORMAL)));
  }

  /** An account changed, or left these routers. */
  async secretChanged(places: readonly Place[]): Promise<void> {
    await this.sync.markManyDirty(places.map((place) => secretOf(place, SYNC_PRIORITY.NORMAL)));
  }
}

function accessMarks(place: AccountPlace, desired: ServiceState['desired'] | undefined): Mark[] {
  const secret = secretOf(place, desired === 'ENABLED' ? SYNC_PRIORITY.RESTORE : SYNC_PRIORITY.ISOLATE);
  // why: the isolir profile comes with the plans' own, which adopted accounts do not have
  if (desired !== 'ISOLATED' || !place.kept) return [secret];
  return [{ ...secret, kind: 'ppp-profile', key: ISOLIR }, secret];
}

/** Thousands at once: behind payments and edits, before what drifted. */
const FAILOVER_PRIORITY = 7;

const secretOf = (place: Place, priority: number): Mark => ({
  routerId: place.routerId,
  kind: 'ppp-secret',
  key: place.username,
  priority,
});
