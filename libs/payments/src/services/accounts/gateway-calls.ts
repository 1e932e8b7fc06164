import { Injectable, Optional } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Clock } from '@app/core';
import { AppConfig, Metrics } from '@app/platform';
import {
  type CancelResult,
  type CheckoutRequest,
  type CheckoutResult,
  type GatewayCredentials,
  Gateways,
  type OrderRef,
  type QueryResult,
  type RefundRequest,
  type RefundResult,
  type UnknownCause,
} from '../../gateways';
import { AccountBreaker, type GatewayHealth } from './account-breaker';

/** An account, opened for calls. */
export interface OpenedAccount {
  gateway: string;
  credentials: GatewayCredentials;
}

/** Causes that say something about the account or its gateway, not about one order. */
const FAULTS: readonly UnknownCause[] = [
  'timeout',
  'broken',
  'unreachable',
  'server-error',
  'unreadable',
  'rate-limited',
  'refused',
];

/** How long an answer to {@link GatewayCalls.confirm} stands. */
const CONFIRM_MS = 3_000;

/**
 * Calls to gateways, each account behind its own breaker. Never inside a transaction. An account whose breaker is open is not
 * asked: the answer is what it would be if the gateway were away.
 */
@Injectable()
export class GatewayCalls {
  private readonly breakers = new Map<string, AccountBreaker>();
  private readonly queries = new Map<string, Promise<QueryResult>>();
  private readonly recent = new LRUCache<string, QueryResult>({ max: 5_000, ttl: CONFIRM_MS });
  private readonly seconds: ReturnType<Metrics['histogram']>;

  constructor(
    private readonly gateways: Gateways,
    private readonly clock: Clock,
    private readonly app: AppConfig,
    @Optional() metrics: Metrics = new Metrics(),
  ) {
    this.seconds = metrics.histogram({
      name: 'langgan_gateway_call_seconds',
      help: 'Calls to payment gateways by gateway, call and outcome.',
      labelNames: ['gateway', 'call', 'outcome'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
    });
  }

  /** Where the gateway of an account has to report. */
  callbackUrl(gateway: string, accountId: string): string {
    return `${this.app.publicUrl.replace(/\/$/, '')}/api/v1/payments/callback/${gateway}/${accountId}`;
  }

  health(accountId: string): GatewayHealth {
    return this.breakers.get(accountId)?.health ?? 'closed';
  }

  async createCheckout(account: OpenedAccount, request: CheckoutRequest): Promise<CheckoutResult> {
    const call = (): Promise<CheckoutResult> =>
      this.gateways.get(account.gateway).createCheckout(account.credentials, request);
    const closed: CheckoutResult = {
      outcome: 'rejected',
      code: 'UNREACHABLE',
      message: 'circuit open',
      retryable: true,
    };
    return this.run(account, 'create', call, closed, (done) => ({
      outcome: done.outcome,
      fault:
        done.outcome === 'unknown' ||
        (done.outcome === 'rejected' && ['UNREACHABLE', 'RATE_LIMITED'].includes(done.code)),
    }));
  }

  /** Callers who ask about the same order at the same time share one question. */
  async queryStatus(account: OpenedAccount, order: OrderRef): Promise<QueryResult> {
    const key = keyOf(account, order);
    const running = this.queries.get(key);
    if (running) return running;
    const asked = this.query(account, order).finally(() => this.queries.delete(key));
    this.queries.set(key, asked);
    return asked;
  }

  /**
   * {@link queryStatus} for who is told of a payment: an answer other than *paid* stands for some seconds, so that a notice
   * that is played again and again does not get the account blocked.
   */
  async confirm(account: OpenedAccount, order: OrderRef): Promise<QueryResult> {
    const key = keyOf(account, order);
    const known = this.recent.get(key);
    if (known) return known;
    const answer = await this.queryStatus(account, order);
    if (answer.state !== 'paid') this.recent.set(key, answer);
    return answer;
  }

  async cancel(account: OpenedAccount, order: OrderRef): Promise<CancelResult> {
    const call = (): Promise<CancelResult> => this.gateways.get(account.gateway).cancel(account.credentials, order);
    const closed: CancelResult = { outcome: 'unknown', cause: 'unreachable' };
    return this.run(account, 'cancel', call, closed, ({ outcome }) => ({ outcome, fault: outcome === 'unknown' }));
  }

  async refund(account: OpenedAccount, request: RefundRequest): Promise<RefundResult> {
    const call = (): Promise<RefundResult> => this.gateways.get(account.gateway).refund(account.credentials, request);
    const closed: RefundResult = { outcome: 'rejected', message: 'circuit open', retryable: true };
    return this.run(account, 'refund', call, closed, ({ outcome }) => ({ outcome, fault: outcome === 'unknown' }));
  }

  private async query(account: OpenedAccount, order: OrderRef): Promise<QueryResult> {
    const call = (): Promise<QueryResult> => this.gateways.get(account.gateway).queryStatus(account.credentials, order);
    const closed: QueryResult = { state: 'unknown', cause: 'unreachable', raw: {} };
    return this.run(account, 'query', call, closed, ({ state, cause }) => ({
      outcome: state,
      fault: cause !== undefined && FAULTS.includes(cause),
    }));
  }

  private async run<T>(
    { gateway, credentials }: OpenedAccount,
    call: string,
    work: () => Promise<T>,
    closed: T,
    judge: (done: T) => { outcome: string; fault: boolean },
  ): Promise<T> {
    const breaker = this.breakerOf(credentials.accountId);
    if (!breaker.admit()) return closed;
    const started = this.clock.monotonicMs();
    try {
      const done = await work();
      const { outcome, fault } = judge(done);
      if (fault) breaker.failed();
      else breaker.succeeded();
      this.seconds.observe({ gateway, call, outcome }, (this.clock.monotonicMs() - started) / 1_000);
      return done;
    } catch (error) {
      breaker.failed();
      throw error;
    }
  }

  private breakerOf(accountId: string): AccountBreaker {
    const known = this.breakers.get(accountId) ?? new AccountBreaker(this.clock);
    this.breakers.set(accountId, known);
    return known;
  }
}

const keyOf = ({ credentials }: OpenedAccount, { merchantOrderId, wantsRefunds }: OrderRef): string =>
  `${credentials.accountId}:${merchantOrderId}:${wantsRefunds === true ? 'refunds' : ''}`;
