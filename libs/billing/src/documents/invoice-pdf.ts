import { addDays, formatAmount, type Language, type LocalDate } from '@app/core';
import { type PdfDefinition } from '@app/platform';
import { type InvoiceStatus } from '../domain/documents/invoice-state';
import { type Issuer } from '../domain/policies/billing-policies';
import {
  addressee,
  BESIDE_SUMS,
  SUMS_WIDTH,
  heading,
  ledgerTable,
  page,
  pairs,
  type PrintedCustomer,
  type Row,
} from './document-layout';
import { DOCUMENT_TEXTS, readableDay } from './document-texts';

/** A line as it is printed; amounts in booking units. */
export interface PrintedLine {
  description: string;
  periodStart: LocalDate | null;
  periodEnd: LocalDate | null;
  quantity: number;
  unitPrice: bigint;
  discount: bigint;
  net: bigint;
  tax: bigint;
  taxCode: string;
  /** The rate as the law words it, `12 %`; null: none. */
  taxLabel: string | null;
  /** Informative tax base (billing.md X1), or null where there is none. */
  taxBase: bigint | null;
  /** Of a family's child: whose service it is. */
  serviceOf: string | null;
}

/** An invoice as it is printed; amounts in booking units. */
export interface PrintedInvoice {
  number: string;
  status: InvoiceStatus;
  issuedOn: LocalDate;
  dueOn: LocalDate;
  currency: string;
  customer: PrintedCustomer;
  issuer: Issuer;
  lines: readonly PrintedLine[];
  net: bigint;
  tax: bigint;
  total: bigint;
  paid: bigint;
  credited: bigint;
  /** Address of the pay page, for the QR code; null: nothing to pay. */
  payUrl: string | null;
}

const QR_SIZE = 90;

/** The PDF of an invoice: pure data in, definition out. */
export function invoicePdf(invoice: PrintedInvoice, language: Language): PdfDefinition {
  const texts = DOCUMENT_TEXTS[language];
  const { issuer, payUrl } = invoice;
  return page(language, `${texts.invoice} ${invoice.number}`, issuer, [
    heading(issuer, texts.invoice, texts.stamps[invoice.status], [
      [texts.number, invoice.number],
      [texts.issuedOn, readableDay(invoice.issuedOn, language)],
      [texts.dueOn, readableDay(invoice.dueOn, language)],
    ]),
    addressee(texts.billedTo, invoice.customer),
    lineTable(invoice, language),
    {
      unbreakable: true,
      columns: [
        payUrl === null
          ? { width: BESIDE_SUMS, text: '' }
          : {
              width: BESIDE_SUMS,
              stack: [
                { qr: payUrl, fit: QR_SIZE },
                { text: texts.scanToPay, fontSize: 8, margin: [0, 4, 0, 0] },
                { text: payUrl, fontSize: 6, link: payUrl, color: '#1a5fb4' },
              ],
            },
        { width: SUMS_WIDTH, stack: [totals(invoice, language)] },
      ],
    },
  ]);
}

function lineTable(invoice: PrintedInvoice, language: Language): ReturnType<typeof ledgerTable> {
  const texts = DOCUMENT_TEXTS[language];
  const money = (amount: bigint): string => formatAmount(amount, invoice.currency);
  const discounted = invoice.lines.some((line) => line.discount !== 0n);
  const row = (line: PrintedLine): string[] => [
    line.serviceOf === null ? line.description : `${line.description}\n${texts.servicesOf} ${line.serviceOf}`,
    periodOf(line, language),
    String(line.quantity),
    money(line.unitPrice),
    ...(discounted ? [line.discount === 0n ? '' : `-${money(line.discount)}`] : []),
    money(line.net),
  ];
  const head = [
    ...[texts.description, texts.period, texts.quantity, texts.unitPrice],
    ...(discounted ? [texts.discount] : []),
    texts.net,
  ];
  const widths = [125, 25, 70, ...(discounted ? [65] : []), 75];
  return ledgerTable(widths, head, invoice.lines.map(row), 2);
}

/** The last day is printed, not the first one that is no longer covered. */
function periodOf({ periodStart, periodEnd }: PrintedLine, language: Language): string {
  if (periodStart === null || periodEnd === null) return '';
  return `${readableDay(periodStart, language)} – ${readableDay(addDays(periodEnd, -1), language)}`;
}

function totals(invoice: PrintedInvoice, language: Language): ReturnType<typeof pairs> {
  const texts = DOCUMENT_TEXTS[language];
  const money = (amount: bigint): string => formatAmount(amount, invoice.currency);
  const rows: Row[] = [[texts.subtotal, money(invoice.net)]];
  const base = invoice.lines.reduce((sum, line) => sum + (line.taxBase ?? 0n), 0n);
  if (base > 0n) rows.push([texts.taxBase, money(base)]);
  for (const [label, tax] of taxesOf(invoice)) rows.push([`${texts.tax} ${label}`, money(tax)]);
  rows.push([texts.total, money(invoice.total)]);
  const total = rows.length - 1;
  if (invoice.paid > 0n) rows.push([texts.paid, `-${money(invoice.paid)}`]);
  if (invoice.credited > 0n) rows.push([texts.credited, `-${money(invoice.credited)}`]);
  if (invoice.status === 'OPEN') rows.push([texts.due, money(invoice.total - invoice.paid - invoice.credited)]);
  return pairs(rows, [total, rows.length - 1]);
}

function taxesOf({ lines }: PrintedInvoice): Map<string, bigint> {
  const taxes = new Map<string, bigint>();
  for (const { taxCode, taxLabel, tax } of lines) {
    if (tax === 0n) continue;
    const label = taxLabel === null ? taxCode : `${taxCode} ${taxLabel}`;
    taxes.set(label, (taxes.get(label) ?? 0n) + tax);
  }
  return taxes;
}
