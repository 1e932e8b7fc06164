import { allocate } from '@app/core';

/** Subscribers fall into this many buckets by their id (`placement_bucket` in PostgreSQL). */
export const BUCKETS = 1024;

/** Buckets from `from` up to, not including, `to`. */
export interface BucketRange {
  from: number;
  to: number;
}

/** The part of a failed router's subscribers that a substitute serves. */
export interface BucketShare extends BucketRange {
  routerId: string;
}

/** A router that can stand in. */
export interface Substitute {
  routerId: string;
  weight: number;
  /** Subscribers it can still take; null: any number. */
  room: number | null;
}

/** The buckets that none of these shares holds. */
export function uncovered(shares: readonly BucketRange[]): BucketRange[] {
  const gaps: BucketRange[] = [];
  let next = 0;
  for (const { from, to } of [...shares].sort((a, b) => a.from - b.from)) {
    if (from > next) gaps.push({ from: next, to: from });
    next = Math.max(next, to);
  }
  if (next < BUCKETS) gaps.push({ from: next, to: BUCKETS });
  return gaps;
}

/**
 * Splits ranges over the substitutes by weight, none beyond its room while another has some; what fits nowhere is spread
 * by weight all the same, because a crowded router serves better than a dead one.
 *
 * @param subscribers how many there are in all buckets together
 */
export function distribute(
  ranges: readonly BucketRange[],
  substitutes: readonly Substitute[],
  subscribers: number,
): BucketShare[] {
  if (substitutes.length === 0) return [];
  const total = ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  const quotas = quotasOf(total, substitutes, subscribers);
  const shares: BucketShare[] = [];
  const left = ranges.map((range) => ({ ...range }));
  for (const { routerId } of substitutes) {
    let quota = quotas.get(routerId) ?? 0;
    while (quota > 0 && left[0]) {
      const [range] = left;
      const taken = Math.min(quota, range.to - range.from);
      shares.push({ routerId, from: range.from, to: range.from + taken });
      range.from += taken;
      quota -= taken;
      if (range.from === range.to) left.shift();
    }
  }
  return shares;
}

/** Buckets for each substitute: by weight, and whoever is full gives the rest to the others. */
function quotasOf(total: number, substitutes: readonly Substitute[], subscribers: number): Map<string, number> {
  const quotas = new Map<string, number>();
  let left = total;
  let open = [...substitutes];
  while (left > 0 && open.length > 0) {
    const parts = split(left, open);
    const full = open.filter((one) => (parts.get(one.routerId) ?? 0) > limitOf(one, subscribers));
    if (full.length === 0) {
      for (const [routerId, part] of parts) quotas.set(routerId, part);
      return quotas;
    }
    for (const one of full) {
      const quota = limitOf(one, subscribers);
      quotas.set(one.routerId, quota);
      left -= quota;
    }
    open = open.filter((one) => !full.includes(one));
  }
  for (const [routerId, part] of split(left, substitutes)) quotas.set(routerId, (quotas.get(routerId) ?? 0) + part);
  return quotas;
}

function limitOf({ room }: Substitute, subscribers: number): number {
  if (room === null || subscribers === 0) return BUCKETS;
  return Math.floor((Math.max(0, room) * BUCKETS) / subscribers);
}

function split(count: number, substitutes: readonly Substitute[]): Map<string, number> {
  const parts = allocate(
    BigInt(count),
    substitutes.map(({ weight }) => BigInt(weight)),
  );
  return new Map(substitutes.map(({ routerId }, index) => [routerId, Number(parts[index] ?? 0n)]));
}
