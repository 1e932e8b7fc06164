import { Injectable } from '@nestjs/common';
import { AccessOverrides } from '@app/billing';
import { DatabaseClock } from '@app/platform';
import { CollectorPaymentRepository } from '../../repositories/collectors/collector-payment.repository';

/** A hold of access ends by itself after this time, whatever became of the money. */
export const HOLD_HOURS = 72;

const HOUR_MS = 3_600_000;

/**
 * Keeps services off although their customer has paid, because the collector who took the money is over his limit: they
 * come back with his remittance (payments.md 12.1). Nobody who has access loses it.
 */
@Injectable()
export class AccessHolds {
  constructor(
    private readonly payments: CollectorPaymentRepository,
    private readonly overrides: AccessOverrides,
    private readonly clock: DatabaseClock,
  ) {}

  /** Before the payment is settled. @returns overrides, to be noted with the payment */
  async begin(customerId: string, collectorCode: string): Promise<string[]> {
    const ids: string[] = [];
    const expiresAt = new Date((await this.clock.sample()).getTime() + HOLD_HOURS * HOUR_MS);
    const reason = `menunggu setoran penagih ${collectorCode} / until collector ${collectorCode} hands over`;
    for (const subscriptionId of await this.payments.isolated(customerId)) {
      const made = await this.overrides.set({ customerId, subscriptionId, kind: 'FORCE_ISOLATE', reason, expiresAt });
      ids.push(made.id);
    }
    return ids;
  }

  async note(paymentId: string, overrideIds: readonly string[]): Promise<void> {
    if (overrideIds.length > 0) await this.payments.insertHolds(paymentId, overrideIds);
  }

  /** Their money is here, or was given back: access follows the debt again. */
  async end(paymentIds: readonly string[]): Promise<void> {
    for (const id of await this.payments.holdsOf(paymentIds)) await this.overrides.end(id);
  }
}
