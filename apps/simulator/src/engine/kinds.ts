import { parseIp, parseRange } from './addresses';
import { formatDuration, parseDuration } from './durations';
import { invalidValue, noMatch, outOfRange, Trap, TrapCategory } from './trap';
import { type ValueKind } from './value-kind';

/** Opaque text: no conversion, ever (`001234` stays `001234`). */
export const text: ValueKind = { parse: (value) => value, key: () => null };

/** Text that must not be empty: names. */
export const label: ValueKind = {
  parse(value, { argument }) {
    if (value === '') throw invalidValue(argument);
    return value;
  },
  key: () => null,
};

const TRUTH: Record<string, string> = { yes: 'true', true: 'true', no: 'false', false: 'false' };

/** Accepted as yes/no/true/false, printed as true/false. */
export const flag: ValueKind = {
  parse(value, { argument }) {
    const truth = TRUTH[value];
    if (truth === undefined) throw noMatch(argument);
    return truth;
  },
  key: (value) => TRUTH[value] ?? value,
};

/** One word of a list, printed as written. */
export function oneOf(...words: readonly string[]): ValueKind {
  return {
    parse(value, { argument }) {
      const word = words.includes(value) ? value : { true: 'yes', false: 'no' }[value];
      if (word === undefined || !words.includes(word)) throw noMatch(argument);
      return word;
    },
    key: (value) => value,
  };
}

/** `yes`, `no` or `default`: the three-valued switches of PPP profiles. */
export const yesNoDefault = oneOf('yes', 'no', 'default');

/** A comma list of words. */
export function listOf(...words: readonly string[]): ValueKind {
  return {
    parse(value, { argument }) {
      if (value !== '' && !value.split(',').every((word) => words.includes(word))) throw noMatch(argument);
      return value;
    },
    key: () => null,
  };
}

const MULTIPLIERS: Record<string, bigint> = { '': 1n, k: 1_000n, M: 1_000_000n, G: 1_000_000_000n };

function parseCount(value: string): bigint | null {
  const match = /^(\d{1,20})([kMG]?)$/.exec(value);
  return match === null ? null : BigInt(match[1] ?? '') * (MULTIPLIERS[match[2] ?? ''] ?? 1n);
}

/** A whole number, also with k, M or G; `words` are further values such as `unlimited`. */
export function integer(min = 0n, max = 18_446_744_073_709_551_615n, ...words: readonly string[]): ValueKind {
  return {
    parse(value, { argument }) {
      if (words.includes(value)) return value;
      const count = parseCount(value);
      if (count === null) throw invalidValue(argument);
      if (count < min || count > max) throw outOfRange(argument, `${min}..${max}`);
      return String(count);
    },
    key: (value) => parseCount(value),
  };
}

/** `upload/download`, printed as plain numbers. */
export const pair: ValueKind = {
  parse(value, { argument }) {
    const [up = '', down = up] = value.split('/');
    const counts = [parseCount(up), parseCount(down)];
    if (counts.includes(null)) throw invalidValue(argument);
    return counts.join('/');
  },
  key: (value) => value.split('/').map(parseCount).join('/'),
};

/** A time span; `words` are further values such as `none`. */
export function duration(...words: readonly string[]): ValueKind {
  return {
    parse(value, { argument }) {
      if (words.includes(value)) return value;
      const milliseconds = parseDuration(value);
      if (milliseconds === null) throw invalidValue(argument);
      return formatDuration(milliseconds);
    },
    key(value) {
      const milliseconds = parseDuration(value);
      return milliseconds === null ? null : BigInt(milliseconds);
    },
  };
}

const ipKey = (value: string): bigint | null => {
  const ip = parseIp(value);
  return ip === null ? null : BigInt(ip);
};

/** A literal IPv4 address; the empty text is refused, as on hardware (`unset` clears it). */
export const ip: ValueKind = {
  parse(value, { argument }) {
    if (parseIp(value) === null) throw invalidValue(argument);
    return value;
  },
  key: ipKey,
};

