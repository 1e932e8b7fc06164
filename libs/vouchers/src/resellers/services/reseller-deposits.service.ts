import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CASH_ACCOUNTS, type CashAccount } from '@app/billing';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { AccessErrors, Approvals } from '@app/iam';
import { CashDesks, PaymentErrors } from '@app/payments';
import { AuditLog, CurrentActor, DatabaseClock, type ListRequest } from '@app/platform';
import { type DepositDirection, type ResellerDeposit } from '../domain/wallet';
import { ResellerDepositRepository } from '../repositories/reseller-deposit.repository';
import { ResellerErrors } from '../resellers.errors';
import { ResellerPermissions } from '../resellers.permissions';
import { ResellerBooks } from './reseller-books.service';
import { ResellerWallets } from './reseller-wallets.service';

/** What is asked for. */
export interface DepositWish {
  amount: Money;
  method: ResellerDeposit['method'];
  note: string;
  /** Default: paid in. */
  direction?: DepositDirection;
  /** Through a gateway only. */
  expiresAt?: Date | null;
}

/** Money that resellers pay in or take out: asked for by one person, agreed to by another, then in wallet and books. */
@Injectable()
export class ResellerDeposits {
  constructor(
    private readonly deposits: ResellerDepositRepository,
    private readonly wallets: ResellerWallets,
    private readonly books: ResellerBooks,
    private readonly approvals: Approvals,
    private readonly desks: CashDesks,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  /** Newest first. @throws DomainError CORE_NOT_FOUND */
  async list(
    request: ListRequest,
    resellerId: string,
    direction: DepositDirection = 'IN',
  ): Promise<Page<ResellerDeposit>> {
    await this.wallets.get(resellerId);
    return this.deposits.page(request, resellerId, direction);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_CURRENCY_MISMATCH, PAYMENTS_AMOUNT_NOT_POSITIVE, RESELLERS_BALANCE_TOO_LOW
   * for a withdrawal of more than he has
   */
  @Transactional()
  async request(
    resellerId: string,
    { amount, method, note, direction = 'IN', expiresAt = null }: DepositWish,
  ): Promise<ResellerDeposit> {
    const { siteId, currency, balanceAmount } = await this.wallets.get(resellerId);
    if (amount.currency !== currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency });
    if (amount.amount <= 0n) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
    if (direction === 'OUT' && amount.amount > balanceAmount) throw ResellerErrors.BALANCE_TOO_LOW();
    const actor = this.actor.get();
    const id = uuidv7();
    await this.deposits.insert({
      ...{ id, direction, expiresAt, resellerId, siteId, amount: amount.amount, currency, method, note },
      ...{
        requestedBy: actor.onBehalfOf ?? actor.id,
        requestedByName: actor.name,
        createdAt: await this.clock.sample(),
      },
    });
    return this.noted('requested', resellerId, id);
  }

  /**
   * @param cashAccount where the money lies; default: the desk of the site, or the bank for a transfer
   * @throws DomainError CORE_NOT_FOUND, RESELLERS_DEPOSIT_DECIDED, IAM_OWN_APPROVAL, IAM_APPROVAL_NOT_YOURS,
   * RESELLERS_DEPOSIT_OF_GATEWAY, RESELLERS_BALANCE_TOO_LOW, IAM_SCOPE_TOO_NARROW, CASH_DAY_CLOSED,
   * BILLING_CASH_ACCOUNT_UNKNOWN, BILLING_PERIOD_CLOSED
   */
  @Transactional()
  async approve(resellerId: string, id: string, note: string, cashAccount?: CashAccount): Promise<ResellerDeposit> {
    const deposit = await this.open(resellerId, id);
    if (deposit.method === 'GATEWAY') throw ResellerErrors.DEPOSIT_OF_GATEWAY();
    const account = await this.accountOf(deposit, cashAccount);
    await this.decide(id, 'APPROVED', note, account);
    await (deposit.direction === 'IN' ? this.books.deposit(deposit, account) : this.books.withdrawal(deposit, account));
    return this.noted('approved', resellerId, id);
  }

  /** @throws as {@link approve} */
  @Transactional()
  async reject(resellerId: string, id: string, note: string): Promise<ResellerDeposit> {
    await this.open(resellerId, id);
    await this.decide(id, 'REJECTED', note, null);
    return this.noted('rejected', resellerId, id);
  }

  private async open(resellerId: string, id: string): Promise<ResellerDeposit> {
    const deposit = await this.deposits.lock(resellerId, id);
    if (!deposit) throw CoreErrors.NOT_FOUND({ what: 'deposit', id });
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (deposit.state !== 'PENDING') throw ResellerErrors.DEPOSIT_DECIDED({ state: deposit.state });
    this.approvals.assertSecondPerson(deposit.requestedBy, ResellerPermissions['reseller:approve-deposit']);
    return deposit;
  }

  private async decide(
    id: string,
    state: 'APPROVED' | 'REJECTED',
    note: string,
    cashAccount: CashAccount | null,
  ): Promise<void> {
    const { id: by, name: byName } = this.actor.get();
    await this.deposits.decide(id, { state, cashAccount, by, byName, at: await this.clock.sample(), note });
  }

  private async accountOf({ siteId, method }: ResellerDeposit, named: CashAccount | undefined): Promise<CashAccount> {
    if (named !== undefined) {
      await this.desks.holdAccount(named);
      return named;
    }
    if (method === 'TRANSFER') return CASH_ACCOUNTS.TRANSFER;
    const desk = await this.desks.maybeOfSite(siteId);
    if (!desk) return CASH_ACCOUNTS.CASH;
    await this.desks.hold(desk);
    return desk.account;
  }

  private async noted(what: string, resellerId: string, id: string): Promise<ResellerDeposit> {
    const after = await this.deposits.lock(resellerId, id);
    if (!after) throw CoreErrors.NOT_FOUND({ what: 'deposit', id });
    const action = `reseller-${after.direction === 'IN' ? 'deposit' : 'withdrawal'}.${what}`;
    const subject = { type: 'reseller-deposit', id };
    await this.audit.record({ action, subject, siteId: after.siteId, after });
    return after;
  }
}
