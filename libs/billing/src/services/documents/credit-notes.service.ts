import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate, type Page } from '@app/core';
import { AuditLog, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { checkCredit } from '../../domain/documents/credit-note';
import {
  type CreditableLine,
  type CreditNote,
  type CreditNoteFilter,
  type CreditNoteLine,
  CreditNoteRepository,
} from '../../repositories/documents/credit-note.repository';
import { InvoiceStateRepository, type LockedInvoice } from '../../repositories/documents/invoice-state.repository';
import { AccessService } from '../access.service';
import { BillingAccountsService } from '../billing-accounts.service';
import { CreditNoteWriter } from './credit-note-writer.service';

/** What of one invoice line is given back. */
export interface CreditedLine {
  invoiceLineId: string;
  net: bigint;
  tax: bigint;
  /** Days that it covers; left out: a correction of the amount. */
  periodStart?: LocalDate;
  periodEnd?: LocalDate;
  /** Default: the text of the line. */
  description?: string;
}

export interface CreditNoteRequest {
  invoiceId: string;
  /** Names the cause; a second note for the same cause is the first one (billing.md G1). */
  sourceKey: string;
  reason: string;
  lines: readonly CreditedLine[];
  /** Every currency that the amounts were given in; default: the invoice's. */
  currencies?: readonly string[];
}

/** Credit notes: the only way to take back something of an issued invoice (billing.md 1.8, Q3). */
@Injectable()
export class CreditNotes {
  constructor(
    private readonly notes: CreditNoteRepository,
    private readonly invoices: InvoiceStateRepository,
    private readonly accounts: BillingAccountsService,
    private readonly writer: CreditNoteWriter,
    private readonly access: AccessService,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<CreditNote & { lines: CreditNoteLine[] }> {
    const note = await this.notes.find(id);
    if (!note) throw CoreErrors.NOT_FOUND({ what: 'credit note', id });
    return { ...note, lines: await this.notes.lines(id) };
  }

  async list(request: ListRequest, filter: CreditNoteFilter): Promise<Page<CreditNote>> {
    return this.notes.page(request, filter);
  }

  /**
   * Issues a credit note: it first reduces what is still to pay of the invoice, only the paid share becomes credit balance.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_CREDIT_EXCEEDS_INVOICE (with the maximum), BILLING_CREDIT_EXCEEDS_LINE,
   * BILLING_INVOICE_STATE (void), BILLING_CURRENCY_MISMATCH
   */
  @Transactional()
  async issue(request: CreditNoteRequest): Promise<CreditNote> {
    const { invoiceId, sourceKey, reason } = request;
    const customerId = await this.invoices.customerOf(invoiceId);
    if (customerId === undefined) throw CoreErrors.NOT_FOUND({ what: 'invoice', id: invoiceId });
    const account = await this.accounts.lockOrOpen(customerId);
    const known = await this.notes.findBySource(sourceKey);
    if (known) return known;
    const invoice = await this.invoices.lock(invoiceId);
    if (!invoice) throw CoreErrors.NOT_FOUND({ what: 'invoice', id: invoiceId });
    await this.writer.write({ sourceKey, reason, lines: await this.checked(request, invoice) }, invoice, account);
    await this.access.reevaluate([customerId], account.now, { mayIsolate: false });
    const note = await this.notes.findBySource(sourceKey);
    if (!note) throw new Error(`no credit note for ${sourceKey}`);
    const subject = { type: 'credit-note', id: note.id };
    await this.audit.record({ action: 'credit-note.issued', subject, siteId: note.siteId, after: note });
    return note;
  }

  private async checked(request: CreditNoteRequest, invoice: LockedInvoice): Promise<CreditNoteLine[]> {
    if (invoice.status === 'VOID' || invoice.status === 'DRAFT') {
      throw BillingErrors.INVOICE_STATE({ action: 'credit', status: invoice.status });
    }
    const actual = request.currencies?.find((currency) => currency !== invoice.currency);
    if (actual !== undefined) throw BillingErrors.CURRENCY_MISMATCH({ expected: invoice.currency, actual });
    const known = new Map((await this.notes.creditable(invoice.id)).map((line) => [line.id, line]));
    const amount = request.lines.reduce((sum, line) => sum + line.net + line.tax, 0n);
    if (amount <= 0n) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    const checked = checkCredit(invoice, amount);
    if (!checked.ok) throw BillingErrors.CREDIT_EXCEEDS_INVOICE({ max: checked.error.max.toString() });
    return request.lines.map((wanted, index) => lineOf(wanted, index, known));
  }
}

function lineOf(wanted: CreditedLine, index: number, known: ReadonlyMap<string, CreditableLine>): CreditNoteLine {
  const line = known.get(wanted.invoiceLineId);
  if (!line) throw CoreErrors.NOT_FOUND({ what: 'invoice line', id: wanted.invoiceLineId });
  const maxNet = line.net - line.creditedNet;
  const maxTax = line.tax - line.creditedTax;
  if (wanted.net < 0n || wanted.tax < 0n || wanted.net > maxNet || wanted.tax > maxTax) {
    throw BillingErrors.CREDIT_EXCEEDS_LINE({ line: line.description, net: maxNet.toString(), tax: maxTax.toString() });
  }
  return {
    lineNo: index + 1,
    invoiceLineId: line.id,
    periodStart: wanted.periodStart ?? null,
    periodEnd: wanted.periodEnd ?? null,
    description: wanted.description ?? line.description,
    netAmount: wanted.net,
    taxAmount: wanted.tax,
  };
}
