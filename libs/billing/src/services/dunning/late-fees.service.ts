import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { feesToReverse } from '../../domain/dunning/late-fee';
import { DunningActionRepository } from '../../repositories/dunning/dunning-action.repository';
import { type LateFeeFilter, LateFeeRepository, type LateFeeRow } from '../../repositories/dunning/late-fee.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { CreditNotes } from '../documents/credit-notes.service';

/** Fees for paying late, and how they are taken back (billing.md 1.9, 1.10). */
@Injectable()
export class LateFees {
  constructor(
    private readonly fees: LateFeeRepository,
    private readonly accounts: BillingAccountsService,
    private readonly creditNotes: CreditNotes,
    private readonly actions: DunningActionRepository,
    private readonly audit: AuditLog,
  ) {}

  async list(request: ListRequest, filter: LateFeeFilter): Promise<Page<LateFeeRow>> {
    return this.fees.page(request, filter);
  }

  /**
   * Takes a fee back: one that waits is cancelled, one that was invoiced is credited.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_LATE_FEE_REVERSED, as `CreditNotes.issue`
   */
  @Transactional()
  async reverse(id: string, reason: string): Promise<LateFeeRow> {
    const fee = await this.fees.find(id);
    if (!fee) throw CoreErrors.NOT_FOUND({ what: 'late fee', id });
    const { now } = await this.accounts.lockOrOpen(fee.customerId);
    const line = await this.fees.lineOf(id);
    if (!(await this.fees.reverse(id, reason, now))) throw BillingErrors.LATE_FEE_REVERSED();
    if (line) {
      const { invoiceId, lineId: invoiceLineId, net, tax } = line;
      await this.creditNotes.issue({
        invoiceId,
        sourceKey: `LATE:${id}`,
        reason,
        lines: [{ invoiceLineId, net, tax }],
      });
    }
    const { siteId, customerId, invoiceId, feeNo } = fee;
    const detail = { chargeId: id, n: feeNo, reason };
    await this.actions.record([{ siteId, customerId, invoiceId, action: 'LATE_FEE_REVERSED', detail }], now);
    const after = await this.fees.find(id);
    const subject = { type: 'late-fee', id };
    await this.audit.record({ action: 'late-fee.reversed', subject, siteId, before: fee, after: after ?? fee });
    return after ?? fee;
  }

  /**
   * A payment with a value date before a fee was raised shows that the fee was wrong (billing.md 1.10). Repeating it
   * changes nothing. @returns how many were taken back
   */
  @Transactional()
  async reverseAfter(payment: {
    customerId: string;
    receivedAt: Date;
    invoiceIds: readonly string[];
  }): Promise<number> {
    await this.accounts.lockOrOpen(payment.customerId);
    const fees = feesToReverse(await this.fees.standing(payment.invoiceIds), payment.receivedAt);
    for (const { id } of fees) await this.reverse(id, `paid on ${payment.receivedAt.toISOString()}`);
    return fees.length;
  }

  /** An invoice that is void was never late. The caller has found it within the scope. */
  @Transactional()
  async reverseOfVoid(invoiceId: string, reason: string): Promise<void> {
    for (const { id } of await this.fees.ofVoid(invoiceId)) await this.reverse(id, reason);
  }

  /** Those of the invoices that were charged a late fee which still stands. */
  async chargedFor(invoiceIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.fees.charged(invoiceIds));
  }
}
