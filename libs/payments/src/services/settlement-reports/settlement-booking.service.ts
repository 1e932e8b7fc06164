import { Injectable } from '@nestjs/common';
import { CashJournal, SettlementService } from '@app/billing';
import { CoreErrors, Money, uuidv7 } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { type DifferingRow, type SettlementDecision } from '../../domain/settlement-reports/settlement-decision';
import { RefundErrors, SettlementErrors } from '../../payments-control.errors';
import { SettlementDecisionRepository } from '../../repositories/settlement-reports/settlement-decision.repository';
import { PaymentPolicyService } from '../payment-policy.service';
import { Refunds } from '../refunds/refunds.service';
import { ReversePaymentService } from '../reverse-payment.service';
import { ofCustomer } from '../targets/of-customer';
import { WritePayment } from '../write-payment.service';
import { GATEWAY_ZONE } from './gateway-zone';
import { type DecideSettlement } from './settlement-decisions.service';

type Booked = Pick<SettlementDecision, 'customerId' | 'reversalId' | 'paymentId' | 'refundId'>;

/** Books what a person decided about a line of a report; the caller's transaction holds the line. */
@Injectable()
export class SettlementBooking {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly policy: PaymentPolicyService,
    private readonly settlement: SettlementService,
    private readonly writer: WritePayment,
    private readonly reversing: ReversePaymentService,
    private readonly refunds: Refunds,
    private readonly journal: CashJournal,
    private readonly decisions: SettlementDecisionRepository,
  ) {}

  async book(row: DifferingRow, command: DecideSettlement, difference: bigint): Promise<Booked> {
    const nothing: Booked = { customerId: row.customerId, reversalId: null, paymentId: null, refundId: null };
    switch (command.action) {
      case 'DISMISS':
        return nothing;
      case 'ABSORB':
        await this.fee(row, -difference, uuidv7());
        return nothing;
      case 'PARTIAL':
        return { ...nothing, reversalId: await this.takeBack(row, -difference, command.reason) };
      case 'CREDIT':
      case 'REFUND':
        return { ...nothing, ...(await this.surplus(row, command, Money.of(difference, row.currency))) };
    }
  }

  /** The clearing account has less than was booked: the gateway kept it. */
  private async fee(row: DifferingRow, amount: bigint, postingId: string): Promise<void> {
    await this.journal.post({
      ...{ refType: 'GATEWAY_FEE', refId: postingId, timeZone: GATEWAY_ZONE, currency: row.currency },
      occurredAt: await this.clock.sample(),
      entries: [
        { account: 'GATEWAY_FEE', amount },
        { account: row.cashAccount, amount: -amount },
      ],
    });
  }

  private async takeBack({ paymentId, currency }: DifferingRow, amount: bigint, reason: string): Promise<string> {
    if (paymentId === null) throw SettlementErrors.ACTION({ action: 'PARTIAL' });
    const money = Money.of(amount, currency);
    return (await this.reversing.reverse({ paymentId, amount: money, kind: 'MISTAKE', reason })).id;
  }

  /** What the gateway settled beyond our books becomes a payment of its own; its fee counts from now on. */
  private async surplus(
    row: DifferingRow,
    { action, customerId: named, proofRef, reason }: DecideSettlement,
    amount: Money,
  ): Promise<Partial<Booked>> {
    const customerId = named ?? row.customerId;
    if (customerId === null) throw CoreErrors.NOT_FOUND({ what: 'customer', id: '' });
    if (action === 'REFUND' && proofRef === undefined) {
      throw RefundErrors.PROOF_MISSING({}, [{ path: 'proofRef', code: 'REQUIRED' }]);
    }
    const { site } = await this.policy.payerOf(customerId, amount);
    const recordedAt = await this.clock.sample();
    const { cashAccount } = row;
    const money = { amount, method: 'TRANSFER' as const, receivedAt: recordedAt, cashAccount };
    const key = `settlement-row:${row.id}`;
    const written = await this.writer.write(
      {
        ...{ site, ...money, recordedAt, note: reason, idempotencyKey: key },
        externalRef: row.merchantOrderId ?? undefined,
      },
      async (id) =>
        ofCustomer(
          customerId,
          await this.settlement.settle({ paymentId: id, customerId, ...money, depositOnly: true }),
        ),
    );
    if (!written) throw SettlementErrors.DECIDED();
    const postingId = uuidv7();
    const fee = await this.decisions.takeFee(row.id, postingId);
    if (fee !== 0n) await this.fee(row, fee, postingId);
    const { id: paymentId } = written;
    if (action === 'CREDIT' || proofRef === undefined) return { customerId, paymentId };
    // why: by hand at the gateway's own desk, so that it leaves where it lies
    const refund = await this.refunds.request({ paymentId, way: 'MANUAL', reason, proofRef, cashAccount });
    return { customerId, paymentId, refundId: refund.id };
  }
}
