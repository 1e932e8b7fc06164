import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CASH_ACCOUNTS, type CashAccount } from '@app/billing';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { Approvals } from '@app/iam';
import { AuditLog, CurrentActor, DatabaseClock, PlatformErrors } from '@app/platform';
import { type Refund } from '../../domain/refunds/refund';
import { type RefundWay } from '../../domain/refunds/refund-state';
import { ControlPermissions } from '../../payments-control.permissions';
import { RefundErrors } from '../../payments-control.errors';
import { type RefundFilter, RefundRepository } from '../../repositories/refunds/refund.repository';
import { ReversePaymentService } from '../reverse-payment.service';
import { RefundRules } from './refund-rules.service';
import { RefundStart } from './refund-start.service';

/** Somebody wants money to go back. */
export interface RefundCommand {
  paymentId: string;
  /** Default: all that can be refunded. */
  amount?: Money;
  way: RefundWay;
  reason: string;
  /** Number of the transfer or receipt, of a refund by hand. */
  proofRef?: string;
  /** Where the money of a refund by hand came from; default: the office. */
  cashAccount?: CashAccount;
  /** The client's name for it: one refund per caller and key, for good. */
  idempotencyKey?: string;
}

/** Refunds as people ask for them and decide about them (payments.md 6.6). */
@Injectable()
export class Refunds {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly approvals: Approvals,
    private readonly reversing: ReversePaymentService,
    private readonly refunds: RefundRepository,
    private readonly rules: RefundRules,
    private readonly start: RefundStart,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: RefundFilter): Promise<Page<Refund>> {
    return this.refunds.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<Refund> {
    const refund = await this.refunds.find(id);
    if (!refund) throw CoreErrors.NOT_FOUND({ what: 'refund', id });
    return refund;
  }

  /**
   * Notes a refund and reserves its amount. Up to the four-eyes limit it is carried out: by hand and to credit at once,
   * through the gateway in the background; above it, it waits for {@link approve}. The same caller with the same key gets
   * the refund that stands.
   *
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_NO_CUSTOMER, PAYMENTS_CURRENCY_MISMATCH, PAYMENTS_AMOUNT_NOT_POSITIVE,
   * REFUNDS_TOO_MUCH, REFUNDS_NOT_THROUGH_GATEWAY, REFUNDS_ONLY_WHOLE, REFUNDS_PROOF_MISSING,
   * PLATFORM_IDEMPOTENCY_KEY_REUSED
   */
  @Transactional()
  async request(command: RefundCommand): Promise<Refund> {
    const actor = this.actor.get();
    const id = uuidv7();
    const key = `${actor.id}:${command.idempotencyKey ?? id}`;
    const earlier = await this.refunds.findByKey(key);
    if (earlier) return this.same(earlier, command);
    const held = await this.reversing.hold(command.paymentId, null);
    const amount = this.rules.amountOf(command, held);
    await this.rules.assertWay(command, held, amount);
    const { payment, customerId } = held;
    const isWaiting = this.approvals.isNeededFor(amount);
    const inserted = await this.refunds.insert({
      ...{ id, paymentId: payment.id, attemptId: payment.attemptId, siteId: payment.siteId, customerId },
      ...{ way: command.way, kind: 'REFUND', state: isWaiting ? 'REQUESTED' : 'APPROVED', reason: command.reason },
      ...{ currency: amount.currency, amount: amount.amount, idempotencyKey: key, proofRef: command.proofRef ?? null },
      cashAccount: command.way === 'MANUAL' ? (command.cashAccount ?? CASH_ACCOUNTS.CASH) : payment.cashAccount,
      ...{
        requestedBy: actor.onBehalfOf ?? actor.id,
        requestedByName: actor.name,
        requestedAt: await this.clock.sample(),
      },
    });
    // why: somebody else with this key came between; his refund is visible once this waits no more
    if (!inserted) return this.same(await this.byKey(key), command);
    const refund = await this.get(id);
    await this.note('refund.requested', refund);
    if (!isWaiting) await this.start.carryOut(refund);
    return this.get(id);
  }

  /**
   * A second person agrees.
   *
   * @throws DomainError CORE_NOT_FOUND, REFUNDS_STATE, IAM_OWN_APPROVAL, IAM_APPROVAL_NOT_YOURS
   */
  @Transactional()
  async approve(id: string): Promise<Refund> {
    const refund = await this.waiting(id);
    this.approvals.assertSecondPerson(refund.requestedBy, ControlPermissions['refund:approve']);
    await this.refunds.approve(id, this.actor.get(), await this.clock.sample());
    const approved = await this.get(id);
    await this.note('refund.approved', approved, refund);
    await this.start.carryOut(approved);
    return this.get(id);
  }

  /** Nobody wants it any more: a second person, or who asked for it. @throws as {@link approve} */
  @Transactional()
  async reject(id: string, reason: string): Promise<Refund> {
    const refund = await this.waiting(id);
    const actor = this.actor.get();
    if (refund.requestedBy !== (actor.onBehalfOf ?? actor.id)) {
      this.approvals.assertSecondPerson(refund.requestedBy, ControlPermissions['refund:approve']);
    }
    const change = { state: 'FAILED', nextCheckAt: null, problem: reason } as const;
    await this.refunds.step(id, change, await this.clock.sample());
    const rejected = await this.get(id);
    await this.note('refund.rejected', rejected, refund);
    return rejected;
  }

  /**
   * A person has found out at the gateway how a refund ended about which it gives no answer.
   *
   * @throws DomainError CORE_NOT_FOUND, REFUNDS_STATE, IAM_OWN_APPROVAL, IAM_APPROVAL_NOT_YOURS
   */
  @Transactional()
  async resolve(id: string, outcome: 'DONE' | 'FAILED', proofRef: string): Promise<Refund> {
    const refund = await this.locked(id);
    if (refund.state !== 'UNKNOWN') throw RefundErrors.STATE({ state: refund.state });
    this.approvals.assertSecondPerson(refund.requestedBy, ControlPermissions['refund:approve']);
    await this.start.conclude(refund, outcome, proofRef);
    const resolved = await this.get(id);
    await this.note('refund.resolved', resolved, refund);
    return resolved;
  }

  private same(refund: Refund, { paymentId, way, amount }: RefundCommand): Refund {
    const isSame = refund.paymentId === paymentId && refund.way === way && (!amount || amount.amount === refund.amount);
    if (!isSame) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    return refund;
  }

  private async byKey(key: string): Promise<Refund> {
    const refund = await this.refunds.findByKey(key);
    if (!refund) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    return refund;
  }

  private async waiting(id: string): Promise<Refund> {
    const refund = await this.locked(id);
    if (refund.state !== 'REQUESTED') throw RefundErrors.STATE({ state: refund.state });
    return refund;
  }

  private async locked(id: string): Promise<Refund> {
    const refund = await this.refunds.lock(id);
    if (!refund) throw CoreErrors.NOT_FOUND({ what: 'refund', id });
    return refund;
  }

  private async note(action: string, after: Refund, before?: Refund): Promise<void> {
    const subject = { type: 'refund', id: after.id };
    await this.audit.record({ action, subject, siteId: after.siteId, ...(before ? { before } : {}), after });
  }
}
