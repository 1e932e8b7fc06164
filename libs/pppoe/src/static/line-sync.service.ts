import { Injectable } from '@nestjs/common';
import { ServiceStates } from '@app/billing';
import { type DirtyResource, RouterSync, type ShareChange, SYNC_PRIORITY } from '@app/mikrotik';
import { BLOCKED_RULES, lineOwner } from './desired-line';
import { type LinePlace, RouterLinesRepository } from './router-lines.repository';

const FAILOVER_PRIORITY = 7;

type Mark = DirtyResource & { routerId: string };

/** Tells routers which objects of static lines may be out of step. Joins the caller's transaction; repeating is harmless. */
@Injectable()
export class LineSync {
  constructor(
    private readonly lines: RouterLinesRepository,
    private readonly states: ServiceStates,
    private readonly sync: RouterSync,
  ) {}

  /** Membership of the lists, and the leases, urgent by what is right now. Three statements for any number. */
  async accessChanged(subscriptionIds: readonly string[]): Promise<void> {
    const places = await this.lines.placesOf(subscriptionIds);
    const states = await this.states.of(places.map((place) => place.subscriptionId));
    const enabled = new Set(states.filter(({ desired }) => desired === 'ENABLED').map((one) => one.subscriptionId));
    await this.sync.markManyDirty(
      places.flatMap((place) =>
        holds(place, enabled.has(place.subscriptionId) ? SYNC_PRIORITY.RESTORE : SYNC_PRIORITY.ISOLATE),
      ),
    );
  }

  /** Subscriptions moved to another plan or status. */
  async subscriptionsChanged(subscriptionIds: readonly string[]): Promise<void> {
    const places = await this.lines.placesOf(subscriptionIds);
    await this.sync.markManyDirty(places.flatMap((place) => [queue(place), ...holds(place)]));
  }

  /**
   * What these subscriptions have used came to a limit, or was set back: their queues, and the list that a quota puts them
   * on.
   */
  async limitsChanged(subscriptionIds: readonly string[]): Promise<void> {
    if (subscriptionIds.length > 0) await this.subscriptionsChanged(subscriptionIds);
  }

  /** Plans have other rates: the queues of all their lines. */
  async plansChanged(planIds: readonly string[]): Promise<void> {
    const places = await this.lines.placesOfPlans(planIds);
    await this.sync.markManyDirty(places.map((place) => queue(place, SYNC_PRIORITY.BULK)));
  }

  /** Where the lines of subscriptions are wanted now. */
  async placesOf(subscriptionIds: readonly string[]): Promise<LinePlace[]> {
    return this.lines.placesOf(subscriptionIds);
  }

  /** Routers stand in for another, or no longer do: behind payments and edits, before what drifted. */
  async sharesChanged(changes: readonly ShareChange[]): Promise<void> {
    const places = await this.lines.placesOfShares(changes);
    if (places.length > 0) await this.linesChanged(places, FAILOVER_PRIORITY);
  }

  /** Lines are new on a router, changed, or left it: as they were and as they are. */
  async linesChanged(places: readonly LinePlace[], priority: number = SYNC_PRIORITY.NORMAL): Promise<void> {
    const routerIds = [...new Set(places.map(({ routerId }) => routerId))];
    await this.sync.markManyDirty([
      ...routerIds.flatMap((routerId) =>
        BLOCKED_RULES.map((key): Mark => ({ routerId, kind: 'firewall-filter', key })),
      ),
      ...unique(places.flatMap((place) => [queue(place, priority), ...holds(place, priority)])),
    ]);
  }
}

const queue = ({ routerId, name }: LinePlace, priority: number = SYNC_PRIORITY.NORMAL): Mark => ({
  ...{ routerId, kind: 'simple-queue', key: name, priority },
});

function holds({ id, routerId, macAddress }: LinePlace, priority: number = SYNC_PRIORITY.NORMAL): Mark[] {
  const mark = { routerId, key: lineOwner(id), priority };
  return [
    { ...mark, kind: 'address-list' },
    ...(macAddress === null ? [] : [{ ...mark, kind: 'dhcp-lease' as const }]),
  ];
}

const unique = (marks: readonly Mark[]): Mark[] => [
  ...new Map(marks.map((mark) => [`${mark.routerId} ${mark.kind} ${mark.key}`, mark])).values(),
];
