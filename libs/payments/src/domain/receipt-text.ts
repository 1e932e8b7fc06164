import { formatAmount, type Language, type LocalDate } from '@app/core';
import { type PaymentMethod } from './payment-method';

/** Columns of a 58 mm printer in its larger font (payments.md 12.3). */
export const RECEIPT_COLUMNS = 32;

/** The same of an 80 mm printer. */
export const WIDE_RECEIPT_COLUMNS = 48;

/** How a receipt is laid out. */
export interface ReceiptLayout {
  /** Default {@link RECEIPT_COLUMNS}. */
  columns?: number;
  /** Which copy it is; 1, the default, is the original. */
  copy?: number;
  /** Where anybody can see that it is genuine. */
  verifyUrl?: string;
}

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
    copy: 'SALINAN ke-',
    verify: 'Cek keaslian:',
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
    copy: 'COPY no. ',
    verify: 'Check it:',
    CASH: 'Cash',
    TRANSFER: 'Transfer',
    GATEWAY: 'Online',
  },
} as const satisfies Record<Language, Record<string, string>>;

/** The receipt as lines of ASCII characters that fit the printer, ending with a line break. */
export function receiptText(receipt: Receipt, language: Language, layout: ReceiptLayout = {}): string {
  const { columns = RECEIPT_COLUMNS, copy = 1, verifyUrl } = layout;
  const words = WORDS[language];
  const money = (amount: bigint): string => formatAmount(amount, receipt.currency);
  const rule = '-'.repeat(columns);
  const labelled = (label: string, value: string): string[] => labelledLine(label, value, columns);
  const centred = (text: string): string[] => wrap(text, columns).map((line) => centre(line, columns));
  const lines = [
    ...centred(receipt.siteName),
    ...centred(words.title),
    ...(copy > 1 ? centred(`*** ${words.copy}${copy} ***`) : []),
    rule,
    ...labelled(words.number, receipt.number),
    ...labelled(words.date, receipt.receivedOn),
    ...labelled(words.customer, receipt.customerCode),
    ...wrap(receipt.customerName, columns),
    rule,
    ...receipt.allocations.flatMap(({ number, amount, remaining }) => [
      ...wrap(number, columns),
      ...labelled(`  ${words.paid}`, money(amount)),
      ...(remaining > 0n ? labelled(`  ${words.remaining}`, money(remaining)) : []),
    ]),
    ...(receipt.depositAmount > 0n ? labelled(words.deposit, money(receipt.depositAmount)) : []),
    rule,
    ...labelled(words.total, money(receipt.amount)),
    ...labelled(words.method, words[receipt.method]),
    ...labelled(words.by, receipt.recordedBy),
    '',
    ...(verifyUrl === undefined ? [] : [...centred(words.verify), ...wrap(verifyUrl, columns), '']),
    ...centred(words.thanks),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Letters that the printer has: accents dropped, everything else outside ASCII as a question mark. */
export function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
}

function centre(line: string, columns: number): string {
  return `${' '.repeat(Math.max(0, Math.floor((columns - line.length) / 2)))}${line}`;
}

/** Label left, value right; on two lines where one is too short. */
function labelledLine(label: string, value: string, columns: number): string[] {
  const text = ascii(value);
  const gap = columns - label.length - text.length;
  if (gap >= 1) return [`${label}${' '.repeat(gap)}${text}`];
  return [label, ...wrap(text, columns).map((line) => line.padStart(columns))];
}

/** Lines of at most so many ASCII signs, broken between words where that is possible. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of ascii(text)
    .split(' ')
    .flatMap((whole) => pieces(whole, columns))) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

const pieces = (word: string, columns: number): string[] => word.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [];
