import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, Money, type Page } from '@app/core';
import { Database, DatabaseClock, type ListRequest } from '@app/platform';
import { chargedOf } from '../../domain/accounts/choice';
import { type PaymentAttempt, type TargetRef } from '../../domain/attempts/attempt';
import { PaymentErrors } from '../../payments.errors';
import { type AttemptFilter, AttemptRepository } from '../../repositories/attempts/attempt.repository';
import { Channels } from '../accounts/channels.service';
import { type PayerDetails, type TargetDescription } from '../targets/payment-target';
import { PaymentTargets } from '../targets/payment-targets';
import { AttemptCheckout, type CheckoutWay } from './attempt-checkout.service';
import { AttemptEnding } from './attempt-ending.service';
import { AttemptRows } from './attempt-rows.service';

export interface StartAttempt {
  target: TargetRef;
  /** Code of a channel; absent: the best account decides, and the payer chooses on its page. */
  channel?: string | undefined;
  accountId?: string | undefined;
  /** Where the payer goes afterwards. */
  returnUrl: string;
  /** In place of what is known of the payer. */
  payer?: Partial<PayerDetails> | undefined;
  /** On top of what is due, to the payer's credit: a unique amount. In the currency of the target. */
  extra?: bigint | undefined;
  language?: Language | undefined;
}

/** How many accounts are tried for one wish. */
const MAX_TRIES = 3;
/** A row that is still CREATING after so long belongs to a process that died. */
const ABANDONED_MS = 60_000;

/** Attempts to pay: started once per target, reused while they fit (payments.md 6.1, 6.3). */
@Injectable()
export class Attempts {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly attempts: AttemptRepository,
    private readonly targets: PaymentTargets,
    private readonly channels: Channels,
    private readonly checkout: AttemptCheckout,
    private readonly ending: AttemptEnding,
    private readonly rows: AttemptRows,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one of a customer outside the actor's scope */
  async get(id: string): Promise<PaymentAttempt> {
    const attempt = await this.attempts.find(id);
    if (!attempt) throw CoreErrors.NOT_FOUND({ what: 'payment attempt', id });
    return attempt;
  }

  async list(request: ListRequest, filter: AttemptFilter): Promise<Page<PaymentAttempt>> {
    return this.attempts.page(request, filter);
  }

  /** The one that a payer can use now, if there is one. */
  async live(target: TargetRef): Promise<PaymentAttempt | undefined> {
    return this.attempts.live(target);
  }

  /** The newest one, whatever became of it. */
  async latest(target: TargetRef): Promise<PaymentAttempt | undefined> {
    return this.attempts.latest(target);
  }

  /**
   * The live attempt of a target, or a new one: a live one of another amount or channel is replaced and cancelled. The row is
   * committed before the gateway is called; an account that fails is followed by the next one. Call it outside of
   * transactions. The caller is trusted to be allowed to pay the target.
   *
   * @returns PENDING with what the payer needs; CREATING while another call is at it; UNKNOWN when no gateway answered in time
   * @throws DomainError CORE_NOT_FOUND, PAYMENTS_TARGET_NOT_OPEN, PAYMENTS_NO_CHANNEL, PAYMENTS_CHECKOUT_REJECTED
   */
  async start(wish: StartAttempt): Promise<PaymentAttempt> {
    if (this.database.manager.queryRunner?.isTransactionActive === true)
      throw new Error('an attempt is started inside a transaction: it calls a gateway');
    const target = await this.targets.describe(wish.target);
    if (!target.stillOpen || !target.due.isPositive()) throw PaymentErrors.TARGET_NOT_OPEN({ title: target.title });
    const ways = await this.waysOf(wish, target);
    const live = await this.attempts.live(wish.target);
    if (live) {
      if (await this.mayGoOn(live, wish, ways)) return live;
      await this.ending.replace(live, await this.clock.sample());
    }
    return this.create(wish, target, ways);
  }

  private async create(
    wish: StartAttempt,
    target: TargetDescription,
    ways: readonly CheckoutWay[],
  ): Promise<PaymentAttempt> {
    let last: PaymentAttempt | undefined;
    for (const way of ways.slice(0, MAX_TRIES)) {
      const { attempt, next } = await this.checkout.run(wish, target, way);
      last = attempt;
      if (!next) break;
    }
    if (!last) throw PaymentErrors.NO_CHANNEL();
    if (last.state === 'FAILED') throw PaymentErrors.CHECKOUT_REJECTED({ reason: last.reason?.split(':')[0] ?? '' });
    return last;
  }

  private async waysOf(wish: StartAttempt, { siteId, due }: TargetDescription): Promise<CheckoutWay[]> {
    const { channel, accountId, extra = 0n } = wish;
    const amount = due.amount + extra;
    const found = await this.channels.candidates({ siteId, amount, currency: due.currency, channel, accountId });
    if (found.length === 0) throw PaymentErrors.NO_CHANNEL();
    const one = new Set<string>();
    return found.flatMap(({ account, channel: way }) => {
      // why: a second channel of the same account is no way around an account that fails
      if (one.has(account.id)) return [];
      one.add(account.id);
      const charged = chargedOf(way, amount);
      // why: with no channel wished the payer chooses at the gateway, so that no channel's own fee can be asked of him
      const chosen = channel === undefined ? { channel: null, charged: amount } : { channel: way.channel, charged };
      return [
        {
          account,
          channel: chosen.channel,
          amount: Money.of(chosen.charged, due.currency),
          fee: chosen.charged - amount,
        },
      ];
    });
  }

  private async mayGoOn(live: PaymentAttempt, wish: StartAttempt, ways: readonly CheckoutWay[]): Promise<boolean> {
    const now = await this.clock.sample();
    if (live.expiresAt !== null && live.expiresAt <= now) return false;
    if (live.state === 'CREATING' && now.getTime() - live.createdAt.getTime() > ABANDONED_MS) return false;
    if (wish.channel !== undefined && wish.channel !== live.channel) return false;
    if (wish.accountId !== undefined && wish.accountId !== live.accountId) return false;
    // why: the account of the live one may fail just now; what it made can be paid all the same
    const asked = ways.find(({ account }) => account.id === live.accountId) ?? ways[0];
    return wish.extra !== undefined || asked?.amount.amount === (await this.rows.askedBy(live));
  }
}
