const MINUTE_MS = 60_000;

/** Until when a voucher is good: so long after its first login, up to a fixed day, or both (the earlier end counts). */
export interface Validity {
  /** From the first login on. */
  minutes: number | null;
  /** Not after, whenever it was first used. */
  until: Date | null;
}

/** What a router can say of the first login when it is asked some time after it. */
export interface LoginSighting {
  /** When we saw it. */
  seenAt: Date;
  /** When we looked before and there was nothing; null when we have never looked. */
  notBefore: Date | null;
  /** How long the running session lasts already, as the router counts; null when it has ended. */
  sessionSeconds: number | null;
}

/**
 * The first login that counts. A late look never shortens what was bought: the time counts from the latest moment that the
 * first login may have been, which is when we saw it, unless the router's own count of the running session says better, and
 * never before our last look without it.
 */
export function firstLoginOf({ seenAt, notBefore, sessionSeconds }: LoginSighting): Date {
  if (sessionSeconds === null) return seenAt;
  const started = seenAt.getTime() - sessionSeconds * 1_000;
  return new Date(Math.min(seenAt.getTime(), Math.max(started, notBefore?.getTime() ?? started)));
}

/** The end of a voucher that was first used then; null: it has none. */
export function expiryOf({ minutes, until }: Validity, firstLoginAt: Date): Date | null {
  const counted = minutes === null ? null : new Date(firstLoginAt.getTime() + minutes * MINUTE_MS);
  if (counted === null || until === null) return counted ?? until;
  return counted < until ? counted : until;
}
