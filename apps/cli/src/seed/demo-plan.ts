/** The demo's internet provider: two sites in two time zones. */
export const DEMO_SITES = [
  { code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' },
  { code: 'MKS', name: 'Makassar', timeZone: 'Asia/Makassar' },
] as const;

export const DEMO_PLANS = [
  { code: 'HOME10', name: 'Rumah 10 Mbps', downloadKbps: 10_000, uploadKbps: 5_000, price: 150_000n, taxCode: 'PPN' },
  { code: 'HOME20', name: 'Rumah 20 Mbps', downloadKbps: 20_000, uploadKbps: 10_000, price: 199_000n, taxCode: 'PPN' },
  { code: 'HOME50', name: 'Rumah 50 Mbps', downloadKbps: 50_000, uploadKbps: 20_000, price: 275_000n, taxCode: 'PPN' },
  {
    code: 'BIZ100',
    name: 'Usaha 100 Mbps',
    downloadKbps: 100_000,
    uploadKbps: 50_000,
    price: 750_000n,
    taxCode: 'PPN_INCLUSIVE',
  },
] as const;

export const DEMO_SUBSCRIBERS = 200;

/** How far back the demo's history begins, in days. */
export const DEMO_HISTORY_DAYS = 92;

/** How one subscriber behaves; decided by the number alone, so that every demo is alike. */
export type Habit =
  | { kind: 'pays'; afterDays: number } // after the invoice
  | { kind: 'stops-paying'; lastMonths: number } // pays all but the last invoices
  | { kind: 'leaves'; onDay: number } // cancels on that day of the history
  | { kind: 'not-yet' }; // signed up, not installed

export function habitOf(n: number): Habit {
  if (n % 20 === 19) return { kind: 'not-yet' };
  if (n % 20 === 18) return { kind: 'leaves', onDay: 40 + (n % 40) };
  if (n % 10 === 7) return { kind: 'stops-paying', lastMonths: 1 + (n % 2) };
  return { kind: 'pays', afterDays: n % 9 };
}

/** Day of the history on which a subscriber starts, and his day of the month. */
export function startOf(n: number): { day: number; anchorDay: number } {
  return { day: (n * 7) % 30, anchorDay: 1 + ((n * 11) % 31) };
}
