import { ConsecutiveBreaker, ExponentialBackoff, type IBackoff } from 'cockatiel';
import { type Clock } from '@app/core';

const FAILURES_TO_OPEN = 5;
const backoff = new ExponentialBackoff<unknown>({ initialDelay: 30_000, maxDelay: 10 * 60_000 });

export type GatewayHealth = 'closed' | 'open' | 'half-open';

/**
 * The circuit breaker of one account: five calls in a row without an answer open it, and when its pause is over one call
 * decides for the others.
 *
 * why: cockatiel's counting and backoff, but a state machine of our own, as for routers: its policy reads the wall clock
 */
export class AccountBreaker {
  private readonly counter = new ConsecutiveBreaker(FAILURES_TO_OPEN);
  private pause: IBackoff<unknown> | undefined;
  private retryAt: number | undefined;
  private trying = false;

  constructor(private readonly clock: Clock) {}

  /** Does it answer, as far as is known? */
  get health(): GatewayHealth {
    if (this.retryAt === undefined) return 'closed';
    return this.clock.monotonicMs() < this.retryAt || this.trying ? 'open' : 'half-open';
  }

  /** May something be sent now? Every true has to be followed by {@link succeeded} or {@link failed}. */
  admit(): boolean {
    const { health } = this;
    if (health === 'half-open') this.trying = true;
    return health !== 'open';
  }

  /** There was an answer, whatever it said. */
  succeeded(): void {
    this.counter.success();
    this.trying = false;
    this.retryAt = undefined;
    this.pause = undefined;
  }

  /** @param pauseMs for how long at least; of an account that was told to keep away */
  failed(pauseMs = 0): void {
    const open = this.counter.failure() || this.trying || pauseMs > 0;
    this.trying = false;
    if (!open) return;
    this.pause = this.pause?.next(undefined) ?? backoff.next();
    this.retryAt = this.clock.monotonicMs() + Math.max(pauseMs, this.pause.duration);
  }
}
