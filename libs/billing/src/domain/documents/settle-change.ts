import { type ChangeDrafts } from '../changes/drafts';
import { type ChargeLine } from '../charges/charge-line';
import { type CreditableInvoice, type CreditNoteDraft, creditNotesFor } from './credit-note';

/** When the debit of a change is billed (billing.md Q3). */
export type DebitPolicy = 'INVOICE_NOW' | 'PENDING_ITEM';

/** The documents of a change. */
export interface ChangeDocuments {
  readonly creditNotes: readonly CreditNoteDraft[];
  /** Lines of an invoice of its own, issued now, due by the ordinary terms. */
  readonly invoiceNow: readonly ChargeLine[];
  /** Lines that wait for the next invoice. */
  readonly pending: readonly ChargeLine[];
  /** What the customer's credit balance gains: the paid share of the credits only. */
  readonly wallet: bigint;
}

/**
 * Turns the drafts of a change into documents (billing.md Q3): the credit reduces the old invoices, its paid share becomes
 * credit balance, and the debit is billed in full, so that documents add up whatever was paid. An invoice that is issued
 * now takes the credit balance at its finalisation.
 */
export function documentsOf(
  drafts: Pick<ChangeDrafts, 'credits' | 'debits'>,
  invoices: readonly CreditableInvoice[],
  policy: DebitPolicy = 'INVOICE_NOW',
): ChangeDocuments {
  const creditNotes = creditNotesFor(drafts.credits, invoices);
  return {
    creditNotes,
    invoiceNow: policy === 'INVOICE_NOW' ? drafts.debits : [],
    pending: policy === 'PENDING_ITEM' ? drafts.debits : [],
    wallet: creditNotes.reduce((sum, note) => sum + note.wallet, 0n),
  };
}
