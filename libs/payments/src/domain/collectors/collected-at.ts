import { BACKDATE_DAYS, CLOCK_TOLERANCE_MS, resolveReceivedAt } from '../received-at';

/** What somebody should look at before he believes a collection. */
export type CollectionFlag = 'CLOCK_SKEW' | 'CLOCK_AHEAD' | 'TOO_OLD' | 'PARTIAL' | 'OVER_LIMIT';

/** Money that was taken longer ago than this was queued on the phone: policy may no longer refuse it. */
export const OFFLINE_AFTER_MS = 10 * 60_000;

const DAY_MS = 86_400_000;

export interface CollectedAt {
  /** The value date. */
  receivedAt: Date;
  flags: CollectionFlag[];
  /** It waited on the phone. */
  offline: boolean;
}

/**
 * The value date of a collection by the clock of a phone. A clock that is wrong, by what it says itself at the time of
 * sending, is put right; what lies in the future or beyond the days of backdating is recorded at the nearest time that
 * counts. Nothing is refused, because the money was taken; what was changed is flagged.
 */
export function resolveCollectedAt(stated: { collectedAt?: Date; sentAt?: Date }, asOf: Date): CollectedAt {
  const { collectedAt, sentAt } = stated;
  if (collectedAt === undefined) return { receivedAt: asOf, flags: [], offline: false };
  const skew = sentAt === undefined ? 0 : asOf.getTime() - sentAt.getTime();
  const isWrong = Math.abs(skew) > CLOCK_TOLERANCE_MS;
  const flags: CollectionFlag[] = isWrong ? ['CLOCK_SKEW'] : [];
  const resolved = resolveReceivedAt(new Date(collectedAt.getTime() + (isWrong ? skew : 0)), asOf);
  if (!resolved.ok) flags.push(resolved.error === 'FUTURE' ? 'CLOCK_AHEAD' : 'TOO_OLD');
  const nearest = resolved.ok
    ? resolved.value
    : resolved.error === 'FUTURE'
      ? asOf
      : // why: a minute less, so that what records it a moment later still takes it
        new Date(asOf.getTime() - BACKDATE_DAYS * DAY_MS + 60_000);
  return { receivedAt: nearest, flags, offline: asOf.getTime() - nearest.getTime() > OFFLINE_AFTER_MS };
}
