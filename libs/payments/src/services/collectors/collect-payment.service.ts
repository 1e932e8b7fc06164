import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CASH_ACCOUNTS } from '@app/billing';
import { type Money } from '@app/core';
import { AuditLog, DatabaseClock, PlatformErrors } from '@app/platform';
import { type CollectedAt, resolveCollectedAt } from '../../domain/collectors/collected-at';
import { type CollectionMethod, type Collector } from '../../domain/collectors/collector';
import { CollectorErrors } from '../../payments-field.errors';
import { CollectorRepository } from '../../repositories/collectors/collector.repository';
import { CollectorPaymentRepository } from '../../repositories/collectors/collector-payment.repository';
import { RecordPaymentService } from '../record-payment.service';
import { CollectionPolicy } from './collection-policy.service';
import { CollectorsService } from './collectors.service';

/** What a collector's form says. */
export interface CollectCommand {
  /** Made by the phone for this form: one payment, however often it is sent. */
  clientId: string;
  customerId: string;
  amount: Money;
  method: CollectionMethod;
  invoiceId?: string;
  /** By the phone's clock. */
  collectedAt?: Date;
  /** The phone's clock when it sends. */
  sentAt?: Date;
  note?: string;
  externalRef?: string;
  latitudeE6?: number;
  longitudeE6?: number;
}

/** "Terima pembayaran" on the road (payments.md 12.1). */
@Injectable()
export class CollectPayment {
  constructor(
    private readonly collectors: CollectorsService,
    private readonly rows: CollectorRepository,
    private readonly taken: CollectorPaymentRepository,
    private readonly policy: CollectionPolicy,
    private readonly recording: RecordPaymentService,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Records what the collector took, once per form: replays, days later and out of order too, get the payment that stands.
   * What the phone queued offline is recorded even where policy would have refused it, with a flag for review, because the
   * money was taken.
   *
   * @returns the id of the payment
   * @throws DomainError COLLECTORS_NOT_A_COLLECTOR, COLLECTORS_INACTIVE, CORE_NOT_FOUND for a customer of other areas,
   * COLLECTORS_OVER_LIMIT, COLLECTORS_PARTIAL_NOT_ALLOWED, PLATFORM_IDEMPOTENCY_KEY_REUSED for the same form with other
   * figures, and those of RecordPaymentService
   */
  @Transactional()
  async collect(command: CollectCommand): Promise<string> {
    const { id } = await this.collectors.me();
    await this.rows.lock(id);
    const collector = await this.collectors.me();
    const earlier = await this.earlier(collector.id, command);
    if (earlier !== undefined) return earlier;
    if (!collector.active) throw CollectorErrors.INACTIVE();
    await this.policy.assertHis(collector, command.customerId);
    const recordedAt = await this.clock.sample();
    const when = resolveCollectedAt(command, recordedAt);
    const flags = [...when.flags];
    const holds = await this.policy.limit(collector, command, when, flags);
    const paymentId = await this.record(collector, command, when);
    await this.policy.whole(collector, paymentId, when, flags);
    const { clientId, method, amount, latitudeE6, longitudeE6 } = command;
    await this.taken.insert({
      ...{ paymentId, collectorId: collector.id, clientId, method, recordedAt, flags, latitudeE6, longitudeE6 },
      ...{ amount: amount.amount, currency: amount.currency, collectedAt: command.collectedAt ?? recordedAt },
    });
    const subject = { type: 'payment', id: paymentId };
    const after = { collector: collector.code, clientId, method, collectedAt: command.collectedAt, flags };
    await this.audit.record({ action: 'payment.collected', subject, siteId: collector.siteId, after });
    await this.policy.after(collector, paymentId, holds);
    return paymentId;
  }

  private async earlier(collectorId: string, command: CollectCommand): Promise<string | undefined> {
    const found = await this.taken.ofClient(collectorId, command.clientId);
    if (!found) return undefined;
    const { amount, currency } = command.amount;
    const same =
      found.customerId === command.customerId &&
      found.method === command.method &&
      found.amount === amount &&
      found.currency === currency;
    if (!same) throw PlatformErrors.IDEMPOTENCY_KEY_REUSED();
    return found.paymentId;
  }

  private async record(collector: Collector, command: CollectCommand, { receivedAt }: CollectedAt): Promise<string> {
    const { clientId, customerId, amount, method, invoiceId, note, externalRef } = command;
    return this.recording.record({
      ...{ customerId, amount, receivedAt, collectorId: collector.id, idempotencyKey: `collect:${clientId}` },
      method: method === 'TRANSFER' ? 'TRANSFER' : 'CASH',
      cashAccount: method === 'TRANSFER' ? CASH_ACCOUNTS.TRANSFER : collector.cashAccount,
      ...(invoiceId === undefined ? {} : { invoiceId }),
      ...(note === undefined ? {} : { note }),
      ...(externalRef === undefined ? {} : { externalRef }),
    });
  }
}
