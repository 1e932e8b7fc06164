import { type PrintableVoucher } from './voucher-values';

/** Vouchers that nobody can log in with, as long as real ones are. */
export function sampleVouchers(count: number): PrintableVoucher[] {
  return Array.from({ length: count }, (_, n) => ({
    number: n + 1,
    code: `contoh${String(n + 1).padStart(4, '0')}`,
    password: 'rahasia',
    profileName: 'Harian 2 Mbps',
    siteName: 'Wifi Contoh',
    batchName: 'Contoh',
    validityMinutes: 1_440,
    validUntil: null,
    uptimeLimitSeconds: 43_200n,
    dataLimitBytes: 5_000_000_000n,
    priceAmount: 5_000n,
    currency: 'IDR',
    timeZone: 'Asia/Jakarta',
  }));
}
