import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDateOf, type Money } from '@app/core';
import { Alerts, Outbox, together } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { allocatePayment, inOrderOfPayment } from '../domain/allocation';
import { type CashAccount, paymentPosting, type SettlementMethod } from '../domain/ledger-posting';
import { valueDateEffects } from '../domain/payments/backdating';
import { paymentRoute } from '../domain/payments/routing';
import { InvoicePaid } from '../events/invoice-paid.event';
import { PaymentApplied } from '../events/payment-applied.event';
import { type LockedAccount } from '../repositories/billing-account.repository';
import { type CustomerRef } from '../repositories/customer-ref';
import { type OpenInvoice, SettlementRepository } from '../repositories/settlement.repository';
import { type AccessChange, AccessService } from './access.service';
import { BillingAccountsService } from './billing-accounts.service';
import { CashAccounts } from './ledger/cash-accounts.service';
import { PaymentReversals, type ReversalRequest, type ReversedPayment } from './settlement/payment-reversals.service';
import { SettlementBooks } from './settlement/settlement-books.service';

/** Money that arrived. */
export interface SettlementRequest {
  /** Id that the payment has or will get; a second settlement of it is refused by the ledger's unique reference. */
  paymentId: string;
  customerId: string;
  /** More than zero, in the currency of the account. */
  amount: Money;
  method: SettlementMethod;
  /** Where the money lies; default: the account of the method. */
  cashAccount?: CashAccount;
  /** What the payer was charged on top of the amount, and the gateway passes on with it. */
  surcharge?: bigint;
  /** Default: it makes the gateway's fees smaller. */
  surchargeTo?: 'GATEWAY_FEE' | 'UNIQUE_CODE_INCOME';
  /** Value date. */
  receivedAt: Date;
  /**
   * Pay this invoice first. A settled one sends the money on to the others, then to the deposit; a written-off one takes
   * it as recovery; for a void one all of it becomes deposit, and an alert (billing.md 1.10).
   */
  invoiceId?: string;
  /** All of it becomes deposit: a top-up, a refund as credit. Open invoices stay as they are. */
  depositOnly?: boolean;
  /** What the caller locked in this transaction by {@link SettlementService.lock}. */
  held?: HeldAccount | undefined;
}

/** The account of a customer with his open invoices, locked until the transaction ends. */
export interface HeldAccount {
  account: LockedAccount;
  open: readonly OpenInvoice[];
}

/** One part of a payment on one invoice; amounts in booking units. */
export interface SettledPart {
  invoiceId: string;
  number: string;
  amount: bigint;
  /** Still due afterwards. */
  remaining: bigint;
  /** Local days between due day and value date; zero when in time. */
  daysLate: number;
  /** The money was there before the isolation that this invoice caused. */
  accessBreach: boolean;
}

export interface Settlement {
  siteId: string;
  timeZone: string;
  currency: string;
  allocations: SettledPart[];
  /** What no invoice took. */
  depositAmount: bigint;
  /** The account after the payment. */
  balance: { deposit: bigint; due: bigint };
  /** Access that this payment gave back. */
  accessChanges: AccessChange[];
}

/** What is about to happen with money. */
interface Routed {
  payables: readonly OpenInvoice[];
  allocations: { invoiceId: string; amount: bigint; remaining: bigint }[];
  deposit: bigint;
  /** Part of the money that written-off debt takes. */
  recovered: bigint;
  /** Nobody expected it here. */
  strange: boolean;
}

/**
 * Applies money to invoices. It joins the caller's transaction (or opens one); all of allocation, ledger, access and
 * events is committed together or not at all. Lock order: account, then invoices by due order.
 */
@Injectable()
export class SettlementService {
  constructor(
    private readonly accounts: BillingAccountsService,
    private readonly invoices: SettlementRepository,
    private readonly cashAccounts: CashAccounts,
    private readonly books: SettlementBooks,
    private readonly reversals: PaymentReversals,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly alerts: Alerts,
  ) {}

