import { type Hit, type HitCount } from './hit-counter';

/** Accepted hits of the slot in which the clock stands, and of the slot before. A slot is one window long. */
export interface Slots {
  slot: number;
  hits: number;
  previous: number;
}

/** The slots as they are in slot `slot`. */
export function slotsAt(slot: number, known: Slots | undefined): Slots {
  if (known?.slot === slot) return known;
  return { slot, hits: 0, previous: known?.slot === slot - 1 ? known.hits : 0 };
}

/**
 * Counts one hit at `nowMs`: the slot before weighs as much as the sliding window still covers of it. Two numbers per key
 * instead of a list of hits, and no moment at which the whole allowance comes back at once. The Lua script and the SQL
 * statement beside this file do the same.
 */
export function countHit({ limit, windowMs }: Hit, nowMs: number, known: Slots | undefined): [Slots, HitCount] {
  const slot = Math.floor(nowMs / windowMs);
  const slots = slotsAt(slot, known);
  const elapsed = nowMs - slot * windowMs;
  const used = slots.previous * (1 - elapsed / windowMs) + slots.hits;
  if (used + 1 > limit) return [slots, { hits: Math.ceil(used), ...waits(slots, limit, windowMs, elapsed) }];
  const counted = { ...slots, hits: slots.hits + 1 };
  return [counted, { hits: Math.ceil(used + 1), resetMs: 2 * windowMs - elapsed, retryMs: 0 }];
}

/** How long until a bucket in this state lets a hit through again. */
export function waits(
  { hits, previous }: Slots,
  limit: number,
  windowMs: number,
  elapsed: number,
): Pick<HitCount, 'resetMs' | 'retryMs'> {
  const untilRoom =
    hits + 1 <= limit
      ? windowMs * (1 - (limit - 1 - hits) / previous) - elapsed
      : windowMs - elapsed + windowMs * (1 - (limit - 1) / hits);
  return { resetMs: 2 * windowMs - elapsed, retryMs: Math.max(1, Math.ceil(untilRoom)) };
}
