/** Brings a value into the one spelling in which two equal values are the same text. */
export type Normalise = (value: string) => string;

/** `yes`/`true` and `no`/`false`/nothing are the same to a router. Third values (`default`, `only-one`) stay words. */
export const flag: Normalise = (value) => {
  if (value === 'true') return 'yes';
  return value === 'false' || value === '' ? 'no' : value;
};

export const text: Normalise = (value) => value;

/** An IPv4 address, written without leading zeros and mask /32. */
export const address: Normalise = (value) => value.replace(/\/32$/, '');

const FACTORS: Readonly<Record<string, bigint>> = { '': 1n, k: 1_000n, M: 1_000_000n, G: 1_000_000_000n };

function speed(token: string): string {
  const match = /^(\d+)([kMG]?)$/.exec(token);
  return match ? (BigInt(match[1] ?? '0') * (FACTORS[match[2] ?? ''] ?? 1n)).toString() : token;
}

/**
 * A rate limit, `rx/tx [burst [threshold [time [priority [min]]]]]`: `2M/2M`, `2000k/2000k` and `2M` are the same. One
 * number stands for both directions; bursts that are all zero say nothing.
 */
export const rate: Normalise = (value) => {
  const groups = value
    .trim()
    .split(/\s+/)
    .filter((group) => group !== '')
    .map((group) => {
      const parts = group.split('/').map(speed);
      return parts.length === 1 ? `${parts[0] ?? ''}/${parts[0] ?? ''}` : parts.join('/');
    });
  const [first, ...rest] = groups;
  return rest.every((group) => group === '0/0') ? (first ?? '') : groups.join(' ');
};

const UNIT_SECONDS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 };

/** A duration in seconds as text: `1d2h`, `26h` and `1d02:00:00` are the same. What is no duration stays as it is. */
export const duration: Normalise = (value) => {
  const match = /^((?:\d+[wdhms])*)(?:(\d+):(\d\d):(\d\d))?$/.exec(value);
  if (!match || value === '') return value;
  const [, units = '', hours = '0', minutes = '0', seconds = '0'] = match;
  const worded = [...units.matchAll(/(\d+)([wdhms])/g)].reduce(
    (sum, [, count = '0', unit = 's']) => sum + Number(count) * (UNIT_SECONDS[unit] ?? 0),
    0,
  );
  return String(worded + Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds));
};
