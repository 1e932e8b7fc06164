import { ConsecutiveBreaker, ExponentialBackoff, type IBackoff, type IBackoffFactory } from 'cockatiel';
import { type Clock } from '@app/core';
import { RouterOsError } from '../transport';
import { type BreakerSnapshot, type BreakerState } from './pool-state';

const FAILURES_TO_OPEN = 3;
/** A wrong password is not tried again for so long: routers log every refusal and lock accounts. */
const AUTH_PAUSE_MS = 15 * 60_000;

/** Doubling pauses of 1 s to 5 min, each spread a little so that routers that fell together return apart. */
export function reconnectBackoff(chance: () => number): IBackoffFactory<unknown> {
  return new ExponentialBackoff<number>({
    initialDelay: 1_000,
    maxDelay: 300_000,
    generator: (attempt = 0, { initialDelay, maxDelay }) => {
      const spread = initialDelay * 2 ** Math.min(attempt, 20) * (0.875 + 0.25 * chance());
      return [Math.round(Math.min(maxDelay, Math.max(initialDelay, spread))), attempt + 1];
    },
  });
}

/**
 * The circuit breaker of one router. Three failures of the connection in a row open it, one that could not even be made
 * opens it at once, a refused password opens it for long. When the pause is over, one trial decides for everybody who waits.
 *
 * why: cockatiel's counting and backoff, but a state machine of our own: its policy reads the wall clock, which may jump, knows
 * no state for refused passwords, and tells nobody when it will try again.
 */
export class Breaker {
  private readonly counter = new ConsecutiveBreaker(FAILURES_TO_OPEN);
  private state: BreakerState = 'closed';
  private failures = 0;
  private retryAt = 0;
  private cause: RouterOsError | undefined;
  private pause: IBackoff<unknown> | undefined;
  private trial: Promise<RouterOsError | undefined> | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly backoff: IBackoffFactory<unknown>,
    private readonly onChange: (state: BreakerState, cause: RouterOsError | undefined) => void,
  ) {}

  /**
   * May something be sent? Waits for a running trial.
   *
   * @param attempt connects and asks something harmless; run when a pause is over
   * @returns why not; undefined = go ahead
   */
  async admit(attempt: () => Promise<unknown>): Promise<RouterOsError | undefined> {
    if (this.state === 'closed') return undefined;
    if (this.trial) return this.trial;
    if (this.clock.monotonicMs() < this.retryAt) return this.refusal();
    this.trial = this.tryOut(attempt).finally(() => {
      this.trial = undefined;
    });
    return this.trial;
  }

  /** Something was answered. After a refused password only a trial or a reset counts: old connections go on working. */
  succeeded(): void {
    if (this.state !== 'auth-failed') this.close();
  }

  /** @param error a failure of the connection; what the router says to single commands is none */
  failed(error: RouterOsError): void {
    this.failures++;
    const lastingly = this.counter.failure();
    if (error.retry === 'auth') this.open('auth-failed', AUTH_PAUSE_MS, error);
    else if (lastingly || this.state === 'half-open' || isUnreachable(error))
      this.open('open', this.nextPause(), error);
  }

  /** Ends the pause: the next command begins with a trial. */
  reset(): void {
    if (this.state === 'closed') this.close();
    else this.retryAt = this.clock.monotonicMs();
  }

  snapshot(): BreakerSnapshot {
    const isPausing = this.state === 'open' || this.state === 'auth-failed';
    return {
      state: this.state,
      failures: this.failures,
      retryInMs: isPausing ? Math.max(0, Math.round(this.retryAt - this.clock.monotonicMs())) : null,
      reason: this.cause?.code ?? null,
    };
  }

  private close(): void {
    this.counter.success();
    this.failures = 0;
    this.pause = undefined;
    this.cause = undefined;
    this.enter('closed');
  }

  private async tryOut(attempt: () => Promise<unknown>): Promise<RouterOsError | undefined> {
    this.enter('half-open');
    try {
      await attempt();
      this.succeeded();
      return undefined;
    } catch (error) {
      const failure = error instanceof RouterOsError ? error : new RouterOsError('ESOCKET', String(error));
      // why: a refusal of the harmless command is an answer too
      if (failure.isTransport) this.failed(failure);
      else this.succeeded();
      return failure.isTransport ? failure : undefined;
    }
  }

  private open(state: 'open' | 'auth-failed', pauseMs: number, cause: RouterOsError): void {
    // why: what was in flight together fails together, and is one reason for one pause
    const known = this.state === state && this.clock.monotonicMs() < this.retryAt;
    if (known || (this.state === 'auth-failed' && state === 'open')) return;
    this.retryAt = this.clock.monotonicMs() + pauseMs;
    this.cause = cause;
    this.enter(state);
  }

  private nextPause(): number {
    if (this.state !== 'open') this.pause = this.pause?.next(undefined) ?? this.backoff.next(undefined);
    return this.pause?.duration ?? 0;
  }

  /** Refused passwords say so; everything else is one code, with the time of the next attempt. */
  private refusal(): RouterOsError {
    if (this.state === 'auth-failed' && this.cause) return this.cause;
    const seconds = Math.ceil((this.retryAt - this.clock.monotonicMs()) / 1_000);
    const reason = this.cause ? ` (${this.cause.code})` : '';
    return new RouterOsError('CIRCUIT_OPEN', `the router has failed${reason}, next attempt in ${seconds} s`);
  }

  private enter(state: BreakerState): void {
    if (this.state === state) return;
    this.state = state;
    this.onChange(state, this.cause);
  }
}

function isUnreachable({ details }: RouterOsError): boolean {
  return details.stage === 'connect' || details.stage === 'login';
}
