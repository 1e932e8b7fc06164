import { Injectable } from '@nestjs/common';
import { formatAmount } from '@app/core';
import { Alerts, DatabaseClock } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { type CashInHand, CollectorRepository } from '../../repositories/collectors/collector.repository';
import { CollectorPaymentRepository } from '../../repositories/collectors/collector-payment.repository';

const DAY_MS = 86_400_000;

/** Cash in the hands of collectors, with its limits of amount and age. */
@Injectable()
export class CollectorCash {
  constructor(
    private readonly collectors: CollectorRepository,
    private readonly payments: CollectorPaymentRepository,
    private readonly alerts: Alerts,
    private readonly clock: DatabaseClock,
  ) {}

  async of(collectorId: string): Promise<CashInHand> {
    return (await this.collectors.inHand([collectorId])).get(collectorId) ?? emptyHand(collectorId);
  }

  /** One statement for any number of collectors. */
  async ofMany(ids: readonly string[]): Promise<Map<string, CashInHand>> {
    return ids.length === 0 ? new Map() : this.collectors.inHand(ids);
  }

  /** Raises and ends the alerts of one collector. Last in a transaction. */
  async watch(collector: Collector, hand?: CashInHand): Promise<void> {
    const now = await this.clock.sample();
    const cash = hand ?? (await this.of(collector.id));
    await this.alert('over-limit', collector, isOverLimit(collector, cash), {
      title: { id: 'Kas penagih melebihi batas', en: 'A collector holds more cash than allowed' },
      detail: { inHand: formatAmount(cash.inHand, collector.currency), limit: String(collector.limitAmount) },
    });
    await this.alert('cash-age', collector, isTooOld(collector, cash, now), {
      title: { id: 'Kas penagih terlalu lama belum disetor', en: 'A collector has held cash for too long' },
      detail: { oldestAt: cash.oldestAt, maxAgeDays: collector.maxAgeDays },
    });
    const toReview = await this.payments.countToReview(collector.id);
    await this.alert('review', collector, toReview > 0, {
      title: { id: 'Penerimaan penagih perlu diperiksa', en: 'Collections have to be looked at' },
      detail: { payments: toReview },
    });
  }

  /** All of the active ones. @returns how many were looked at */
  async watchAll(): Promise<number> {
    const collectors = await this.collectors.allActive();
    const hands = await this.ofMany(collectors.map(({ id }) => id));
    for (const collector of collectors) await this.watch(collector, hands.get(collector.id));
    return collectors.length;
  }

  private async alert(
    kind: string,
    { id, siteId, code, name }: Collector,
    isOn: boolean,
    { title, detail }: { title: { id: string; en: string }; detail: object },
  ): Promise<void> {
    const key = `payments.collector-${kind}:${id}`;
    if (!isOn) return this.alerts.resolve(key);
    const subject = { type: 'collector', id };
    await this.alerts.raise({ key, severity: 'WARNING', subject, title, detail: { code, name, ...detail }, siteId });
  }
}

/** Nothing in hand. */
export const emptyHand = (collectorId: string): CashInHand => ({
  ...{ collectorId, inHand: 0n, shortage: 0n, payments: 0, oldestAt: null },
});

/** More in hand than the collector may have? */
export const isOverLimit = ({ limitAmount }: Collector, { inHand }: CashInHand): boolean =>
  limitAmount !== null && inHand > limitAmount;

/** Is some of it older than it may be? */
export const isTooOld = ({ maxAgeDays }: Collector, { oldestAt }: CashInHand, now: Date): boolean =>
  maxAgeDays !== null && oldestAt !== null && now.getTime() - oldestAt.getTime() > maxAgeDays * DAY_MS;
