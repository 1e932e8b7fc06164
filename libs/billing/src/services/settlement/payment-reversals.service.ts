import { Injectable } from '@nestjs/common';
import { instantAt, type LocalDate } from '@app/core';
import { Alerts, Outbox } from '@app/platform';
import { isolirAtAfterReopening, type PaymentTerms } from '../../domain/due-dates';
import { CASH_ACCOUNTS, type CashAccount, reversalPosting, type SettlementMethod } from '../../domain/ledger-posting';
import { type AppliedPart, reversePayment } from '../../domain/payments/reversal';
import { PaymentReversed } from '../../events/payment-applied.event';
import { WalletRepository } from '../../repositories/documents/wallet.repository';
import { type ReversedInvoice, SettlementRepository } from '../../repositories/settlement.repository';
import { AccessService } from '../access.service';
import { BillingPolicies } from '../catalogue/billing-policies.service';
import { BusinessCalendar } from '../catalogue/business-calendar.service';
import { type LockedAccount } from '../../repositories/billing-account.repository';
import { SettlementBooks } from './settlement-books.service';

/** A payment that is taken back: refunded, or charged back by a bank. */
export interface ReversalRequest {
  /** Id that the reversal has or will get; a second one of it is refused by the ledger's unique reference. */
  reversalId: string;
  paymentId: string;
  customerId: string;
  /** Above zero, at most what is left of the payment. */
  amount: bigint;
  currency: string;
  method: SettlementMethod;
  cashAccount?: CashAccount;
  /** What is left of the payment: earlier reversals are taken off. Its invoices in the order in which it paid them. */
  applied: { allocations: readonly AppliedPart[]; deposit: bigint };
}

/** What a reversal did; amounts in booking units. */
export interface ReversedPayment {
  /** Positive amounts that invoices owe again, of this payment. */
  reopened: AppliedPart[];
  fromDeposit: bigint;
  /** What the deposit had paid meanwhile, and invoices owe again for it. */
  reopenedByDeposit: AppliedPart[];
  /** What neither invoices nor deposit give back: a loss. */
  lost: bigint;
}

/** The new rows of a refund or chargeback; the caller holds the account's lock (billing.md 1.10). */
@Injectable()
export class PaymentReversals {
  constructor(
    private readonly invoices: SettlementRepository,
    private readonly walletRows: WalletRepository,
    private readonly books: SettlementBooks,
    private readonly policies: BillingPolicies,
    private readonly calendar: BusinessCalendar,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly alerts: Alerts,
  ) {}

  async write(request: ReversalRequest, account: LockedAccount): Promise<ReversedPayment> {
    const { reversalId, customerId, amount } = request;
    const postedOn = this.books.today(account);
    const plan = await this.planOf(request, account);
    const parts = [...plan.reopened, ...plan.reopenedByDeposit];
    const sums = await this.reopen(parts, account, postedOn);
    await this.moveDeposit(plan, request, account);
    const cashAccount = request.cashAccount ?? CASH_ACCOUNTS[request.method];
    const entries = reversalPosting({ cashAccount, amount, ...sums, fromDeposit: plan.fromDeposit, lost: plan.lost });
    const ref = { refType: 'PAYMENT_REVERSAL' as const, refId: reversalId };
    await this.books.post(ref, account, { postedOn, occurredAt: account.now }, entries);
    await this.books.accrue(
      [...summed(parts)].map(([invoiceId, back]) => ({ invoiceId, ...ref, amount: -back })),
      account,
      postedOn,
    );
    await this.access.reevaluate([customerId], account.now, { mayIsolate: false });
    await this.tell(request, plan, account);
    return plan;
  }

