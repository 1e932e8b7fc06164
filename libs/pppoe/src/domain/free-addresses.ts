/** An address as a number, so that it can be counted. */
export interface NumericAddress {
  family: 4 | 6;
  value: bigint;
}

/** Reads an address, with or without a mask; undefined for anything else. */
export function parseAddress(text: string): NumericAddress | undefined {
  const bare = text.replace(/\/\d+$/, '');
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(bare)) {
    const parts = bare.split('.').map(Number);
    if (parts.some((part) => part > 255)) return undefined;
    return { family: 4, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  const groups = ipv6Groups(bare);
  return groups && { family: 6, value: groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}

/** The address of a number; IPv6 in full length. */
export function formatAddress({ family, value }: NumericAddress): string {
  const [count, size] = family === 4 ? [4, 8n] : [8, 16n];
  const parts = Array.from(
    { length: count },
    (_, n) => (value >> (size * BigInt(count - 1 - n))) & ((1n << size) - 1n),
  );
  return parts.map((part) => part.toString(family === 4 ? 10 : 16)).join(family === 4 ? '.' : ':');
}

function ipv6Groups(text: string): string[] | undefined {
  if (!/^[0-9a-f:]{2,39}$/i.test(text) || text.split('::').length > 2) return undefined;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<string>(Math.max(0, missing)).fill('0'), ...after];
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group)) ? groups : undefined;
}

export interface Range {
  firstAddress: string;
  lastAddress: string;
  /** Length of the prefixes that are given out; null: single addresses. */
  prefixLength: number | null;
  excluded: readonly string[];
}

/** How many addresses or prefixes there are in a range at most. */
export function sizeOf(range: Range): bigint {
  const [first, last] = [parseAddress(range.firstAddress), parseAddress(range.lastAddress)];
  if (!first || first.family !== last?.family || last.value < first.value) return 0n;
  return (last.value - first.value + 1n) / stepOf(range);
}

/** The lowest free ones of a range, as text; fewer than asked for where it is full. */
export function freeAddresses(range: Range, taken: readonly string[], count: number): string[] {
  const first = parseAddress(range.firstAddress);
  const last = parseAddress(range.lastAddress);
  if (!first || !last) return [];
  const step = stepOf(range);
  const used = new Set<bigint>();
  for (const text of [...taken, ...range.excluded]) {
    const at = parseAddress(text);
    // why: a longer prefix, or a single address, takes the whole step that it lies in
    if (at?.family === first.family && at.value >= first.value) used.add((at.value - first.value) / step);
  }
  const free: string[] = [];
  for (let n = 0n; free.length < count; n++) {
    const value = first.value + n * step;
    if (value + step - 1n > last.value) break;
    if (!used.has(n)) free.push(`${formatAddress({ family: first.family, value })}${suffixOf(range)}`);
  }
  return free;
}

const stepOf = ({ prefixLength }: Range): bigint => (prefixLength === null ? 1n : 1n << BigInt(128 - prefixLength));
const suffixOf = ({ prefixLength }: Range): string => (prefixLength === null ? '' : `/${prefixLength}`);
