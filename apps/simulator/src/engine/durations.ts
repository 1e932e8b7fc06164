const UNITS: readonly (readonly [string, number])[] = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/**
 * Milliseconds of what RouterOS takes for a time: `1w2d3h4m5s`, `300ms`, `1d 02:03:04`, `00:05:00`, bare seconds.
 * Null for anything else.
 */
export function parseDuration(text: string): number | null {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed)) return Number(trimmed) * 1_000;
  const clock = /^((?:\d+[wd])*)\s*(\d+):(\d{2})(?::(\d{2}))?$/.exec(trimmed);
  if (clock === null) return parseUnits(trimmed);
  const [, head = '', hours = '0', minutes = '0', seconds = '0'] = clock;
  const before = head === '' ? 0 : parseUnits(head);
  return before === null ? null : before + (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
}

function parseUnits(text: string): number | null {
  const match = /^(?:(\d+)w)?\s*(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m(?!s))?\s*(?:(\d+)s)?\s*(?:(\d+)ms)?$/.exec(text);
  if (match === null || text === '') return null;
  return UNITS.reduce((sum, [, size], i) => sum + Number(match[i + 1] ?? 0) * size, 0);
}

/** A time as RouterOS prints it: `1w2d3h4m5s`, `0s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds));
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text === '' ? '0s' : text;
}

/** Whole seconds only, as uptimes are printed. */
export function formatUptime(milliseconds: number): string {
  return formatDuration(Math.floor(Math.max(0, milliseconds) / 1_000) * 1_000);
}
