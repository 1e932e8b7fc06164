import { Injectable } from '@nestjs/common';
import { Money, uuidv7 } from '@app/core';
import { type BookedDecision, type DifferingRow } from '../../domain/settlement-reports/settlement-decision';
import { SettlementErrors } from '../../payments-control.errors';
import { SettlementDecisionRepository } from '../../repositories/settlement-reports/settlement-decision.repository';
import { TakenBack } from '../refunds/taken-back.service';
import { ReversePaymentService } from '../reverse-payment.service';
import { type DecideSettlement } from './settlement-decisions.service';
import { SettlementLedger } from './settlement-ledger.service';
import { UnbookedMoney } from './unbooked-money.service';

/** Books what a person decided about a line of a report; the caller's transaction holds the line. */
@Injectable()
export class SettlementBooking {
  constructor(
    private readonly reversing: ReversePaymentService,
    private readonly takenBack: TakenBack,
    private readonly unbooked: UnbookedMoney,
    private readonly ledger: SettlementLedger,
    private readonly decisions: SettlementDecisionRepository,
  ) {}

  async book(row: DifferingRow, command: DecideSettlement, difference: bigint): Promise<BookedDecision> {
    const { action, reason } = command;
    const nothing = { customerId: row.customerId, reversalId: null, paymentId: null, refundId: null };
    await this.leaveSuspense(row);
    switch (action) {
      case 'DISMISS':
        return nothing;
      case 'ABSORB':
        await this.ledger.fee(row, -difference, uuidv7());
        return nothing;
      case 'PARTIAL':
        return { ...nothing, reversalId: await this.takeBack(row, -difference, reason) };
      case 'TAKEN_BACK':
        return { ...nothing, refundId: await this.gatewayTookBack(row, -difference, reason) };
      case 'SUSPENSE':
        await this.decisions.keepSuspense(row.id, await this.ledger.park(row, difference));
        await this.feeOf(row);
        return nothing;
      case 'SETTLE':
      case 'CREDIT':
      case 'INVOICE':
      case 'REFUND': {
        const booked = await this.unbooked.book(row, { ...command, action }, Money.of(difference, row.currency));
        await this.feeOf(row);
        return { ...nothing, ...booked };
      }
    }
  }

  private async leaveSuspense(row: DifferingRow): Promise<void> {
    if (row.suspenseId === null) return;
    await this.ledger.release(row, row.gross);
    await this.decisions.keepSuspense(row.id, null);
  }

  /** What the gateway kept of a line that is booked from now on. */
  private async feeOf(row: DifferingRow): Promise<void> {
    const postingId = uuidv7();
    const fee = await this.decisions.takeFee(row.id, postingId);
    if (fee !== 0n) await this.ledger.fee(row, fee, postingId);
  }

  private async takeBack({ paymentId, currency }: DifferingRow, amount: bigint, reason: string): Promise<string> {
    if (paymentId === null) throw SettlementErrors.ACTION({ action: 'PARTIAL' });
    const money = Money.of(amount, currency);
    return (await this.reversing.reverse({ paymentId, amount: money, kind: 'MISTAKE', reason })).id;
  }

  private async gatewayTookBack({ attemptId, kind }: DifferingRow, amount: bigint, reason: string): Promise<string> {
    if (attemptId === null) throw SettlementErrors.ACTION({ action: 'TAKEN_BACK' });
    const refundId = await this.takenBack.record(
      attemptId,
      kind === 'CHARGEBACK' ? 'CHARGEBACK' : 'REFUND',
      amount,
      reason,
    );
    if (refundId === undefined) throw SettlementErrors.ACTION({ action: 'TAKEN_BACK' });
    return refundId;
  }
}
