import { Injectable } from '@nestjs/common';
import { formatAmount, type Money } from '@app/core';
import { type CollectedAt, type CollectionFlag } from '../../domain/collectors/collected-at';
import { type CollectionMethod, type Collector } from '../../domain/collectors/collector';
import { CollectorErrors } from '../../payments-field.errors';
import { PaymentsService } from '../payments.service';
import { AccessHolds } from './access-holds.service';
import { Arrears } from './arrears.service';
import { CollectorCash } from './collector-cash.service';

/** What a collector may take. Money that was taken offline is flagged where it would have been refused. */
@Injectable()
export class CollectionPolicy {
  constructor(
    private readonly arrears: Arrears,
    private readonly cash: CollectorCash,
    private readonly holds: AccessHolds,
    private readonly payments: PaymentsService,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND for a customer of other areas */
  async assertHis(collector: Collector, customerId: string): Promise<void> {
    await this.arrears.mustBeOf(collector, customerId);
  }

  /**
   * Before the money is settled.
   *
   * @returns holds of access, where it has to wait for the remittance @throws DomainError COLLECTORS_OVER_LIMIT
   */
  async limit(
    collector: Collector,
    { customerId, amount, method }: { customerId: string; amount: Money; method: CollectionMethod },
    { offline }: CollectedAt,
    flags: CollectionFlag[],
  ): Promise<string[]> {
    const { limitAmount, overLimitPolicy, currency } = collector;
    if (limitAmount === null || method === 'TRANSFER') return [];
    const { inHand } = await this.cash.of(collector.id);
    if (inHand + amount.amount <= limitAmount) return [];
    if (overLimitPolicy === 'HOLD_ACCESS') return this.holds.begin(customerId, collector.code);
    if (overLimitPolicy === 'WARN') return [];
    if (!offline) {
      const texts = { inHand: formatAmount(inHand, currency), limit: formatAmount(limitAmount, currency) };
      throw CollectorErrors.OVER_LIMIT(texts);
    }
    flags.push('OVER_LIMIT');
    return [];
  }

  /** After the money is settled: it may have to settle whole invoices. @throws DomainError COLLECTORS_PARTIAL_NOT_ALLOWED */
  async whole(
    { acceptsPartial }: Collector,
    paymentId: string,
    { offline }: CollectedAt,
    flags: CollectionFlag[],
  ): Promise<void> {
    if (acceptsPartial) return;
    const { allocations } = await this.payments.get(paymentId);
    if (allocations.every(({ remaining }) => remaining === 0n)) return;
    if (!offline) throw CollectorErrors.PARTIAL_NOT_ALLOWED();
    flags.push('PARTIAL');
  }

  /** Last: notes the holds, and tells who looks after the collector. */
  async after(collector: Collector, paymentId: string, holds: readonly string[]): Promise<void> {
    await this.holds.note(paymentId, holds);
    await this.cash.watch(collector);
  }
}
