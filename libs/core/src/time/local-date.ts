declare const brand: unique symbol;

/**
 * A calendar day without time or zone, written `YYYY-MM-DD` (billing.md T1). It is a string, so that it sorts, compares
 * with `<`, crosses JSON and enters a PostgreSQL `date` as it is; only the functions here make one.
 */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Is this text a day that exists (`2026-02-31` is not)? */
export function isLocalDate(text: string): text is LocalDate {
  const match = PATTERN.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** @throws RangeError when the text is not a day that exists */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError(`not a calendar day: ${text}`);
  return text;
}

/** Number of days of a month (`month` 1–12) in the proleptic Gregorian calendar. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Year, month (1–12) and day (1–31). */
export function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  return { year: twoDigits(date, 0) * 100 + twoDigits(date, 2), month: twoDigits(date, 5), day: twoDigits(date, 8) };
}

// why by hand: a billing run reads millions of days, and slices of text are most of what that costs
const ZERO = 48;
const twoDigits = (date: LocalDate, at: number): number =>
  (date.charCodeAt(at) - ZERO) * 10 + date.charCodeAt(at + 1) - ZERO;
const PADDED = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

/** The day of these parts; a day beyond the end of its month becomes the month's last day (billing.md P1). */
export function clampedDate(year: number, month: number, day: number): LocalDate {
  const date = Math.min(day, daysInMonth(year, month));
  return `${PADDED[Math.floor(year / 100)] ?? String(Math.floor(year / 100))}${PADDED[year % 100] ?? ''}-${PADDED[month] ?? ''}-${PADDED[date] ?? ''}` as LocalDate;
}

/** Days since 1970-01-01; the difference of two is the number of days between them, free of daylight saving. */
export function epochDay(date: LocalDate): number {
  const { year, month, day } = partsOf(date);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Inverse of {@link epochDay}. */
export function fromEpochDay(days: number): LocalDate {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  return clampedDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromEpochDay(epochDay(date) + days);
}

/** `to − from` in days (negative when `to` is earlier). */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return epochDay(to) - epochDay(from);
}

/** The month `months` after that of `date`, on `day` (default: the day of `date`), clamped to the month's end. */
export function addMonths(date: LocalDate, months: number, day = partsOf(date).day): LocalDate {
  const { year, month } = partsOf(date);
  const index = year * 12 + (month - 1) + months;
  return clampedDate(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, day);
}

/** The later of two days. */
export function laterOf(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b;
}

/** The earlier of two days. */
export function earlierOf(a: LocalDate, b: LocalDate): LocalDate {
  return a < b ? a : b;
}
