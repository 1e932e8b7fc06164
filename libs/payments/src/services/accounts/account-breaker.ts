import { type Clock } from '@app/core';

const FAILURES_TO_OPEN = 5;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

export type GatewayHealth = 'closed' | 'open' | 'half-open';

/**
 * The circuit breaker of one account: five calls in a row without an answer open it, and when its pause is over one call
 * decides for the others.
 */
export class AccountBreaker {
  private failures = 0;
  /** How often it opened since the last answer. */
  private openings = 0;
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
    this.failures = 0;
    this.openings = 0;
    this.trying = false;
    this.retryAt = undefined;
  }

  /** @param pauseMs for how long at least; of an account that was told to keep away */
  failed(pauseMs = 0): void {
    this.failures++;
    const open = this.failures >= FAILURES_TO_OPEN || this.trying || pauseMs > 0;
    this.trying = false;
    if (!open) return;
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.openings++, 10));
    this.retryAt = this.clock.monotonicMs() + Math.max(pauseMs, pause);
  }
}
