const UNITS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** Seconds of a duration as RouterOS prints it (`1w2d3h4m5s`, `00:05:10`, `1d00:05:10`); undefined for anything else. */
export function rosSeconds(text: string): number | undefined {
  const match = /^((?:\d+[wdhms])*)(?:(\d+):(\d\d):(\d\d))?$/.exec(text);
  if (!match || text === '') return undefined;
  const [, units = '', hours = '0', minutes = '0', seconds = '0'] = match;
  const ofUnits = [...units.matchAll(/(\d+)([wdhms])/g)].map(([, n, unit]) => Number(n) * (UNITS[unit ?? ''] ?? 0));
  return ofUnits.reduce((a, b) => a + b, 0) + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
}
