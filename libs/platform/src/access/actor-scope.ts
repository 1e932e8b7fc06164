/**
 * Whose data an actor may see and touch (billing.md Z2). The limits add up: an object has to satisfy every one of them.
 * None of them may be left out, so that whoever makes an actor has to decide about each.
 */
export interface ActorScope {
  /** Sites; `all` includes those to come. */
  readonly siteIds: readonly string[] | 'all';
  /** Only customers of these areas, if any are named: a collector's. */
  readonly areaIds: readonly string[] | null;
  /** Only customers of this reseller. */
  readonly resellerId: string | null;
  /** Only this customer: a portal user's. */
  readonly customerId: string | null;
}

/** These sites, and everything in them. */
export const siteScope = (siteIds: readonly string[] | 'all'): ActorScope => ({
  siteIds,
  areaIds: null,
  resellerId: null,
  customerId: null,
});

/** An owner's, and the system's. */
export const FULL_SCOPE: ActorScope = siteScope('all');

/** Is it limited further than to sites? */
export const isNarrowed = (scope: ActorScope): boolean =>
  scope.areaIds !== null || scope.resellerId !== null || scope.customerId !== null;
