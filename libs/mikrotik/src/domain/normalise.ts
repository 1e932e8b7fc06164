/** Brings a value into the one spelling in which two equal values are the same text. */
export type Normalise = (value: string) => string;

/** `yes`/`true` and `no`/`false`/nothing are the same to a router. Third values (`default`, `only-one`) stay words. */
export const flag: Normalise = (value) => {
  if (value === 'true') return 'yes';
  return value === 'false' || value === '' ? 'no' : value;
};

/** The same where nothing means `default`, which is neither yes nor no. */
export const flagOrDefault: Normalise = (value) => (value === '' ? 'default' : flag(value));

export const text: Normalise = (value) => value;

/** An IPv4 address, written without leading zeros and mask /32; `0.0.0.0` is none. */
export const address: Normalise = (value) => {
  const bare = value.replace(/\/32$/, '');
  return bare === '0.0.0.0' ? '' : bare;
};

/** A list of addresses, prefixes or ranges; its order does not count. */
export const addresses: Normalise = (value) => value.split(',').map(address).sort().join(',');

/** A MAC address in any spelling; all zeros are none. */
export const mac: Normalise = (value) => {
  const upper = value.toUpperCase().replaceAll('-', ':');
  return upper === '00:00:00:00:00:00' ? '' : upper;
};

/** A number of which none and zero mean the same. */
export const count: Normalise = (value) => (value === '' ? '0' : value);

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

/** A duration of which none, `none` and zero mean the same. */
export const pause: Normalise = (value) => {
  const seconds = duration(value);
  return seconds === '' || seconds === 'none' ? '0' : seconds;
};

/** Two durations, upload and download. */
export const pausePair: Normalise = (value) => (value === '' ? '0s/0s' : value).split('/').map(pause).join('/');

/** A rate limit of which none and zero mean the same. */
export const rateOrNone: Normalise = (value) => {
  const limit = rate(value);
  return limit === '' ? '0/0' : limit;
};

/** A name, or `none`. */
export const nameOrNone: Normalise = (value) => (value === 'none' ? '' : value);

/** A server, or `all` of them. */
export const serverOrAll: Normalise = (value) => (value === 'all' ? '' : value);

/** Upload and download of something; one word stands for both. */
export const pair: Normalise = (value) => (value === '' || value.includes('/') ? value : `${value}/${value}`);
