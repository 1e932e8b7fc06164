import { instantAt, isLocalDate } from '@app/core';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const SHAPES: readonly [RegExp, (match: readonly string[]) => string][] = [
  [/^(\d{4})-(\d{2})-(\d{2})/, ([, y = '', m = '', d = '']) => `${y}-${m}-${d}`],
  [/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/, ([, d = '', m = '', y = '']) => dayOf(y, m, d)],
  // why: RouterOS 6 writes `oct/22/2026`
  [
    /^([a-z]{3})\/(\d{1,2})\/(\d{4})/i,
    ([, m = '', d = '', y = '']) => dayOf(y, String(MONTHS.indexOf(m.toLowerCase()) + 1), d),
  ],
];

const dayOf = (year: string, month: string, day: string): string =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;

/**
 * A moment as lists write it: with an offset, or in the site's own time. A day alone is its last second, so that nobody's
 * time gets shorter. Undefined: no moment.
 */
export function momentOf(text: string, timeZone: string): Date | undefined {
  const trimmed = text.trim();
  if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(trimmed)) {
    const at = new Date(trimmed);
    return Number.isNaN(at.getTime()) ? undefined : at;
  }
  for (const [shape, day] of SHAPES) {
    const match = shape.exec(trimmed);
    if (!match) continue;
    const date = day(match);
    const seconds = secondsOf(trimmed.slice(match[0].length));
    if (seconds === undefined || !isLocalDate(date)) return undefined;
    const hour = Math.floor(seconds / 3_600);
    return new Date(instantAt(date, timeZone, hour).getTime() + (seconds % 3_600) * 1_000);
  }
  return undefined;
}

const END_OF_DAY = 86_399;

function secondsOf(text: string): number | undefined {
  if (text.trim() === '') return END_OF_DAY;
  const match = /^[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(text);
  if (!match) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? '0')];
  return hours < 24 && minutes < 60 && seconds < 60 ? hours * 3_600 + minutes * 60 + seconds : undefined;
}

const BYTES = { '': 1n, k: 1_024n, m: 1_048_576n, g: 1_073_741_824n } as const;

/** `1073741824`, `500M`, `1G`; undefined: no amount of traffic. */
export function bytesOf(text: string): bigint | undefined {
  const match = /^(\d{1,15})\s*([kmg]?)(?:i?b)?$/i.exec(text.trim());
  if (!match) return undefined;
  const unit = (match[2] ?? '').toLowerCase() as keyof typeof BYTES;
  return BigInt(match[1] ?? '0') * BYTES[unit];
}
