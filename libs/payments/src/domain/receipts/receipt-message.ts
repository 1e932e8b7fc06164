import { formatAmount, type Language, type LocalDate } from '@app/core';
import { type Receipt } from '../receipt-text';

/** What a message about a payment says besides the receipt (payments.md 12.3). */
export interface MessageFacts extends Receipt {
  /** What the customer still owes altogether. */
  arrears: bigint;
  /** Until when his service is paid; null: not known. */
  activeUntil: LocalDate | null;
  verifyUrl: string;
}

const TEXTS = {
  id: {
    head: 'Terima kasih, pembayaran Anda sudah kami terima.',
    name: 'Nama',
    amount: 'Jumlah',
    method: 'Cara',
    by: 'Diterima oleh',
    date: 'Tanggal',
    for: 'Untuk',
    deposit: 'Masuk saldo',
    arrears: 'Sisa tagihan',
    none: 'lunas',
    until: 'Aktif sampai',
    number: 'No. kuitansi',
    verify: 'Cek kuitansi',
    CASH: 'tunai',
    TRANSFER: 'transfer',
    GATEWAY: 'pembayaran daring',
  },
  en: {
    head: 'Thank you, we have received your payment.',
    name: 'Name',
    amount: 'Amount',
    method: 'Method',
    by: 'Received by',
    date: 'Date',
    for: 'For',
    deposit: 'To balance',
    arrears: 'Still due',
    none: 'nothing',
    until: 'Active until',
    number: 'Receipt no.',
    verify: 'Check the receipt',
    CASH: 'cash',
    TRANSFER: 'transfer',
    GATEWAY: 'online payment',
  },
} as const;

/** The text of a message to the customer. What people typed carries no formatting of the messenger. */
export function receiptMessage(facts: MessageFacts, language: Language): string {
  const t = TEXTS[language];
  const money = (amount: bigint): string => formatAmount(amount, facts.currency);
  const lines: [string, string][] = [
    [t.name, `${plain(facts.customerName)} (${facts.customerCode})`],
    ...facts.allocations.map(({ number, amount }): [string, string] => [t.for, `${number}: ${money(amount)}`]),
    ...(facts.depositAmount > 0n ? [[t.deposit, money(facts.depositAmount)] as [string, string]] : []),
    [t.amount, money(facts.amount)],
    [t.method, t[facts.method]],
    [t.by, plain(facts.recordedBy)],
    [t.date, facts.receivedOn],
    [t.arrears, facts.arrears === 0n ? t.none : money(facts.arrears)],
    ...(facts.activeUntil === null ? [] : [[t.until, facts.activeUntil] as [string, string]]),
    [t.number, facts.number],
    [t.verify, facts.verifyUrl],
  ];
  return [`*${plain(facts.siteName)}*`, t.head, '', ...lines.map(([label, value]) => `${label}: ${value}`)].join('\n');
}

/** Without the marks by which messengers make text bold or slanted, and on one line. */
const plain = (text: string): string =>
  text
    .replace(/[*_~`]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
