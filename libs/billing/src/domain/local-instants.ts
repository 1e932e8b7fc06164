import { instantAt, type LocalDate, localDateOf } from '@app/core';

/** Turns a local day and hour into an instant (billing.md T2). */
export type InstantOf = (date: LocalDate, zone: string, hour: number) => Date;

const MOST_INSTANTS = 20_000;
const instants = new Map<string, Date>();

/** {@link instantAt} that remembers its answers: everybody asks for the same few days of few zones again and again. */
export const rememberedInstant: InstantOf = (date, zone, hour) => {
  const key = `${date} ${hour} ${zone}`;
  let instant = instants.get(key);
  if (!instant) {
    if (instants.size >= MOST_INSTANTS) instants.clear();
    instants.set(key, (instant = instantAt(date, zone, hour)));
  }
  return instant;
};

/** The local day of one frozen instant, zone by zone. */
export function rememberedToday(asOf: Date): (zone: string) => LocalDate {
  const known = new Map<string, LocalDate>();
  return (zone) => {
    let day = known.get(zone);
    if (day === undefined) known.set(zone, (day = localDateOf(asOf, zone)));
    return day;
  };
}
