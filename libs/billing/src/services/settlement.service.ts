import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDateOf, type Money } from '@app/core';
import { Outbox, PartitionKeeper } from '@app/platform';
import { BillingErrors } from '../billing.errors';
import { allocatePayment } from '../domain/allocation';
import { paymentPosting, type SettlementMethod } from '../domain/ledger-posting';
import { InvoicePaid } from '../events/invoice-paid.event';
import { type BillingAccount, BillingAccountRepository } from '../repositories/billing-account.repository';
import { LedgerPostingRepository } from '../repositories/ledger-posting.repository';
import { type OpenInvoice, SettlementRepository } from '../repositories/settlement.repository';
import { type AccessChange, AccessService } from './access.service';
import { BillingAccountsService } from './billing-accounts.service';

/** Money that arrived. */
export interface SettlementRequest {
  /** Id that the payment has or will get; a second settlement of it is refused by the ledger's unique reference. */
  paymentId: string;
  customerId: string;
  /** More than zero, in the currency of the account. */
  amount: Money;
  method: SettlementMethod;
  /** Value date. */
  receivedAt: Date;
  /** Pay this invoice first. One that is no longer open sends the money on to the others, then to the deposit. */
  invoiceId?: string;
}

/** One part of a payment on one invoice; amounts in booking units. */
export interface SettledPart {
  invoiceId: string;
  number: string;
  amount: bigint;
  /** Still due afterwards. */
  remaining: bigint;
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

/**
 * Applies money to invoices. It joins the caller's transaction (or opens one); all of allocation, ledger, access and
 * events is committed together or not at all. Lock order: account, then invoices by due order.
 */
@Injectable()
export class SettlementService {
  constructor(
    private readonly accounts: BillingAccountRepository,
    private readonly opener: BillingAccountsService,
    private readonly invoices: SettlementRepository,
    private readonly ledger: LedgerPostingRepository,
    private readonly access: AccessService,
    private readonly outbox: Outbox,
    private readonly partitions: PartitionKeeper,
  ) {}

  /**
   * @throws DomainError BILLING_AMOUNT_NOT_POSITIVE, BILLING_CURRENCY_MISMATCH, CORE_NOT_FOUND (customer, or an invoice that
   * is not the customer's)
   */
  @Transactional()
  async settle(request: SettlementRequest): Promise<Settlement> {
    if (!request.amount.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    const account = await this.opener.lockOrOpen(request.customerId);
    if (account.currency !== request.amount.currency) {
      throw BillingErrors.CURRENCY_MISMATCH({ expected: account.currency, actual: request.amount.currency });
    }
    const open = await this.invoices.lockOpen(request.customerId);
    await this.checkTarget(request, open);
    const { allocations, deposit } = allocatePayment(request.amount.amount, open, request.invoiceId);
    if (allocations.length > 0) await this.invoices.pay(allocations, account.now);
    const depositBalance =
      deposit > 0n ? await this.accounts.addDeposit(request.customerId, deposit) : account.depositAmount;
    await this.post(request, account, deposit);
    const parts = allocations.map((part) => ({
      ...part,
      number: open.find((i) => i.id === part.invoiceId)?.number ?? '',
    }));
    await this.announcePaid(request.customerId, parts, open);
    const changes = await this.access.reevaluate([request.customerId], account.now, { mayIsolate: false });
    return {
      siteId: account.siteId,
      timeZone: account.timeZone,
      currency: account.currency,
      allocations: parts,
      depositAmount: deposit,
      balance: { deposit: depositBalance, due: sum(open.map((i) => i.remaining)) - request.amount.amount + deposit },
      accessChanges: changes,
    };
  }

  private async checkTarget(request: SettlementRequest, open: readonly OpenInvoice[]): Promise<void> {
    const { invoiceId, customerId } = request;
    if (invoiceId === undefined || open.some((invoice) => invoice.id === invoiceId)) return;
    // why: an invoice that is paid or void by now is no reason to refuse money (billing.md 1.10)
    if (!(await this.invoices.belongsTo(invoiceId, customerId))) {
      throw CoreErrors.NOT_FOUND({ what: 'Invoice', id: invoiceId });
    }
  }

  private async post(
    request: SettlementRequest,
    account: BillingAccount & { now: Date },
    deposit: bigint,
  ): Promise<void> {
    const { amount } = request.amount;
    const postedOn = localDateOf(account.now, account.timeZone);
    await this.partitions.ensure('ledger_entries', postedOn);
    await this.ledger.post([
      {
        refType: 'PAYMENT',
        refId: request.paymentId,
        customerId: request.customerId,
        postedOn,
        occurredAt: request.receivedAt,
        currency: account.currency,
        entries: paymentPosting({ method: request.method, amount, allocated: amount - deposit, deposit }),
      },
    ]);
  }

  private async announcePaid(
    customerId: string,
    parts: readonly SettledPart[],
    open: readonly OpenInvoice[],
  ): Promise<void> {
    const versions = new Map(open.map((invoice) => [invoice.id, invoice.version]));
    await this.outbox.publishMany(
      InvoicePaid,
      parts
        .filter((part) => part.remaining === 0n)
        .map(({ invoiceId }) => ({
          key: `${invoiceId}:${(versions.get(invoiceId) ?? 0) + 1}`,
          payload: { invoiceId, customerId },
        })),
    );
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
