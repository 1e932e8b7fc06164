import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate, type Money, type Page } from '@app/core';
import { type Reseller, ResellersService } from '@app/customers';
import { AccessErrors } from '@app/iam';
import { AuditLog, CurrentActor, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type CashAccount } from '../../domain/ledger-accounts';
import {
  type AccrualView,
  type CommissionRate,
  CommissionRepository,
  type CommissionSums,
  type Payout,
} from '../../repositories/commission/commission.repository';
import { CashAccounts } from '../ledger/cash-accounts.service';
import { CashAccountGuards } from '../ledger/guards-cash-account';
import { CommissionBooks } from './commission-books.service';

/** Local days of the reseller's site, both included. */
export interface StatementSpan {
  from: LocalDate;
  to: LocalDate;
}

export interface CommissionStatement extends StatementSpan {
  reseller: Reseller;
  currencies: (CommissionSums & { currency: string; closing: bigint })[];
}

/** What resellers earn, were paid, and are owed. */
@Injectable()
export class CommissionStatements {
  constructor(
    private readonly commissions: CommissionRepository,
    private readonly resellers: ResellersService,
    private readonly accounts: CashAccounts,
    private readonly guards: CashAccountGuards,
    private readonly books: CommissionBooks,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** Newest first. @throws DomainError CORE_NOT_FOUND */
  async rates(resellerId: string): Promise<CommissionRate[]> {
    await this.resellers.get(resellerId);
    return this.commissions.rates(resellerId);
  }

  /**
   * Counts for invoices that are issued on that day or later.
   *
   * @throws DomainError CORE_NOT_FOUND, IAM_SCOPE_TOO_NARROW, BILLING_PRICE_DATE_TAKEN
   */
  @Transactional()
  async addRate(resellerId: string, rate: CommissionRate): Promise<CommissionRate[]> {
    const { siteId } = await this.owned(resellerId);
    if (!(await this.commissions.insertRate(resellerId, rate, this.actor.get().name))) {
      throw BillingErrors.PRICE_DATE_TAKEN({ date: rate.validFrom });
    }
    const subject = { type: 'reseller', id: resellerId };
    await this.audit.record({ action: 'commission-rate.added', subject, siteId, after: rate });
    return this.commissions.rates(resellerId);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async statement(resellerId: string, span: StatementSpan): Promise<CommissionStatement> {
    const reseller = await this.resellers.get(resellerId);
    const sums = await this.commissions.sums(resellerId, await this.books.instants(reseller.siteId, span));
    const currencies = sums.map((row) => ({
      ...row,
      closing: row.opening + row.accrued + row.reversed - row.paidOut,
    }));
    return { reseller, ...span, currencies };
  }

  /** The accruals behind a statement. @throws DomainError CORE_NOT_FOUND */
  async accruals(request: ListRequest, resellerId: string, span: StatementSpan): Promise<Page<AccrualView>> {
    const reseller = await this.resellers.get(resellerId);
    return this.commissions.accruals(request, resellerId, await this.books.instants(reseller.siteId, span));
  }

  async payouts(request: ListRequest, resellerId?: string): Promise<Page<Payout>> {
    return this.commissions.payouts(request, resellerId);
  }

  /**
   * Books that a reseller was paid; never more than he is owed.
   *
   * @throws DomainError CORE_NOT_FOUND, IAM_SCOPE_TOO_NARROW, BILLING_AMOUNT_NOT_POSITIVE, BILLING_BALANCE_TOO_LOW,
   * BILLING_CASH_ACCOUNT_UNKNOWN, CASH_DAY_CLOSED where it is the account of a desk
   */
  @Transactional()
  async pay(resellerId: string, amount: Money, cashAccount: CashAccount, note: string): Promise<Payout> {
    const { siteId } = await this.owned(resellerId);
    if (!amount.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
    await this.accounts.mustExist(cashAccount);
    await this.guards.hold(cashAccount);
    const { now: paidAt, postedOn } = await this.books.today(siteId);
    if (!(await this.commissions.lock(resellerId))) throw CoreErrors.NOT_FOUND({ what: 'reseller', id: resellerId });
    const { amount: paidAmount, currency } = amount;
    const owed = await this.commissions.owed(resellerId, currency);
    if (owed < paidAmount) throw BillingErrors.BALANCE_TOO_LOW({ available: owed.toString() });
    const createdBy = this.actor.get().name;
    const payout = await this.commissions.insertPayout({
      ...{ resellerId, paidAmount, currency, cashAccount, note, paidAt, createdBy },
    });
    await this.books.post(payout, postedOn);
    const subject = { type: 'reseller', id: resellerId };
    await this.audit.record({ action: 'commission.paid', subject, siteId, after: payout });
    return payout;
  }

  /** A reseller decides neither about his rate nor about his payout. */
  private async owned(resellerId: string): Promise<Reseller> {
    const reseller = await this.resellers.get(resellerId);
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    return reseller;
  }
}
