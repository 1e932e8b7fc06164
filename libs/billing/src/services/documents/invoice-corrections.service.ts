import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, Money } from '@app/core';
import { Approvals } from '@app/iam';
import { AuditLog, Outbox } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type InvoiceAction, type InvoiceTransition, invoiceTransition } from '../../domain/documents/invoice-state';
import { voidPosting, writeOffPosting } from '../../domain/ledger-posting';
import { InvoiceVoided } from '../../events/invoice-voided.event';
import { type BillingAccount } from '../../repositories/billing-account.repository';
import { InvoiceStateRepository, type LockedInvoice } from '../../repositories/documents/invoice-state.repository';
import { AccessService } from '../access.service';
import { BillingAccountsService } from '../billing-accounts.service';
import { LateFees } from '../dunning/late-fees.service';
import { CorrectionBooks } from './correction-books.service';
import { WriteOff } from './write-off.approval';

type LockedAccount = BillingAccount & { now: Date };

/** What may become of an issued invoice besides being paid or credited (billing.md 1.8). */
@Injectable()
export class InvoiceCorrections {
  constructor(
    private readonly invoices: InvoiceStateRepository,
    private readonly accounts: BillingAccountsService,
    private readonly books: CorrectionBooks,
    private readonly lateFees: LateFees,
    private readonly access: AccessService,
    private readonly approvals: Approvals,
    private readonly audit: AuditLog,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Makes an invoice void as if it had not been issued: its number stays, its lines free their periods, its one-off charges
   * wait for the next invoice, and what it cost to pay it late is taken back. What was paid or credited, or reported to the tax office, is corrected by a credit note.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_INVOICE_STATE
   */
  @Transactional()
  async void(id: string, reason: string): Promise<void> {
    const { invoice, account } = await this.lock(id, 'void');
    if (invoice.status === 'UNCOLLECTIBLE') {
      await this.books.post('RECOVERY', invoice, account, writeOffPosting(-invoice.total));
    }
    await this.books.post('INVOICE_VOID', invoice, account, voidPosting(await this.books.ofIssue(id)));
    await this.invoices.markVoid(id, reason, account.now);
    await this.lateFees.reverseOfVoid(id, `void: ${reason}`);
    await this.outbox.publish(InvoiceVoided, {
      key: id,
      payload: { invoiceId: id, customerId: invoice.customerId },
    });
    await this.finish(invoice, account, 'invoice.voided', { reason });
  }

  /**
   * Gives up what is left of an invoice: bad debt. It costs nobody access any more; a later payment is a recovery.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_INVOICE_STATE, IAM_APPROVAL_REQUIRED above the limit of one pair of eyes
   */
  @Transactional()
  async writeOff(id: string, reason: string): Promise<void> {
    const { invoice, account } = await this.lock(id, 'write-off');
    const { siteId, currency } = invoice;
    const amount = invoice.total - invoice.paid - invoice.offset;
    await this.approvals.requireAbove(Money.of(amount, currency), WriteOff, {
      subject: `invoice:${id}`,
      siteId,
      payload: { invoiceId: id, amount, currency },
      reason: `${invoice.number}: ${reason}`,
    });
    await this.books.post('WRITE_OFF', invoice, account, writeOffPosting(amount));
    await this.invoices.setStatus(id, 'UNCOLLECTIBLE', account.now);
    await this.finish(invoice, account, 'invoice.written-off', { reason, amount });
  }

  private async lock(
    id: string,
    action: InvoiceAction,
  ): Promise<{ invoice: LockedInvoice; account: LockedAccount; transition: InvoiceTransition }> {
    const customerId = await this.invoices.customerOf(id);
    const account = customerId === undefined ? undefined : await this.accounts.lockOrOpen(customerId);
    const invoice = await this.invoices.lock(id);
    if (!account || !invoice) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    const transition = invoiceTransition({ ...invoice, credited: invoice.offset }, action);
    const untouched = action !== 'void' || invoice.credited === 0n;
    if (!transition || !untouched) throw BillingErrors.INVOICE_STATE({ action, status: invoice.status });
    return { invoice, account, transition };
  }

  private async finish(invoice: LockedInvoice, account: LockedAccount, action: string, after: object): Promise<void> {
    await this.access.reevaluate([invoice.customerId], account.now, { mayIsolate: false });
    const { id, siteId, status, number } = invoice;
    await this.audit.record({ action, subject: { type: 'invoice', id }, siteId, before: { number, status }, after });
  }
}
