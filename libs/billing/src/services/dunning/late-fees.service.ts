import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDateOf, type Page } from '@app/core';
import { AuditLog, CurrentActor, Database, DatabaseClock, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { lateFeeRuleOf } from '../../domain/dunning/dunning-policy';
import { type LateFeeRule, lateFeesDue } from '../../domain/dunning/late-fee';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';
import { BillingAccountRepository } from '../../repositories/billing-account.repository';
import { DunningActionRepository } from '../../repositories/dunning/dunning-action.repository';
import { DunningBrakeRepository } from '../../repositories/dunning/dunning-brake.repository';
import {
  type LateFeeFilter,
  LateFeeRepository,
  type LateFeeRow,
  type LateInvoice,
  type NewLateFee,
} from '../../repositories/dunning/late-fee.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { CreditNotes } from '../documents/credit-notes.service';
import { DunningRules } from './dunning-rules.service';
import { LateFeeInvoices } from './late-fee-invoices.service';

const INVOICES_AT_ONCE = 500;

interface Rules {
  group: PolicyGroup;
  rule: LateFeeRule;
  book: DunningRuleBook;
}

/** Fees for paying late (billing.md 1.9): a charge of its own, never a change of the invoice. */
@Injectable()
export class LateFees {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly fees: LateFeeRepository,
    private readonly invoices: LateFeeInvoices,
    private readonly locks: BillingAccountRepository,
    private readonly accounts: BillingAccountsService,
    private readonly brakes: DunningBrakeRepository,
    private readonly rules: DunningRules,
    private readonly creditNotes: CreditNotes,
    private readonly actions: DunningActionRepository,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  async list(request: ListRequest, filter: LateFeeFilter): Promise<Page<LateFeeRow>> {
    return this.fees.page(request, filter);
  }

  /** Raises what was earned since the last time, each under its own number. A second run raises nothing. @returns how many */
  async run(request: { asOf?: Date; signal?: AbortSignal } = {}): Promise<number> {
    const asOf = request.asOf ?? (await this.clock.sample());
    if (await this.brakes.isClockInDoubt()) return 0;
    const book = await this.rules.book();
    let raised = 0;
    for (const group of book.groups) {
      const rule = lateFeeRuleOf(group.policy);
      if (!rule) continue;
      for (let more = true; more && request.signal?.aborted !== true;) {
        const batch = await this.batch({ group, rule, book }, asOf);
        raised += batch;
        more = batch > 0;
      }
    }
    return raised;
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
    const ids = await this.fees.raisedAfter(payment.invoiceIds, payment.receivedAt);
    for (const id of ids) await this.reverse(id, `paid on ${payment.receivedAt.toISOString()}`);
    return ids.length;
  }

  /** Debt is read again under the locks, so that a payment of the same moment costs no fee. */
  private async batch(rules: Rules, asOf: Date): Promise<number> {
    const late = await this.fees.late(rules, asOf, null, INVOICES_AT_ONCE);
    if (late.length === 0) return 0;
    return this.database.transaction(async () => {
      const locked = await this.locks.lockFree([...new Set(late.map(({ customerId }) => customerId))]);
      const still = await this.fees.late(rules, asOf, locked, INVOICES_AT_ONCE);
      const fees = still.flatMap((invoice) => feesOf(invoice, rules, asOf));
      const raised = await this.fees.raise(fees, asOf, this.actor.get().name);
      if (rules.group.policy.lateFeeAs === 'INVOICE') await this.invoices.issue(raised, still, asOf);
      await this.actions.record(
        raised.map(({ chargeId, fee: { siteId, customerId, invoiceId, n, amount } }) => ({
          ...{ siteId, customerId, invoiceId, action: 'LATE_FEE' as const },
          detail: { chargeId, n, amount: amount.toString() },
        })),
        asOf,
      );
      return raised.length;
    });
  }
}

function feesOf(invoice: LateInvoice, { group, rule }: Rules, asOf: Date): NewLateFee[] {
  const { invoiceId, siteId, customerId, currency, number } = invoice;
  return lateFeesDue(invoice, localDateOf(asOf, invoice.timeZone), rule).map(({ n, on, amount }) => ({
    ...{ invoiceId, siteId, customerId, currency, n, on, amount },
    description: n === 1 ? `Denda keterlambatan ${number}` : `Denda keterlambatan ${number} (${n})`,
    taxCode: group.policy.lateFee.taxCode,
  }));
}
