import { IANAZone } from 'luxon';
import { epochDay, type LocalDate, localDate } from './local-date';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/**
 * Is this a zone of the tz database, such as `Asia/Jakarta`? A bare offset (`+07:00`) is none: it knows no clock changes, and
 * PostgreSQL would read its sign the other way round.
 */
export function isTimeZone(zone: string): boolean {
  return /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone);
}

/** The calendar day that an instant has in a zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  const local = new Date(instant.getTime() + offsetAt(instant.getTime(), zone));
  return localDate(local.toISOString().slice(0, 10));
}

/**
 * The instant at which a local day reaches `hour`, the first time where a clock that is set back makes it come twice; where
 * a clock change skips it, the first instant that follows (billing.md T2).
 *
 * @throws RangeError for an unknown zone
 */
export function instantAt(date: LocalDate, zone: string, hour = 0): Date {
  const tz = zoneOf(zone);
  const offset = (instant: number): number => tz.offset(instant) * MINUTE_MS;
  const wall = epochDay(date) * DAY_MS + hour * HOUR_MS;
  const [before, after] = [offset(wall - DAY_MS), offset(wall + DAY_MS)];
  const earlier = wall - Math.max(before, after);
  const later = wall - Math.min(before, after);
  if (earlier + offset(earlier) === wall) return new Date(earlier);
  if (later + offset(later) === wall) return new Date(later);
  return new Date(firstWith(offset, after, [earlier, later]));
}

/** The instant in `(from, to]` from which on the zone has this offset. */
function firstWith(offset: (instant: number) => number, wanted: number, [from, to]: [number, number]): number {
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle) === wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** By zone, the offset that was asked for last: one request asks for the same few many times, and an answer is costly. */
const lastOffsets = new Map<string, { quarter: number; offsetMs: number }>();

/** What a zone's clocks are ahead of UTC at an instant; they change at quarters of an hour. */
function offsetAt(instantMs: number, zone: string): number {
  const quarter = Math.floor(instantMs / QUARTER_MS);
  const last = lastOffsets.get(zone);
  if (last?.quarter === quarter) return last.offsetMs;
  const offsetMs = zoneOf(zone).offset(instantMs) * MINUTE_MS;
  lastOffsets.set(zone, { quarter, offsetMs });
  return offsetMs;
}

/** @throws RangeError for an unknown zone */
function zoneOf(zone: string): IANAZone {
  const tz = IANAZone.create(zone);
  if (!tz.isValid) throw new RangeError(`not a time zone: ${zone}`);
  return tz;
}
