import { type Language } from '@app/core';

const LOCALES: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** `22 November 2026`. */
export function dayText(day: string, language: Language): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const format = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' });
  return format.format(Date.UTC(year, month - 1, date));
}

/** Day and time in the customer's zone, `23 Nov 2026, 11.06 WIB`. */
export function timeText(at: Date, timeZone: string, language: Language): string {
  const day = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return `${day.format(at)} ${zoneText(at, timeZone)}`;
}

/** WIB, WITA, WIT: only Indonesian has names for them. */
function zoneText(at: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat(LOCALES.id, { timeZoneName: 'short', timeZone });
  return format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
