import { addDays, epochDay, type LocalDate } from '@app/core';

/** When nobody is to lose access; only puts isolation off, never forward (billing.md 1.9). */
export interface IsolirCalendar {
  /** ISO weekdays without isolation: 1 Monday … 7 Sunday. `[6, 7]` spares the weekend. */
  readonly weekdays?: readonly number[] | undefined;
  /** On Fridays nobody is isolated from this local hour on. */
  readonly fridayFrom?: number | undefined;
  readonly holidays?: ReadonlySet<LocalDate> | undefined;
}

const FRIDAY = 5;
/** A calendar that spares every day of a year is a mistake, and must not put isolation off for ever. */
const LONGEST = 366;

/** ISO weekday: 1 Monday … 7 Sunday. */
export function weekdayOf(date: LocalDate): number {
  const sinceMonday = (epochDay(date) + 3) % 7;
  return ((sinceMonday + 7) % 7) + 1;
}

/** May somebody be isolated at this hour of this day? */
export function isPermitted(date: LocalDate, hour: number, calendar: IsolirCalendar): boolean {
  const weekday = weekdayOf(date);
  if (calendar.weekdays?.includes(weekday) === true || calendar.holidays?.has(date) === true) return false;
  return !(weekday === FRIDAY && calendar.fridayFrom !== undefined && hour >= calendar.fridayFrom);
}

/** `date`, or the first later day that permits isolation at that hour. @throws RangeError when a whole year permits none */
export function permittedDay(date: LocalDate, hour: number, calendar: IsolirCalendar): LocalDate {
  for (let day = date, n = 0; n < LONGEST; day = addDays(day, 1), n++) {
    if (isPermitted(day, hour, calendar)) return day;
  }
  throw new RangeError('the calendar permits isolation on no day of the year');
}
