import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { CollectorErrors } from '../../payments-field.errors';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import { CollectorPaymentRepository } from '../../repositories/collectors/collector-payment.repository';
import { CashDesks } from '../cash-book/cash-desks.service';
import { CollectorCommissions } from '../remittances/collector-commissions.service';
import { AccessHolds } from './access-holds.service';
import { CollectorCash } from './collector-cash.service';

/** What a reversal has to know of the payment's money. */
export interface CollectedMoney {
  /** Where it is taken from. */
  cashAccount: CashAccount;
  collectorId: string | null;
  remittanceId: string | null;
  /** The collector himself gives it back. */
  fromHand: boolean;
}

/** Where the money of a payment is when it is taken back, and what collectors lose with it. */
@Injectable()
export class CollectedMoneyService {
  constructor(
    private readonly payments: CollectorPaymentRepository,
    private readonly collectors: CollectorRepository,
    private readonly commissions: CollectorCommissions,
    private readonly desks: CashDesks,
    private readonly holds: AccessHolds,
    private readonly cash: CollectorCash,
  ) {}

  /**
   * First in the transaction of the reversal: the collector waits. Cash in his hand is given back by him; what he handed
   * over, by the desk; what is paid from another account leaves both as they are.
   *
   * @param named an account that somebody chose
   * @throws DomainError COLLECTORS_IN_REMITTANCE, CASH_DAY_CLOSED
   */
  async locate(payment: { id: string; cashAccount: CashAccount }, named?: CashAccount): Promise<CollectedMoney> {
    const collectorId = await this.payments.collectorOf(payment.id);
    if (collectorId === undefined) {
      const cashAccount = named ?? payment.cashAccount;
      await this.desks.holdAccount(cashAccount);
      return { cashAccount, collectorId: null, remittanceId: null, fromHand: false };
    }
    await this.collectors.lock(collectorId);
    const held = await this.payments.held(payment.id);
    if (!held) throw new Error('a collection is gone');
    const elsewhere = named === held.cashAccount ? undefined : named;
    if (held.pendingIn !== null && elsewhere === undefined) throw CollectorErrors.IN_REMITTANCE();
    const cashAccount = elsewhere ?? held.deskAccount ?? payment.cashAccount;
    await this.desks.holdAccount(cashAccount);
    const fromHand = cashAccount === held.cashAccount;
    return { cashAccount, collectorId, remittanceId: held.remittanceId, fromHand };
  }

  /** Last: what he gave back lies with him no more, its commission is taken back, access follows the debt. */
  async reversed(
    paymentId: string,
    { collectorId, remittanceId, fromHand }: CollectedMoney,
    reversal: { id: string; amount: bigint; currency: string },
  ): Promise<void> {
    if (collectorId === null) return;
    if (fromHand) {
      await this.payments.insertReversal(paymentId, reversal);
      await this.payments.dropIfEmpty(paymentId);
    }
    await this.holds.end([paymentId]);
    const collector = await this.collectors.byId(collectorId);
    if (!collector) return;
    if (remittanceId !== null) {
      await this.commissions.takeBack(collector, { remittanceId, reversalId: reversal.id }, reversal.amount);
    }
    await this.cash.watch(collector);
  }
}
