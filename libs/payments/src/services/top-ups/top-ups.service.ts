import { Injectable } from '@nestjs/common';
import { type Language, type Money, type Page, CoreErrors, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { CurrentActor, Database, DatabaseClock, type ListRequest } from '@app/platform';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { PaymentErrors } from '../../payments.errors';
import { type TopUp, TopUpRepository } from '../../repositories/top-ups/top-up.repository';
import { Attempts } from '../attempts/attempts.service';

export interface StartTopUp {
  customerId: string;
  amount: Money;
  channel?: string | undefined;
  accountId?: string | undefined;
  returnUrl: string;
  language?: Language | undefined;
}

/** Amounts that a deposit can be filled by at once, in rupiah. */
export const TOP_UP_MIN = 10_000n;
export const TOP_UP_MAX = 10_000_000n;

const HOUR_MS = 3_600_000;
const LIFE_MS = 24 * HOUR_MS;

/** Deposits that customers fill through gateways. */
@Injectable()
export class TopUps {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
    private readonly topUps: TopUpRepository,
    private readonly attempts: Attempts,
  ) {}

  async list(request: ListRequest, customerId: string): Promise<Page<TopUp>> {
    await this.customers.get(customerId);
    return this.topUps.page(request, customerId);
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(id: string): Promise<TopUp> {
    const topUp = await this.topUps.find(id);
    if (!topUp) throw CoreErrors.NOT_FOUND({ what: 'top-up', id });
    return topUp;
  }

  /**
   * Asks for a deposit and starts its attempt. The same amount again within an hour is the same top-up, so that a double click
   * is one attempt. Call it outside of transactions.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_RULE_BROKEN for an amount out of bounds, PAYMENTS_CURRENCY_MISMATCH, those of
   * {@link Attempts.start}
   */
  async start({ customerId, amount, ...wish }: StartTopUp): Promise<{ topUp: TopUp; attempt: PaymentAttempt }> {
    const { siteId } = await this.customers.get(customerId);
    const { currency } = await this.sites.get(siteId);
    if (amount.currency !== currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency });
    if (currency === 'IDR' && (amount.amount < TOP_UP_MIN || amount.amount > TOP_UP_MAX)) {
      const params = { min: Number(TOP_UP_MIN), max: Number(TOP_UP_MAX) };
      throw CoreErrors.RULE_BROKEN({}, [{ path: 'amount', code: 'OUT_OF_BOUNDS', params }]);
    }
    if (!amount.isPositive()) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
    const topUp = await this.database.transaction(() => this.ask(customerId, siteId, amount));
    return { topUp, attempt: await this.attempts.start({ ...wish, target: { kind: 'TOP_UP', id: topUp.id } }) };
  }

  private async ask(customerId: string, siteId: string, { amount, currency }: Money): Promise<TopUp> {
    await this.topUps.lock(customerId);
    const now = await this.clock.sample();
    const waiting = await this.topUps.waiting(customerId, amount, new Date(now.getTime() - HOUR_MS));
    if (waiting) return waiting;
    const topUp: TopUp = {
      ...{ id: uuidv7(), siteId, customerId, amount, currency, status: 'OPEN', paymentId: null },
      ...{ createdBy: this.actor.get().name, createdAt: now, expiresAt: new Date(now.getTime() + LIFE_MS) },
    };
    await this.topUps.insert(topUp);
    return topUp;
  }
}