  private async planOf({ amount, applied }: ReversalRequest, account: LockedAccount): Promise<ReversedPayment> {
    const { fromDeposit, allocations, shortfall } = reversePayment(amount, applied, account.depositAmount);
    const reopenedByDeposit: AppliedPart[] = [];
    let lost = shortfall;
    for (const spent of shortfall > 0n ? await this.walletRows.depositSpent(account.customerId) : []) {
      const back = lost < spent.amount ? lost : spent.amount;
      if (back > 0n) reopenedByDeposit.push({ invoiceId: spent.invoiceId, amount: back });
      lost -= back;
    }
    const reopened = allocations.map(({ invoiceId, amount: part }) => ({ invoiceId, amount: -part }));
    return { reopened, fromDeposit, reopenedByDeposit, lost };
  }

  /** Each keeps its due day and gets fresh days to pay before it costs access. */
  private async reopen(
    parts: readonly AppliedPart[],
    { siteId, timeZone }: LockedAccount,
    reopenedOn: LocalDate,
  ): Promise<{ reopened: bigint; unrecovered: bigint }> {
    if (parts.length === 0) return { reopened: 0n, unrecovered: 0n };
    const policies = await this.policies.of(siteId);
    const terms: PaymentTerms = {
      ...(await this.calendar.terms(siteId, policies)),
      minPaymentDays: policies.refundPaymentDays,
    };
    const amounts = summed(parts);
    const found = await this.invoices.lockForReversal([...amounts.keys()]);
    await this.invoices.takeBack(
      found.map(({ id, dueOn, writtenOff }) => ({
        invoiceId: id,
        amount: amounts.get(id) ?? 0n,
        status: writtenOff ? 'UNCOLLECTIBLE' : 'OPEN',
        isolirAt: isolirAtAfterReopening({ dueOn, reopenedOn }, timeZone, terms, instantAt),
      })),
    );
    const sumOf = (isMeant: (invoice: ReversedInvoice) => boolean): bigint =>
      found.filter(isMeant).reduce((sum, { id }) => sum + (amounts.get(id) ?? 0n), 0n);
    return { reopened: sumOf((one) => !one.writtenOff), unrecovered: sumOf((one) => one.writtenOff) };
  }

  private async moveDeposit(plan: ReversedPayment, request: ReversalRequest, account: LockedAccount): Promise<void> {
    const { customerId, currency } = account;
    const common = { customerId, currency, wallet: 'DEPOSIT' as const };
    const ref = { refType: 'PAYMENT_REVERSAL', refId: request.reversalId };
    const returned = plan.reopenedByDeposit.map(({ invoiceId, amount }) => ({
      ...{ ...common, ...ref, kind: 'RETURN', amount, invoiceId },
    }));
    const gone = plan.fromDeposit + plan.reopenedByDeposit.reduce((sum, part) => sum + part.amount, 0n);
    const taken = gone === 0n ? [] : [{ ...common, ...ref, kind: 'REVERSAL', amount: -gone }];
    await this.books.move([...returned, ...taken], account);
  }

  private async tell(request: ReversalRequest, plan: ReversedPayment, { siteId }: LockedAccount): Promise<void> {
    const { paymentId, reversalId, customerId } = request;
    const invoiceIds = [...summed([...plan.reopened, ...plan.reopenedByDeposit]).keys()];
    const payload = { paymentId, reversalId, customerId, invoiceIds };
    await this.outbox.publish(PaymentReversed, { key: reversalId, payload });
    if (plan.lost === 0n) return;
    await this.alerts.raise({
      key: `reversal-loss:${reversalId}`,
      severity: 'WARNING',
      subject: { type: 'customer', id: customerId },
      title: { id: 'Pembalikan pembayaran melebihi deposit', en: 'A reversed payment exceeds the deposit' },
      detail: { paymentId, lost: plan.lost.toString() },
      siteId,
    });
  }
}

/** An invoice that is met twice is one row. */
function summed(parts: readonly AppliedPart[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { invoiceId, amount } of parts) sums.set(invoiceId, (sums.get(invoiceId) ?? 0n) + amount);
  return sums;
}
