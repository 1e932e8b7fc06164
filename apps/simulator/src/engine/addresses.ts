/** An IPv4 address as a number, null where the text is none. */
export function parseIp(text: string): number | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return null;
  let value = 0;
  for (const part of match.slice(1)) {
    if (Number(part) > 255) return null;
    value = value * 256 + Number(part);
  }
  return value;
}

export function formatIp(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff).join('.');
}

export interface IpRange {
  readonly first: number;
  readonly last: number;
}

/** `10.0.0.1`, `10.0.0.0/24` or `10.0.0.1-10.0.0.9`; null for anything else. */
export function parseRange(text: string): IpRange | null {
  const [left = '', right] = text.split('-');
  if (right !== undefined) {
    const [first, last] = [parseIp(left), parseIp(right)];
    return first !== null && last !== null && first <= last ? { first, last } : null;
  }
  const [address = '', bits] = text.split('/');
  const ip = parseIp(address);
  if (ip === null) return null;
  if (bits === undefined) return { first: ip, last: ip };
  if (!/^\d{1,2}$/.test(bits) || Number(bits) > 32) return null;
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(ip / size) * size;
  return { first, last: first + size - 1 };
}

/** Is the address inside a comma list of addresses, prefixes and ranges? An empty list holds everything. */
export function isAllowed(address: string, list: string): boolean {
  const ip = parseIp(address.replace(/^::ffff:/, ''));
  const ranges = list.split(',').filter((item) => item !== '');
  if (ranges.length === 0 || ip === null) return ranges.length === 0;
  return ranges.some((item) => {
    const range = parseRange(item);
    return range !== null && ip >= range.first && ip <= range.last;
  });
}
