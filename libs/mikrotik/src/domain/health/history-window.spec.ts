import { historyWindow, MOST_POINTS } from './history-window';

const keeping = { rawDays: 7, hourDays: 90, dayDays: 730 };
const now = new Date('2026-03-01T00:00:00Z');
const ago = (days: number): Date => new Date(now.getTime() - days * 86_400_000);

describe('the window of a history', () => {
  it.each<[string, number, number | undefined, string, number]>([
    ['a day', 1, undefined, 'RAW', 600],
    ['an hour, no finer than the samples', 1 / 24, 1, 'RAW', 15],
    ['a week', 7, undefined, 'RAW', 3_600],
    ['a month', 30, undefined, 'HOUR', 14_400],
    ['a month in seconds', 30, 1, 'HOUR', 3_600],
    ['a year', 365, undefined, 'DAY', 604_800],
  ])('of %s', (_, days, stepSeconds, resolution, step) => {
    expect(historyWindow({ from: ago(days), stepSeconds }, keeping, now)).toMatchObject({
      resolution,
      stepSeconds: step,
    });
  });

  it('is bounded whatever is asked for', () => {
    for (const days of [0.01, 1, 6.9, 80, 700, 9_000]) {
      const { from, to, stepSeconds } = historyWindow({ from: ago(days), stepSeconds: 1 }, keeping, now);
      expect((to.getTime() - from.getTime()) / 1_000 / stepSeconds).toBeLessThanOrEqual(MOST_POINTS);
    }
    expect(historyWindow({ from: now, to: ago(1) }, keeping, now).from).toEqual(ago(1));
    expect(historyWindow({}, keeping, now)).toMatchObject({ from: ago(1), to: now });
  });
});
