import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, Money, uuidv7 } from '@app/core';
import { Approvals } from '@app/iam';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import {
  actionsFor,
  differenceOf,
  type DifferingRow,
  type SettlementAction,
  type SettlementDecision,
} from '../../domain/settlement-reports/settlement-decision';
import { SettlementErrors } from '../../payments-control.errors';
import { SettlementDecisionRepository } from '../../repositories/settlement-reports/settlement-decision.repository';
import { ReviewApproval } from '../reviews/review.approval';
import { SettlementAlerts } from './settlement-alerts';
import { SettlementBooking } from './settlement-booking.service';

export interface DecideSettlement {
  reportId: string;
  rowId: string;
  action: SettlementAction;
  /** Whose money it is; default: the customer of the payment or the order. */
  customerId?: string;
  /** The one that `INVOICE` pays first. */
  invoiceId?: string;
  /** With `REFUND`: number of the transfer by which it went back. */
  proofRef?: string;
  reason: string;
}

/** Lines of reports that differ from our books: nothing happens to the difference until a person says what. */
@Injectable()
export class SettlementDecisions {
  constructor(
    private readonly decisions: SettlementDecisionRepository,
    private readonly booking: SettlementBooking,
    private readonly approvals: Approvals,
    private readonly alerts: SettlementAlerts,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Decides once, for good; what moves money above the four-eyes limit, a second person agrees to first.
   *
   * @throws DomainError CORE_NOT_FOUND, SETTLEMENTS_DECIDED, SETTLEMENTS_ACTION, IAM_APPROVAL_REQUIRED, and those of
   * reversals, settlement and refunds
   */
  @Transactional()
  async decide(command: DecideSettlement): Promise<SettlementDecision> {
    const { rowId, action, reason } = command;
    const row = await this.decisions.lock(rowId);
    if (row?.reportId !== command.reportId) throw CoreErrors.NOT_FOUND({ what: 'settlement row', id: rowId });
    if (row.state === 'MATCHED' || row.state === 'DECIDED') throw SettlementErrors.DECIDED();
    const difference = differenceOf(row);
    if (!actionsFor(row).includes(action)) throw SettlementErrors.ACTION({ action });
    await this.agree(row, command, difference);
    const booked = await this.booking.book(row, command, difference);
    const { id: decidedBy, name: decidedByName } = this.actor.get();
    const decision: SettlementDecision = {
      ...{ id: uuidv7(), rowId, action, difference, currency: row.currency, reason, ...booked },
      ...{ decidedBy, decidedByName, decidedAt: await this.clock.sample() },
    };
    await this.decisions.insert(decision);
    const subject = { type: 'settlement-report', id: row.reportId };
    await this.audit.record({
      ...{ action: 'settlement-row.decided', subject, siteId: row.siteId, before: row, after: decision },
    });
    await this.alerts.resolveSettled([row.reportId]);
    return decision;
  }

  /** A reversal (`PARTIAL`), a refund and money of an order in review ask for themselves. */
  private async agree(row: DifferingRow, command: DecideSettlement, difference: bigint): Promise<void> {
    const { action, customerId, invoiceId, reason } = command;
    if (action === 'PARTIAL' || action === 'REFUND') return;
    if (action === 'DISMISS' && row.suspenseId === null) return;
    if ((action === 'CREDIT' || action === 'INVOICE') && row.attemptId !== null && row.paymentId === null) return;
    const amount = Money.of(difference < 0n ? -difference : difference, row.currency);
    await this.approvals.requireAbove(amount, ReviewApproval, {
      subject: `settlement-row:${row.id}`,
      siteId: row.siteId,
      payload: { action, customerId, invoiceId, difference, currency: row.currency },
      reason: `${row.merchantOrderId ?? ''}: ${reason}`,
    });
  }
}
