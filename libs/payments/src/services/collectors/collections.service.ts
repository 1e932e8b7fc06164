import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { CollectorErrors } from '../../payments-field.errors';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import {
  type CollectorPayment,
  type CollectorPaymentFilter,
  CollectorPaymentRepository,
  type HeldPayment,
} from '../../repositories/collectors/collector-payment.repository';
import { type PaymentReversal } from '../../repositories/payment-reversal.repository';
import { ReversePaymentService } from '../reverse-payment.service';
import { CollectorCash } from './collector-cash.service';
import { CollectorsService } from './collectors.service';

/** What collectors took, for who looks after them. */
@Injectable()
export class Collections {
  constructor(
    private readonly payments: CollectorPaymentRepository,
    private readonly collectors: CollectorRepository,
    private readonly service: CollectorsService,
    private readonly reversing: ReversePaymentService,
    private readonly cash: CollectorCash,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: CollectorPaymentFilter): Promise<Page<CollectorPayment>> {
    return this.payments.page(filter);
  }

  /**
   * Takes back what a collector took by mistake, while the cash is in his hand. Never by himself.
   *
   * @throws DomainError CORE_NOT_FOUND, COLLECTORS_OWN_REMITTANCE, COLLECTORS_IN_REMITTANCE, COLLECTORS_REMITTED, and those
   * of ReversePaymentService
   */
  @Transactional()
  async void(paymentId: string, reason: string): Promise<PaymentReversal> {
    const { inHand } = await this.held(paymentId);
    if (!inHand) throw CollectorErrors.REMITTED();
    return this.reversing.reverse({ paymentId, kind: 'MISTAKE', reason });
  }

  /** Somebody looked at what was flagged. @throws DomainError CORE_NOT_FOUND, COLLECTORS_OWN_REMITTANCE */
  @Transactional()
  async review(paymentId: string): Promise<void> {
    const { collectorId } = await this.held(paymentId);
    const { name } = this.actor.get();
    if (!(await this.payments.review(paymentId, name, await this.clock.sample()))) return;
    const collector = await this.service.find(collectorId);
    const subject = { type: 'payment', id: paymentId };
    await this.audit.record({ action: 'payment.reviewed', subject, siteId: collector.siteId, after: { by: name } });
    await this.cash.watch(collector);
  }

  private async held(paymentId: string): Promise<HeldPayment> {
    const collectorId = await this.payments.collectorOf(paymentId);
    if (collectorId === undefined) throw CoreErrors.NOT_FOUND({ what: 'payment', id: paymentId });
    const { userId } = await this.service.find(collectorId).catch((error: unknown) => {
      throw CoreErrors.NOT_FOUND.matches(error) ? CoreErrors.NOT_FOUND({ what: 'payment', id: paymentId }) : error;
    });
    if (userId === this.actor.get().id) throw CollectorErrors.OWN_REMITTANCE();
    await this.collectors.lock(collectorId);
    const held = await this.payments.held(paymentId);
    if (!held) throw CoreErrors.NOT_FOUND({ what: 'payment', id: paymentId });
    return held;
  }
}
