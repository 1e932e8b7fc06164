import { localDate } from '@app/core';
import { receiptNumber, receiptSeries } from './receipt-number';

describe('receipt numbers', () => {
  it('name site, year and month', () => {
    expect(receiptSeries('JKT', localDate('2026-03-01'))).toBe('KW/JKT/2026/03');
  });

  it('are padded to five digits and grow beyond', () => {
    expect(receiptNumber('KW/JKT/2026/03', 42n)).toBe('KW/JKT/2026/03/00042');
    expect(receiptNumber('KW/JKT/2026/03', 123_456n)).toBe('KW/JKT/2026/03/123456');
  });
});
