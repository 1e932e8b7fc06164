import { localDate } from '@app/core';
import { type Receipt, receiptText, WIDE_RECEIPT_COLUMNS } from '../receipt-text';
import { escPos } from './escpos';
import { receiptMessage } from './receipt-message';

const URL = 'https://isp.example/r/KW/JKT/2026/11/00042?t=abcdefghijklmnopqrstuv';
const receipt: Receipt = {
  ...{
    siteName: 'RT Net *Mawar*',
    number: 'KW/JKT/2026/11/00042',
    receivedOn: localDate('2026-11-22'),
    customerCode: 'P-1',
  },
  ...{
    customerName: 'Sitī ☺ \u001b@ Rahayu',
    method: 'GATEWAY',
    currency: 'IDR',
    amount: 150_000n,
    depositAmount: 10_000n,
  },
  ...{ recordedBy: 'Budi', allocations: [{ number: 'INV/2026/11/000123', amount: 140_000n, remaining: 0n }] },
};

describe('receipts (payments.md 12.3)', () => {
  it.each([32, WIDE_RECEIPT_COLUMNS])(
    'fits %i columns of ASCII, says which copy it is and where to check it',
    (columns) => {
      for (const language of ['id', 'en'] as const) {
        const text = receiptText(receipt, language, { columns, copy: 3, verifyUrl: URL });
        expect(text.split('\n').every((line) => line.length <= columns)).toBe(true);
        expect(text).toMatch(/^[\n\x20-\x7e]+$/);
        expect(text.replace(/\s/g, '')).toContain(URL);
        expect(text).toContain(language === 'id' ? '*** SALINAN ke-3 ***' : '*** COPY no. 3 ***');
      }
      expect(receiptText(receipt, 'id', { columns })).not.toContain('SALINAN');
    },
  );

  it('speaks to the printer itself, and lets no name do so', () => {
    const bytes = escPos(`Siti \u001b@\u001dV0\n`, URL);
    expect([...bytes.subarray(0, 5)]).toEqual([0x1b, 0x40, 0x1b, 0x61, 0]);
    expect(bytes.subarray(5, 14).toString('latin1')).toBe('Siti @V0\n');
    const store = bytes.indexOf(Buffer.from([0x1d, 0x28, 0x6b, URL.length + 3, 0, 49, 80, 48]));
    expect(bytes.subarray(store + 8, store + 8 + URL.length).toString('latin1')).toBe(URL);
    expect([...bytes.subarray(-7)]).toEqual([0x1b, 0x64, 4, 0x1d, 0x56, 0x42, 0]);
    expect(escPos('a').includes(Buffer.from([0x28, 0x6b]))).toBe(false);
  });

  it('says in a message everything that the customer wants to know', () => {
    const facts = { ...receipt, arrears: 50_000n, activeUntil: localDate('2026-12-22'), verifyUrl: URL };
    const text = receiptMessage(facts, 'id');
    for (const part of ['(P-1)', 'INV/2026/11/000123: Rp 140.000', 'Masuk saldo: Rp 10.000', 'Jumlah: Rp 150.000']) {
      expect(text).toContain(part);
    }
    for (const part of ['pembayaran daring', 'Budi', '2026-11-22', 'Sisa tagihan: Rp 50.000', '2026-12-22', URL]) {
      expect(text).toContain(part);
    }
    expect(text.split('\n')[0]).toBe('*RT Net Mawar*');
    expect(receiptMessage({ ...facts, arrears: 0n, activeUntil: null }, 'en')).toContain('Still due: nothing');
  });
});
