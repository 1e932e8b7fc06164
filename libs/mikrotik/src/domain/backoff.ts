/** Doubling pause, 1 s, 2 s, 4 s … `maxMs`, shortened by up to a quarter so that routers that fell together return apart. */
export function backoffMs(attempt: number, maxMs: number, chance: number): number {
  const full = Math.min(maxMs, 1_000 * 2 ** Math.min(attempt, 20));
  return Math.round(full * (1 - 0.25 * chance));
}
