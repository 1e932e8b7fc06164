/** Counters of an interface as the router printed them: digits, up to 20 of them. */
export interface Counters {
  readonly rx: string;
  readonly tx: string;
}

/** Bytes that went through between two readings. */
export interface Traffic {
  readonly rx: bigint;
  readonly tx: bigint;
}

const WIDTHS = [32n, 64n] as const;

/**
 * What a counter grew by. It wraps when it was in the last tenth of its width and is in the first tenth now; any other step
 * back is a reset (reboot, `reset-counters`, an interface made anew), of which nothing is known.
 *
 * @param wraps false after a reboot: every step back is a reset then
 * @returns null for a reset, and for what is no number
 */
export function counterDelta(before: string, now: string, wraps = true): bigint | null {
  if (!/^\d{1,20}$/.test(before) || !/^\d{1,20}$/.test(now)) return null;
  const [from, to] = [BigInt(before), BigInt(now)];
  if (to >= from) return to - from;
  if (!wraps) return null;
  for (const width of WIDTHS) {
    const size = 1n << width;
    if (from < size && from >= (size * 9n) / 10n && to < size / 10n) return size - from + to;
  }
  return null;
}

/** What went through an interface; null when one direction cannot be told. */
export function trafficBetween(before: Counters, now: Counters, wraps = true): Traffic | null {
  const [rx, tx] = [counterDelta(before.rx, now.rx, wraps), counterDelta(before.tx, now.tx, wraps)];
  return rx === null || tx === null ? null : { rx, tx };
}

/** Whole bits per second. */
export const bitsPerSecond = (bytes: bigint, millis: number): bigint => (bytes * 8_000n) / BigInt(Math.max(1, millis));
