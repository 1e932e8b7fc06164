import { fail, ok, type Result } from '@app/core';
import { type CreditLine } from '../charges/charged-segment';
import { grossOf, sumOf } from '../charges/price-curve';

/** An invoice as a credit note sees it; amounts with tax. */
export interface CreditableInvoice {
  readonly invoiceId: string;
  readonly total: bigint;
  readonly paid: bigint;
  /** What credit notes took off the amount due; the rest of `credited` became money. */
  readonly offset: bigint;
  /** Sum of its credit notes. */
  readonly credited: bigint;
}

/** How a credit note is used: what still is to pay of its invoice goes down first, only the paid share is money (Q3). */
export interface CreditUse {
  readonly offset: bigint;
  readonly wallet: bigint;
}

/** A credit note that is to be written, for one invoice. */
export interface CreditNoteDraft extends CreditUse {
  readonly invoiceId: string;
  readonly lines: readonly CreditLine[];
  readonly net: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

/** What an invoice still asks for. */
export function remainingOf(invoice: Pick<CreditableInvoice, 'total' | 'paid' | 'offset'>): bigint {
  return invoice.total - invoice.paid - invoice.offset;
}

/**
 * Checks the sum of credit notes against the invoice (billing.md 1.8, K02).
 *
 * @returns the maximum still possible when `amount` is more: CREDIT_EXCEEDS_INVOICE
 */
export function checkCredit(
  invoice: Pick<CreditableInvoice, 'total' | 'credited'>,
  amount: bigint,
): Result<bigint, { code: 'CREDIT_EXCEEDS_INVOICE'; max: bigint }> {
  const max = invoice.total - invoice.credited;
  return amount > max ? fail({ code: 'CREDIT_EXCEEDS_INVOICE', max }) : ok(amount);
}

/** Splits a credit between its invoice and the wallet (billing.md Q3). */
export function splitCredit(invoice: CreditableInvoice, amount: bigint): CreditUse {
  const open = remainingOf(invoice);
  const offset = amount < open ? amount : open;
  return { offset, wallet: amount - offset };
}

/**
 * The credit notes of a change: one per invoice, in the order of the lines; lines of zero are left out.
 *
 * @throws RangeError when a line belongs to none of the invoices, or exceeds its own (a defect: lines are capped)
 */
export function creditNotesFor(
  credits: readonly CreditLine[],
  invoices: readonly CreditableInvoice[],
): CreditNoteDraft[] {
  const ids = [...new Set(credits.map((line) => line.invoiceId))];
  return ids.flatMap((invoiceId) => {
    const lines = credits.filter((line) => line.invoiceId === invoiceId && grossOf(line) > 0n);
    if (lines.length === 0) return [];
    const invoice = invoices.find((one) => one.invoiceId === invoiceId);
    if (!invoice) throw new RangeError(`invoice ${invoiceId} of a credit is unknown`);
    const { net, tax } = sumOf(lines);
    const checked = checkCredit(invoice, net + tax);
    if (!checked.ok)
      throw new RangeError(`credit ${net + tax} exceeds invoice ${invoiceId} by more than ${checked.error.max}`);
    return [{ invoiceId, lines, net, tax, total: net + tax, ...splitCredit(invoice, net + tax) }];
  });
}
