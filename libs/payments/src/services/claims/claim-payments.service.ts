import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { instantAt, type LocalDate, Money } from '@app/core';
import { SitesService } from '@app/iam';
import { DatabaseClock } from '@app/platform';
import { type PaymentClaim } from '../../domain/claims/payment-claim';
import { AttemptPaymentRepository } from '../../repositories/attempts/attempt-payment.repository';
import { SettleAttempt } from '../attempts/settle-attempt.service';
import { UniqueAmounts } from '../bank/unique-amounts.service';
import { PaymentPolicyService } from '../payment-policy.service';
import { RecordPaymentService } from '../record-payment.service';

/** What a person saw in the bank's books. */
export interface ApproveClaimCommand {
  /** What arrived; default: what the customer said. */
  amount?: Money | undefined;
  /** Day on which it arrived; default: what the customer said, else today. */
  receivedOn?: LocalDate | undefined;
  cashAccount?: CashAccount | undefined;
  /** He looked at the earlier claim with the same file. */
  duplicateConfirmed?: boolean | undefined;
}

/** The money of an approved claim, in the transaction that approves it. */
@Injectable()
export class ClaimPayments {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly sites: SitesService,
    private readonly attemptPayments: AttemptPaymentRepository,
    private readonly recording: RecordPaymentService,
    private readonly policy: PaymentPolicyService,
    private readonly settling: SettleAttempt,
    private readonly amounts: UniqueAmounts,
  ) {}

  /** @returns the payment, or the one that the claim's attempt has already */
  async pay(claim: PaymentClaim, command: ApproveClaimCommand): Promise<string> {
    const amount = command.amount ?? Money.of(claim.amount, claim.currency);
    const receivedAt = await this.receivedAt(claim, command);
    const byAttempt = await this.payAttempt(claim, amount, receivedAt);
    if (byAttempt !== undefined) return byAttempt;
    const { customerId, invoiceId, attemptId } = claim;
    const known = attemptId === null ? undefined : await this.amounts.cashAccountOf(attemptId);
    const cashAccount = command.cashAccount ?? known;
    return this.recording.record({
      ...{ customerId, amount, method: 'TRANSFER', receivedAt, idempotencyKey: `claim:${claim.id}` },
      ...(invoiceId === null ? {} : { invoiceId }),
      ...(cashAccount === undefined ? {} : { cashAccount }),
      externalRef: refOf(claim),
    });
  }

  /** Through the attempt that the customer was transferring for, where the amount is the one that it asked for. */
  private async payAttempt(claim: PaymentClaim, amount: Money, paidAt: Date): Promise<string | undefined> {
    const { attemptId } = claim;
    if (attemptId === null) return undefined;
    const standing = await this.attemptPayments.find(attemptId);
    if (standing !== undefined) return standing;
    const reserved = await this.amounts.of(attemptId);
    if (reserved?.amount !== amount.amount) return undefined;
    const payer = await this.policy.payerOf(claim.customerId, amount);
    await this.policy.assertAgreed(payer, amount, { claimId: claim.id, attemptId });
    const cashAccount = (await this.amounts.cashAccountOf(attemptId)) ?? 'CASH.BANK';
    const done = await this.settling.settle(attemptId, {
      ...{ event: 'PAID', source: 'PERSON', amount, paidAt, externalRef: refOf(claim) },
      received: { method: 'TRANSFER', cashAccount },
    });
    return done.paymentId;
  }

  private async receivedAt(claim: PaymentClaim, command: ApproveClaimCommand): Promise<Date> {
    const day = command.receivedOn ?? claim.transferredOn;
    if (day === null) return claim.submittedAt;
    const noon = instantAt(day, (await this.sites.get(claim.siteId)).timeZone, 12);
    const now = await this.clock.sample();
    return noon < now ? noon : now;
  }
}

const refOf = ({ id }: PaymentClaim): string => `claim ${id}`;