/** An IPv4 address or the name of a pool. */
export const ipOrPool: ValueKind = {
  parse(value, { argument, exists }) {
    if (parseIp(value) === null && !exists('/ip/pool', value)) throw noMatch(argument);
    return value;
  },
  key: ipKey,
  refersTo: '/ip/pool',
};

/** Address, prefix, range or host name, as address lists take them. */
export const addressEntry: ValueKind = {
  parse(value) {
    const isHost = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value) && /[A-Za-z]/.test(value);
    if (parseRange(value) === null && !isHost)
      throw new Trap(`${value} is not a valid dns name`, TrapCategory.ARGUMENT);
    return value.replace(/\/32$/, '');
  },
  key: (value) => ipKey(value.replace(/\/32$/, '')),
};

/** Comma list of pool ranges. */
export const ranges: ValueKind = {
  parse(value) {
    for (const item of value.split(',')) {
      if (item.endsWith('-')) {
        throw new Trap("value of range must have ip address after '-'", TrapCategory.ARGUMENT);
      }
      if (parseRange(item) === null) {
        throw new Trap('value of range expects range of ip addresses', TrapCategory.ARGUMENT);
      }
    }
    return value;
  },
  key: () => null,
};

/** The name of an item of another menu; `words` are further values such as `none`. */
export function reference(menu: string, ...words: readonly string[]): ValueKind {
  return {
    parse(value, { argument, exists }) {
      if (!words.includes(value) && !exists(menu, value)) throw noMatch(argument);
      return value;
    },
    key: () => null,
    refersTo: menu,
  };
}

/** A MAC address, compared without regard to case. */
export const mac: ValueKind = {
  parse(value, { argument }) {
    if (!/^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$/.test(value)) throw invalidValue(argument);
    return value.toUpperCase().replaceAll('-', ':');
  },
  key: (value) => value.toUpperCase().replaceAll('-', ':'),
};

/** `.id`: hexadecimal, compared without regard to case. */
export const itemId: ValueKind = { parse: (value) => value, key: (value) => value.toUpperCase() };

/** A value that a matcher may negate with `!`. */
export function negatable(kind: ValueKind): ValueKind {
  const bare = (value: string): string => value.replace(/^!/, '');
  return {
    parse: (value, context) => (value.startsWith('!') ? '!' : '') + kind.parse(bare(value), context),
    key: (value) => (value.startsWith('!') ? null : kind.key(value)),
    ...(kind.refersTo === undefined ? {} : { refersTo: kind.refersTo }),
  };
}

/** Address, prefix or range. */
export const addressRange: ValueKind = {
  parse(value, { argument }) {
    if (parseRange(value) === null) throw invalidValue(argument);
    return value.replace(/\/32$/, '');
  },
  key: (value) => ipKey(value.replace(/\/32$/, '')),
};

/** Ports and port ranges, separated by commas. */
export const ports: ValueKind = {
  parse(value, { argument }) {
    for (const item of value.split(',')) {
      const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(item);
      if (match === null) throw invalidValue(argument);
      if (Number(match[1]) > 65_535 || Number(match[2] ?? 0) > 65_535) throw outOfRange(argument, '0..65535');
    }
    return value;
  },
  key: () => null,
};

const RATE = /^\d+[kMG]?(\/\d+[kMG]?)?$/;

/** `rx/tx` and up to five more parts of bursts, priority and minimum, separated by spaces. Printed as written. */
export const rateLimit: ValueKind = {
  parse(value, { argument }) {
    const [rate = '', ...burst] = value.trim().split(/\s+/);
    if (!RATE.test(rate) || burst.length > 5 || !burst.every((part) => /^[\d.kMG/]+$/.test(part))) {
      throw invalidValue(argument);
    }
    return value;
  },
  key: () => null,
};
