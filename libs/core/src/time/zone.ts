import { DateTime, IANAZone } from 'luxon';
import { type LocalDate, localDate } from './local-date';

/**
 * Is this a zone of the tz database, such as `Asia/Jakarta`? A bare offset (`+07:00`) is none: it knows no clock changes, and
 * PostgreSQL would read its sign the other way round.
 */
export function isTimeZone(zone: string): boolean {
  return /^[A-Za-z]/.test(zone) && IANAZone.isValidZone(zone);
}

/** The calendar day that an instant has in a zone. */
export function localDateOf(instant: Date, zone: string): LocalDate {
  return localDate(inZone(instant, zone).toFormat('yyyy-MM-dd'));
}

/**
 * The instant at which a local day reaches `hour`; where a clock change skips it, the first instant that follows
 * (billing.md T2).
 */
export function instantAt(date: LocalDate, zone: string, hour = 0): Date {
  const wall = DateTime.fromISO(`${date}T${String(hour).padStart(2, '0')}:00:00`, { zone });
  if (!wall.isValid) throw new RangeError(`no such time: ${date} in ${zone}`);
  // why: luxon moves a skipped time forward by the size of the gap; the gap's own end may be earlier
  const dayStart = wall.startOf('day');
  return (hour === 0 ? dayStart : wall).toJSDate();
}

function inZone(instant: Date, zone: string): DateTime<true> {
  const local = DateTime.fromJSDate(instant, { zone });
  if (!local.isValid) throw new RangeError(`not a time zone: ${zone}`);
  return local;
}