  /**
   * @throws DomainError BILLING_AMOUNT_NOT_POSITIVE, BILLING_CURRENCY_MISMATCH, BILLING_CASH_ACCOUNT_UNKNOWN, CORE_NOT_FOUND
   * (customer, or an invoice that is not the customer's)
   */
  @Transactional()
  async settle(request: SettlementRequest): Promise<Settlement> {
    const { customerId, receivedAt } = request;
    if (!request.amount.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    if (request.cashAccount !== undefined) await this.cashAccounts.mustExist(request.cashAccount);
    const rules = await this.access.book();
    const { account, open } = await this.heldBy(request);
    if (account.currency !== request.amount.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: request.amount.currency });
    }
    const routed = await this.route(request, inOrderOfPayment(open));
    const { allocations, deposit } = routed;
    await this.keepDeposit(request, account, deposit);
    const paidOn = localDateOf(receivedAt, account.timeZone);
    const [, changes] = await together([
      allocations.length > 0 ? this.invoices.pay(allocations, account.now, paidOn) : undefined,
      this.access.reevaluateBy(rules, [customerId], account.now, { mayIsolate: false }),
      this.book(request, account, routed),
    ]);
    const parts = partsOf(routed, request, account);
    await this.announce(request, account, parts, routed);
    if (routed.strange) await this.alert(request, account);
    const due = sum(routed.payables.filter((one) => one.status === 'OPEN').map((one) => one.remaining));
    return {
      siteId: account.siteId,
      timeZone: account.timeZone,
      currency: account.currency,
      allocations: parts,
      depositAmount: deposit,
      balance: {
        deposit: account.depositAmount + deposit,
        due: due - (request.amount.amount - deposit - routed.recovered),
      },
      accessChanges: changes,
    };
  }

  /**
   * Locks what {@link settle} works on, together with what the caller locks before it. Undefined when there is no account
   * yet; settling opens it.
   */
  async lock(customer: CustomerRef): Promise<HeldAccount | undefined> {
    const [account, open] = await together([this.accounts.lock(customer), this.invoices.lockOpen(customer)]);
    return account && { account, open };
  }

  /**
   * Locks a customer's account until the transaction ends: for who reads before he settles.
   *
   * @throws DomainError CORE_NOT_FOUND
   */
  async hold(customerId: string): Promise<void> {
    await this.accounts.lockOrOpen(customerId);
  }

  /**
   * Takes a payment, or a part of it, back: new rows, nothing is changed. Invoices owe again with their due day and fresh
   * days to pay; what the payment left in the deposit goes first (billing.md 1.10).
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_AMOUNT_NOT_POSITIVE, BILLING_REVERSAL_EXCEEDS_PAYMENT,
   * BILLING_CURRENCY_MISMATCH
   */
  @Transactional()
  async reverse(request: ReversalRequest): Promise<ReversedPayment & { siteId: string }> {
    const { customerId, amount, applied } = request;
    if (amount <= 0n) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    const max = applied.deposit + sum(applied.allocations.map((part) => part.amount));
    if (amount > max) throw BillingErrors.REVERSAL_EXCEEDS_PAYMENT({ max: max.toString() });
    const account = await this.accounts.lockOrOpen(customerId);
    if (request.currency !== account.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: request.currency });
    }
    return { ...(await this.reversals.write(request, account)), siteId: account.siteId };
  }

  private async heldBy({ customerId, held }: SettlementRequest): Promise<HeldAccount> {
    if (held?.account.customerId === customerId) return held;
    const [account, open] = await together([this.accounts.lockOrOpen(customerId), this.invoices.lockOpen(customerId)]);
    return { account, open };
  }

  private async route(request: SettlementRequest, open: readonly OpenInvoice[]): Promise<Routed> {
    const { customerId, invoiceId, depositOnly } = request;
    const { amount } = request.amount;
    if (depositOnly === true) {
      return { payables: open, allocations: [], deposit: amount, recovered: 0n, strange: false };
    }
    const target = await this.targetOf(customerId, invoiceId, open);
    const isGone = open.length === 0 && (await this.invoices.isGone(customerId));
    const way = paymentRoute(target?.status, isGone);
    if (way === 'DEPOSIT_AND_ALERT') {
      return { payables: open, allocations: [], deposit: amount, recovered: 0n, strange: true };
    }
    const payables = way === 'RECOVERY' && target ? [target, ...open] : open;
    const split = allocatePayment(amount, payables, invoiceId);
    const recovery = way === 'RECOVERY' ? split.allocations.find((part) => part.invoiceId === invoiceId) : undefined;
    return { payables, ...split, recovered: recovery?.amount ?? 0n, strange: false };
  }

  private async targetOf(
    customerId: string,
    id: string | undefined,
    open: readonly OpenInvoice[],
  ): Promise<OpenInvoice | undefined> {
    if (id === undefined) return undefined;
    const found = open.find((invoice) => invoice.id === id) ?? (await this.invoices.lockOf(customerId, id));
    if (!found || found.status === 'DRAFT') throw CoreErrors.NOT_FOUND({ what: 'Invoice', id });
    return found;
  }

  private async keepDeposit(request: SettlementRequest, account: LockedAccount, amount: bigint): Promise<void> {
    if (amount === 0n) return;
    const { customerId, currency } = account;
    const ref = { kind: 'PAYMENT', refType: 'PAYMENT', refId: request.paymentId };
    await this.books.move([{ customerId, currency, wallet: 'DEPOSIT', amount, ...ref }], account);
  }

  private async book(request: SettlementRequest, account: LockedAccount, routed: Routed): Promise<void> {
    const { paymentId: refId, method, cashAccount, surcharge, surchargeTo, receivedAt: occurredAt } = request;
    const { allocations, deposit, recovered } = routed;
    const { amount } = request.amount;
    const postedOn = this.books.today(account);
    const entries = paymentPosting({
      ...{ method, cashAccount, amount, deposit, recovered, surcharge, surchargeTo },
      allocated: amount - deposit - recovered,
    });
    const receipts = allocations.map(({ invoiceId, amount: part }) => ({ invoiceId, amount: part }));
    await together([
      this.books.post({ refType: 'PAYMENT', refId }, account, { postedOn, occurredAt }, entries),
      this.books.accrue(
        receipts.map((receipt) => ({ ...receipt, refType: 'PAYMENT', refId })),
        account,
        postedOn,
      ),
    ]);
  }

  private async announce(
    { paymentId, customerId, receivedAt }: SettlementRequest,
    { now }: LockedAccount,
    parts: readonly SettledPart[],
    { payables }: Routed,
  ): Promise<void> {
    const versions = new Map(payables.map((invoice) => [invoice.id, invoice.version]));
    await this.outbox.publishMany(
      InvoicePaid,
      parts
        .filter((part) => part.remaining === 0n)
        .map(({ invoiceId }) => ({
          key: `${invoiceId}:${(versions.get(invoiceId) ?? 0) + 1}`,
          payload: { invoiceId, customerId },
        })),
    );
    const dates = { receivedAt: receivedAt.toISOString(), postedAt: now.toISOString() };
    const invoiceIds = parts.map((part) => part.invoiceId);
    await this.outbox.publish(PaymentApplied, {
      key: paymentId,
      payload: { paymentId, customerId, ...dates, invoiceIds },
    });
  }

  /** Last in the transaction: whoever raises the same alert waits for its end. */
  private async alert({ paymentId, invoiceId, amount }: SettlementRequest, account: LockedAccount): Promise<void> {
    await this.alerts.raise({
      key: `payment-without-debt:${paymentId}`,
      severity: 'WARNING',
      subject: { type: 'customer', id: account.customerId },
      title: { id: 'Pembayaran tanpa tagihan masuk ke deposit', en: 'A payment without a debt became deposit' },
      detail: { paymentId, invoiceId, amount: amount.amount.toString(), currency: amount.currency },
      siteId: account.siteId,
    });
  }
}

function partsOf(
  { allocations, payables }: Routed,
  { receivedAt: paidAt }: SettlementRequest,
  { now: postedAt, timeZone: zone }: LockedAccount,
): SettledPart[] {
  const byId = new Map(payables.map((invoice) => [invoice.id, invoice]));
  return allocations.flatMap((part) => {
    const invoice = byId.get(part.invoiceId);
    if (!invoice) return [];
    const { daysLate, accessBreach } = valueDateEffects({ paidAt, postedAt, zone }, invoice);
    return [{ ...part, number: invoice.number, daysLate, accessBreach }];
  });
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
