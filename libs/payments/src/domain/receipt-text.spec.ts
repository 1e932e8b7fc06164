import fc from 'fast-check';
import { formatAmount, localDate } from '@app/core';
import { RECEIPT_COLUMNS, type Receipt, receiptText } from './receipt-text';

const receipt: Receipt = {
  siteName: 'Langgan Net Jakarta',
  number: 'KW/JKT/2026/11/00042',
  receivedOn: localDate('2026-11-22'),
  customerCode: 'C000123',
  customerName: 'Siti Nurhaliza',
  method: 'CASH',
  currency: 'IDR',
  amount: 200_000n,
  depositAmount: 25_000n,
  recordedBy: 'Budi',
  allocations: [
    { number: 'INV/JKT/2026/10/00007', amount: 150_000n, remaining: 0n },
    { number: 'INV/JKT/2026/11/00019', amount: 25_000n, remaining: 125_000n },
  ],
};

describe('formatAmount', () => {
  it.each([
    [150_000n, 'IDR', 'Rp 150.000'],
    [0n, 'IDR', 'Rp 0'],
    [-1_234_567n, 'IDR', '-Rp 1.234.567'],
    [5n, 'USD', 'USD 0.05'],
    [123_456n, 'USD', 'USD 1,234.56'],
  ])('%s %s reads %s', (amount, currency, text) => {
    expect(formatAmount(amount, currency)).toBe(text);
  });
});

describe('receiptText', () => {
  it('says what was paid, what is left and what became deposit', () => {
    expect(receiptText(receipt, 'id')).toBe(
      [
        '      Langgan Net Jakarta',
        '      KUITANSI PEMBAYARAN',
        '--------------------------------',
        'No          KW/JKT/2026/11/00042',
        'Tanggal               2026-11-22',
        'Pelanggan                C000123',
        'Siti Nurhaliza',
        '--------------------------------',
        'INV/JKT/2026/10/00007',
        '  Dibayar             Rp 150.000',
        'INV/JKT/2026/11/00019',
        '  Dibayar              Rp 25.000',
        '  Sisa                Rp 125.000',
        'Masuk deposit          Rp 25.000',
        '--------------------------------',
        'TOTAL                 Rp 200.000',
        'Cara                       Tunai',
        'Kasir                       Budi',
        '',
        '          Terima kasih',
        '',
      ].join('\n'),
    );
    expect(receiptText(receipt, 'en')).toContain('  Remaining           Rp 125.000');
  });

  it('never prints more than 32 columns, nor anything but ASCII, whatever the names are', () => {
    const anyText = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(anyText, anyText, anyText, fc.bigInt(1n, 10n ** 15n), (customerName, siteName, number, amount) => {
        const text = receiptText({ ...receipt, customerName, siteName, number, recordedBy: number, amount }, 'id');
        for (const line of text.split('\n')) {
          expect(line.length).toBeLessThanOrEqual(RECEIPT_COLUMNS);
          expect(line).toMatch(/^[\x20-\x7e]*$/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
