import { Injectable } from '@nestjs/common';
import { SalesJournal } from '@app/billing';
import { CoreErrors, Money } from '@app/core';
import {
  PaymentTarget,
  type TargetDescription,
  type TargetReturnContext,
  type TargetSettlement,
  type TargetSettlementContext,
} from '@app/payments';
import { CurrentActor, DatabaseClock } from '@app/platform';
import { ResellerDepositRepository } from '../repositories/reseller-deposit.repository';
import { ResellerBooks } from './reseller-books.service';

/**
 * A reseller's deposit through a gateway: whatever comes is in his wallet, in the settling transaction and in the name of its
 * payment, so that nothing counts twice. Money that comes a second time is his as well, and a person is told.
 */
@Injectable()
export class ResellerTopUpTarget extends PaymentTarget {
  readonly kind = 'RESELLER_DEPOSIT' as const;

  constructor(
    private readonly deposits: ResellerDepositRepository,
    private readonly books: ResellerBooks,
    private readonly journal: SalesJournal,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
  ) {
    super();
  }

  async describe(id: string): Promise<TargetDescription | undefined> {
    const deposit = await this.deposits.findTopUp(id);
    if (!deposit) return undefined;
    const { siteId, amount, currency, resellerName: name, state, expiresAt } = deposit;
    const due = Money.of(amount, currency);
    const title = `DEPOSIT ${name}`.slice(0, 60);
    const isOpen = state === 'PENDING' && expiresAt !== null && expiresAt > (await this.clock.sample());
    return {
      ...{ siteId, customerId: null, due, title, items: [{ name: title, price: due }] },
      ...{ payer: { name, phone: null, email: null }, stillOpen: isOpen },
      ...(expiresAt === null ? {} : { payableUntil: expiresAt }),
    };
  }

  async settle(context: TargetSettlementContext): Promise<TargetSettlement> {
    const { attempt, paymentId, amount, cashAccount, receivedAt, surcharge, surchargeTo } = context;
    const deposit = await this.deposits.findTopUp(attempt.target.id, { lock: true });
    if (!deposit) throw new Error(`attempt ${attempt.id} is for a deposit that is not there`);
    const { id, siteId, timeZone, resellerId, state } = deposit;
    await this.journal.post({
      ...{ refType: 'PAYMENT', refId: paymentId, cashAccount, amount: amount.amount, currency: amount.currency },
      ...{
        to: 'RESELLER_DEPOSIT',
        timeZone,
        occurredAt: receivedAt,
        surcharge: { amount: surcharge, to: surchargeTo },
      },
    });
    await this.books.topUp(deposit, { refId: paymentId, amount: amount.amount });
    const { name: byName } = this.actor.get();
    const at = await this.clock.sample();
    await this.deposits.decide(id, { state: 'APPROVED', cashAccount, by: BY, byName, at, note: '' });
    return {
      ...{ siteId, timeZone, customerId: null, allocations: [], depositAmount: 0n, restoredAccess: false },
      ...{ late: state !== 'PENDING', facts: { resellerId, resellerDepositId: id } },
    };
  }

  override async hold(id: string): Promise<void> {
    if (!(await this.deposits.findTopUp(id, { lock: true }))) throw CoreErrors.NOT_FOUND({ what: 'deposit', id });
  }

  /** @throws DomainError RESELLERS_BALANCE_TOO_LOW for a refund of what he has spent: his limit decides how much he may owe */
  override async giveBack({ targetId, reversalId, kind, amount, cashAccount }: TargetReturnContext): Promise<void> {
    const deposit = await this.deposits.findTopUp(targetId, { lock: true });
    if (!deposit) throw CoreErrors.NOT_FOUND({ what: 'deposit', id: targetId });
    const floor = kind === 'CHARGEBACK' ? 'NONE' : 'LIMIT';
    await this.books.topUp(deposit, { refId: reversalId, amount: -amount.amount }, floor);
    await this.journal.post({
      ...{ refType: 'PAYMENT_REVERSAL', refId: reversalId, cashAccount, amount: -amount.amount },
      ...{ to: 'RESELLER_DEPOSIT', currency: amount.currency, timeZone: deposit.timeZone },
      occurredAt: await this.clock.sample(),
    });
  }
}

/** Who decides about money that has arrived: nobody. Never the person who asked. */
const BY = 'gateway';
