import { Injectable } from '@nestjs/common';
import { ServiceStates } from '@app/billing';
import { type DirtyResource, RouterSync, type ShareChange, SYNC_PRIORITY } from '@app/mikrotik';
import { type AccountPlace, AccountPlacesRepository } from './account-places.repository';
import { HOTSPOT_ISOLIR, planProfileName } from './desired-account';

const FAILOVER_PRIORITY = 7;

type Mark = DirtyResource & { routerId: string };

/** Tells routers which hotspot accounts may be out of step. Joins the caller's transaction; repeating is harmless. */
@Injectable()
export class AccountSync {
  constructor(
    private readonly places: AccountPlacesRepository,
    private readonly states: ServiceStates,
    private readonly sync: RouterSync,
  ) {}

  async placesOf(subscriptionIds: readonly string[]): Promise<AccountPlace[]> {
    return this.places.placesOf(subscriptionIds);
  }

  /** Urgent by what is right now. Three statements for any number. */
  async accessChanged(subscriptionIds: readonly string[]): Promise<void> {
    const places = await this.places.placesOf(subscriptionIds);
    const states = await this.states.of([...new Set(places.map((place) => place.subscriptionId))]);
    const enabled = new Set(states.filter(({ desired }) => desired === 'ENABLED').map((one) => one.subscriptionId));
    await this.mark(places, (place) =>
      enabled.has(place.subscriptionId) ? SYNC_PRIORITY.RESTORE : SYNC_PRIORITY.ISOLATE,
    );
  }

  async subscriptionsChanged(subscriptionIds: readonly string[]): Promise<void> {
    await this.mark(await this.places.placesOf(subscriptionIds));
  }

  async plansChanged(planIds: readonly string[]): Promise<void> {
    await this.mark(await this.places.placesOfPlans(planIds), () => SYNC_PRIORITY.BULK);
  }

  /**
   * A plan has got a package at a site, lost it, or that has changed: profiles and users, behind what single people wait for.
   * The profile that the users leave goes last.
   */
  async packageChanged(siteId: string, planId: string, packageProfile: string): Promise<void> {
    const places = await this.places.placesOfPackage(siteId, planId);
    await this.mark(places, () => SYNC_PRIORITY.BULK);
    const left = places.flatMap(({ routerId, profile, planCode }) =>
      [packageProfile, planProfileName(planCode)]
        .filter((key) => key !== profile)
        .map((key): Mark => ({ routerId, kind: 'hotspot-user-profile', key, priority: SYNC_PRIORITY.BULK })),
    );
    await this.sync.markManyDirty([...new Map(left.map((mark) => [`${mark.routerId} ${mark.key}`, mark])).values()]);
  }

  /** Routers stand in for another, or no longer do: behind payments and edits, before what drifted. */
  async sharesChanged(changes: readonly ShareChange[]): Promise<void> {
    await this.mark(await this.places.placesOfShares(changes), () => FAILOVER_PRIORITY);
  }

  /** Accounts as they were and as they are. */
  async accountsChanged(places: readonly AccountPlace[]): Promise<void> {
    await this.mark(places);
  }

  private async mark(
    places: readonly AccountPlace[],
    priority: (place: AccountPlace) => number = () => SYNC_PRIORITY.NORMAL,
  ): Promise<void> {
    const marks = new Map<string, Mark>();
    for (const place of places) {
      const { routerId, username, profile } = place;
      for (const key of [profile, HOTSPOT_ISOLIR]) {
        marks.set(`${routerId} profile ${key}`, { routerId, kind: 'hotspot-user-profile', key });
      }
      const user: Mark = { routerId, kind: 'hotspot-user', key: username, priority: priority(place) };
      marks.set(`${routerId} user ${username}`, user);
    }
    await this.sync.markManyDirty([...marks.values()]);
  }
}
