/** How long each kind of sample is kept, in days. */
export interface Keeping {
  rawDays: number;
  hourDays: number;
  dayDays: number;
}

export type Resolution = 'RAW' | 'HOUR' | 'DAY';

/** Which samples to read and how to gather them. */
export interface HistoryWindow {
  from: Date;
  to: Date;
  resolution: Resolution;
  stepSeconds: number;
}

/** Points that an answer has at most. */
export const MOST_POINTS = 1_000;
const WANTED_POINTS = 200;
const DAY_MS = 86_400_000;
const SMALLEST_STEP: Readonly<Record<Resolution, number>> = { RAW: 15, HOUR: 3_600, DAY: 86_400 };
const NICE_STEPS = [15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 604_800];

/**
 * The finest samples that still reach back to `from`, in steps of about a 200th of the window, or in the steps asked for: no
 * finer than the samples are, and never more than {@link MOST_POINTS}.
 *
 * @param from default: a day before `to`
 * @param to default: now
 */
export function historyWindow(
  asked: { from?: Date | undefined; to?: Date | undefined; stepSeconds?: number | undefined },
  keeping: Keeping,
  now: Date,
): HistoryWindow {
  const to = asked.to ?? now;
  const oldest = now.getTime() - keeping.dayDays * DAY_MS;
  const from = new Date(Math.min(to.getTime(), Math.max(oldest, asked.from?.getTime() ?? to.getTime() - DAY_MS)));
  const age = now.getTime() - from.getTime();
  const resolution = age <= keeping.rawDays * DAY_MS ? 'RAW' : age <= keeping.hourDays * DAY_MS ? 'HOUR' : 'DAY';
  const seconds = (to.getTime() - from.getTime()) / 1_000;
  const fewest = Math.max(SMALLEST_STEP[resolution], Math.ceil(seconds / MOST_POINTS));
  const wanted = asked.stepSeconds ?? NICE_STEPS.find((step) => seconds / step <= WANTED_POINTS) ?? 2_592_000;
  return { from, to, resolution, stepSeconds: Math.max(wanted, fewest) };
}
