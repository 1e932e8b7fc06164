const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** What `/system/clock` prints, as far as it is needed. */
export interface ClockReading {
  readonly date?: string | undefined;
  readonly time?: string | undefined;
  /** `+07:00`; routers print seconds of it nowhere. */
  readonly 'gmt-offset'?: string | undefined;
}

/**
 * The instant that a router believes it is, to the second; undefined for what is no date. Dates are `jan/02/2026` before
 * RouterOS 7.10 and `2026-01-02` from then on (routeros.md section 10).
 */
export function instantOf(reading: ClockReading): Date | undefined {
  const day = dayOf(reading.date ?? '');
  const time = /^(\d{1,2}):(\d{2}):(\d{2})$/.exec(reading.time ?? '');
  if (!day || !time) return undefined;
  const [hours, minutes, seconds] = time.slice(1).map(Number);
  const wall = Date.UTC(day.year, day.month - 1, day.day, hours, minutes, seconds);
  return new Date(wall - offsetMsOf(reading['gmt-offset'] ?? ''));
}

/**
 * Milliseconds that the router is ahead of us, within about half a second.
 *
 * @param at our own time in the middle of the question
 */
export function clockSkewMs(reading: ClockReading, at: Date): number | undefined {
  const believed = instantOf(reading);
  // why: the router leaves the fraction of the second away, so on average it is half a second further
  return believed && believed.getTime() + 500 - at.getTime();
}

function dayOf(text: string): { year: number; month: number; day: number } | undefined {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso) return { year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const named = /^([a-z]{3})\/(\d{1,2})\/(\d{4})$/i.exec(text);
  const month = MONTHS.indexOf(named?.[1]?.toLowerCase() ?? '') + 1;
  return named && month > 0 ? { year: Number(named[3]), month, day: Number(named[2]) } : undefined;
}

function offsetMsOf(text: string): number {
  const match = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(text);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
