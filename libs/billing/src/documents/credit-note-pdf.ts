import { addDays, formatAmount, type Language, type LocalDate } from '@app/core';
import { type PdfDefinition } from '@app/platform';
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

/** A credit note as it is printed; amounts in booking units. */
export interface PrintedCreditNote {
  number: string;
  invoiceNumber: string;
  reason: string;
  issuedOn: LocalDate;
  currency: string;
  customer: PrintedCustomer;
  issuer: Issuer;
  lines: readonly {
    description: string;
    periodStart: LocalDate | null;
    periodEnd: LocalDate | null;
    net: bigint;
    tax: bigint;
  }[];
  net: bigint;
  tax: bigint;
  total: bigint;
  /** Took so much off the invoice; the rest became credit. */
  offset: bigint;
  wallet: bigint;
}

/** The PDF of a credit note: pure data in, definition out. */
export function creditNotePdf(note: PrintedCreditNote, language: Language): PdfDefinition {
  const texts = DOCUMENT_TEXTS[language];
  const money = (amount: bigint): string => formatAmount(amount, note.currency);
  const rows = note.lines.map(({ description, periodStart, periodEnd, net, tax }) => {
    const days = periodStart !== null && periodEnd !== null;
    const last = days ? readableDay(addDays(periodEnd, -1), language) : '';
    return [description, days ? `${readableDay(periodStart, language)} – ${last}` : '', money(net), money(tax)];
  });
  const sums: Row[] = [
    [texts.subtotal, money(note.net)],
    [texts.tax, money(note.tax)],
    [texts.total, money(note.total)],
    ...(note.offset > 0n ? [[texts.offset, money(note.offset)] as const] : []),
    ...(note.wallet > 0n ? [[texts.wallet, money(note.wallet)] as const] : []),
  ];
  return page(language, `${texts.creditNote} ${note.number}`, note.issuer, [
    heading(note.issuer, texts.creditNote, '', [
      [texts.number, note.number],
      [texts.issuedOn, readableDay(note.issuedOn, language)],
      [texts.ofInvoice, note.invoiceNumber],
    ]),
    addressee(texts.billedTo, note.customer),
    { text: `${texts.reason}: ${note.reason}`, margin: [0, 0, 0, 10] },
    ledgerTable([120, 80, 80], [texts.description, texts.period, texts.net, texts.tax], rows, 2),
    {
      columns: [
        { width: BESIDE_SUMS, text: '' },
        { width: SUMS_WIDTH, stack: [pairs(sums, [2])] },
      ],
    },
  ]);
}
