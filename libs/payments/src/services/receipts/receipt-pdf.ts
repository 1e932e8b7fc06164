import { formatAmount, type Language } from '@app/core';
import { type PdfDefinition } from '@app/platform';
import { type Receipt } from '../../domain/receipt-text';

const WORDS = {
  id: {
    title: 'KUITANSI PEMBAYARAN',
    ...{
      number: 'Nomor',
      date: 'Tanggal',
      from: 'Diterima dari',
      for: 'Untuk',
      deposit: 'Masuk deposit',
      total: 'Jumlah',
    },
    ...{
      method: 'Cara bayar',
      by: 'Diterima oleh',
      remaining: 'sisa',
      copy: 'SALINAN ke-',
      verify: 'Pindai untuk cek keaslian',
    },
    ...{ CASH: 'Tunai', TRANSFER: 'Transfer', GATEWAY: 'Pembayaran daring' },
  },
  en: {
    title: 'PAYMENT RECEIPT',
    ...{ number: 'Number', date: 'Date', from: 'Received from', for: 'For', deposit: 'To deposit', total: 'Amount' },
    ...{ method: 'Method', by: 'Received by', remaining: 'remaining', copy: 'COPY no. ', verify: 'Scan to check it' },
    ...{ CASH: 'Cash', TRANSFER: 'Transfer', GATEWAY: 'Online payment' },
  },
} as const;

/** The PDF of a receipt: one page of A5. */
export function receiptPdf(
  receipt: Receipt,
  language: Language,
  facts: { copy: number; verifyUrl: string },
): PdfDefinition {
  const t = WORDS[language];
  const money = (amount: bigint): string => formatAmount(amount, receipt.currency);
  const rows: [string, string][] = [
    [t.number, receipt.number],
    [t.date, receipt.receivedOn],
    [t.from, `${receipt.customerName} (${receipt.customerCode})`],
    ...receipt.allocations.map(({ number, amount, remaining }): [string, string] => [
      t.for,
      `${number}: ${money(amount)}${remaining > 0n ? ` (${t.remaining} ${money(remaining)})` : ''}`,
    ]),
    ...(receipt.depositAmount > 0n ? [[t.deposit, money(receipt.depositAmount)] as [string, string]] : []),
    [t.method, t[receipt.method]],
    [t.by, receipt.recordedBy],
  ];
  return {
    pageSize: 'A5',
    pageOrientation: 'landscape',
    pageMargins: [36, 32, 36, 32],
    info: { title: `${t.title} ${receipt.number}`, author: receipt.siteName },
    content: [
      {
        columns: [
          { text: receipt.siteName, bold: true, fontSize: 13, width: '*' },
          { text: t.title, bold: true, fontSize: 13, width: 'auto', alignment: 'right' },
        ],
      },
      { text: facts.copy > 1 ? `${t.copy}${facts.copy}` : ' ', bold: true, color: '#c0392b', alignment: 'right' },
      {
        columns: [
          {
            width: '*',
            table: {
              widths: [90, '*'],
              body: rows.map(([label, value]) => [{ text: label, color: '#666666' }, value]),
            },
            layout: 'lightHorizontalLines',
          },
          { width: 20, text: '' },
          {
            width: 110,
            stack: [
              { qr: facts.verifyUrl, fit: 100 },
              { text: t.verify, fontSize: 7, margin: [0, 4, 0, 0] },
            ],
          },
        ],
      },
      { text: `${t.total}: ${money(receipt.amount)}`, bold: true, fontSize: 16, margin: [0, 16, 0, 0] },
    ],
  };
}
