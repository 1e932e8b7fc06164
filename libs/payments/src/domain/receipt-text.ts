import { formatAmount, type Language, type LocalDate } from '@app/core';
import { type PaymentMethod } from './payment-method';

/** Columns of a 58 mm printer in its larger font (payments.md 12.3). */
export const RECEIPT_COLUMNS = 32;

/** What a receipt says. Amounts in booking units of `currency`. */
export interface Receipt {
  siteName: string;
  number: string;
  receivedOn: LocalDate;
  customerCode: string;
  customerName: string;
  method: PaymentMethod;
  currency: string;
  amount: bigint;
  depositAmount: bigint;
  recordedBy: string;
  allocations: readonly { number: string; amount: bigint; remaining: bigint }[];
}

const WORDS = {
  id: {
    title: 'KUITANSI PEMBAYARAN',
    number: 'No',
    date: 'Tanggal',
    customer: 'Pelanggan',
    paid: 'Dibayar',
    remaining: 'Sisa',
    deposit: 'Masuk deposit',
    total: 'TOTAL',
    method: 'Cara',
    by: 'Kasir',
    thanks: 'Terima kasih',
    CASH: 'Tunai',
    TRANSFER: 'Transfer',
    GATEWAY: 'Online',
  },
  en: {
    title: 'PAYMENT RECEIPT',
    number: 'No',
    date: 'Date',
    customer: 'Customer',
    paid: 'Paid',
    remaining: 'Remaining',
    deposit: 'To deposit',
    total: 'TOTAL',
    method: 'Method',
    by: 'Cashier',
    thanks: 'Thank you',
    CASH: 'Cash',
    TRANSFER: 'Transfer',
    GATEWAY: 'Online',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The receipt as lines of at most 32 ASCII characters, ending with a line break: what a thermal printer can print. */
export function receiptText(receipt: Receipt, language: Language): string {
  const words = WORDS[language];
  const money = (amount: bigint): string => formatAmount(amount, receipt.currency);
  const rule = '-'.repeat(RECEIPT_COLUMNS);
  const lines = [
    ...wrap(receipt.siteName).map(centre),
    centre(words.title),
    rule,
    ...labelled(words.number, receipt.number),
    ...labelled(words.date, receipt.receivedOn),
    ...labelled(words.customer, receipt.customerCode),
    ...wrap(receipt.customerName),
    rule,
    ...receipt.allocations.flatMap(({ number, amount, remaining }) => [
      ...wrap(number),
      ...labelled(`  ${words.paid}`, money(amount)),
      ...(remaining > 0n ? labelled(`  ${words.remaining}`, money(remaining)) : []),
    ]),
    ...(receipt.depositAmount > 0n ? labelled(words.deposit, money(receipt.depositAmount)) : []),
    rule,
    ...labelled(words.total, money(receipt.amount)),
    ...labelled(words.method, words[receipt.method]),
    ...labelled(words.by, receipt.recordedBy),
    '',
    centre(words.thanks),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Letters that the printer has: accents dropped, everything else outside ASCII as a question mark. */
function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
}

function centre(line: string): string {
  return `${' '.repeat(Math.max(0, Math.floor((RECEIPT_COLUMNS - line.length) / 2)))}${line}`;
}

/** Label left, value right; on two lines where one is too short. */
function labelled(label: string, value: string): string[] {
  const text = ascii(value);
  const gap = RECEIPT_COLUMNS - label.length - text.length;
  if (gap >= 1) return [`${label}${' '.repeat(gap)}${text}`];
  return [label, ...wrap(text).map((line) => line.padStart(RECEIPT_COLUMNS))];
}

function wrap(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of ascii(text).split(' ').flatMap(pieces)) {
    if (line !== '' && line.length + 1 + word.length > RECEIPT_COLUMNS) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

const pieces = (word: string): string[] => word.match(new RegExp(`.{1,${RECEIPT_COLUMNS}}`, 'g')) ?? [];
