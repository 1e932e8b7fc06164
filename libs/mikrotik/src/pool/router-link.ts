import {
  bulkhead,
  BulkheadRejectedError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  ExponentialBackoff,
  handleWhen,
  isBrokenCircuitError,
  wrap,
} from 'cockatiel';
import { type Clock, fail, ok, type Result } from '@app/core';
import { type PoolMetrics } from '../metrics/pool-metrics';
import { type ExecOptions, type Row, RouterOsError, type Sentence, toRouterOsError } from '../transport';
import { type Batch, type Lane } from './lane';

export type LaneName = 'command' | 'bulk';
export type Outcome = Result<Row[], RouterOsError>;

/** What one router's link has done so far. */
export interface LinkStats {
  connections: number;
  inFlight: number;
  commands: number;
  traps: number;
  failures: number;
  breaker: 'closed' | 'half-open' | 'open';
}

const FAILURES_TO_OPEN = 3;
const REOPEN = { initialDelay: 1_000, maxDelay: 10_000 };
const OPERATIONS = 16;
const WAITING_OPERATIONS = 1_000;
/** A wrong password is not tried again for so long: routers log every refusal and lock accounts. */
const AUTH_LOCK_MS = 15 * 60_000;

const isTransport = (error: unknown): boolean => error instanceof RouterOsError && error.isTransport;
const hasTransportFailure = (outcomes: unknown): boolean =>
  Array.isArray(outcomes) && (outcomes as Outcome[]).some((one) => !one.ok && one.error.isTransport);

/**
 * All traffic to one router: a command lane and bulk lanes, behind a bulkhead and a circuit breaker of its own, so that a
 * dead router costs nobody else a thing and is not hammered.
 */
export class RouterLink {
  private readonly breaker = circuitBreaker(handleWhen(isTransport).orWhenResult(hasTransportFailure), {
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
    halfOpenAfter: new ExponentialBackoff(REOPEN),
  });
  private readonly policy = wrap(bulkhead(OPERATIONS, WAITING_OPERATIONS), this.breaker);
  private readonly counts = { commands: 0, traps: 0, failures: 0 };
  private locked: { until: number; error: RouterOsError } | undefined;
  private nextBulk = 0;

  constructor(
    private readonly lanes: { command: Lane; bulk: readonly Lane[] },
    private readonly clock: Clock,
    private readonly metrics: PoolMetrics,
  ) {}

  /** One command. */
  async exec(words: Sentence, lane: LaneName, options: ExecOptions): Promise<Row[]> {
    const [outcome] = await this.execAll([words], lane, options);
    if (!outcome) throw new RouterOsError('ENOTCONN', 'no answer');
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }

  /**
   * Keeps the lane's window filled with these commands; an outcome for each, in their order. A lost connection ends the
   * whole batch: what had not been sent is not sent.
   */
  async execAll(sentences: readonly Sentence[], lane: LaneName, options: ExecOptions): Promise<Outcome[]> {
    if (this.locked && this.clock.monotonicMs() < this.locked.until) {
      const { error } = this.locked;
      return sentences.map(() => fail(error));
    }
    try {
      return await this.policy.execute(() => this.run(sentences, this.pick(lane), options));
    } catch (error) {
      const refused = refusalOf(error);
      return sentences.map(() => fail(refused));
    }
  }

  stats(): LinkStats {
    const lanes = [this.lanes.command, ...this.lanes.bulk];
    return {
      connections: lanes.filter((lane) => lane.isOpen).length,
      inFlight: lanes.reduce((sum, lane) => sum + lane.inFlight, 0),
      ...this.counts,
      breaker: BREAKER_NAMES[this.breaker.state],
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.lanes.command, ...this.lanes.bulk].map((lane) => lane.close()));
  }

  private pick(name: LaneName): Lane {
    const bulk = this.lanes.bulk[this.nextBulk++ % this.lanes.bulk.length];
    return name === 'bulk' && bulk ? bulk : this.lanes.command;
  }

  private async run(sentences: readonly Sentence[], lane: Lane, options: ExecOptions): Promise<Outcome[]> {
    const batch: Batch = {};
    const begun = this.clock.monotonicMs();
    const one = (words: Sentence): Promise<Outcome> =>
      lane.exec(words, options, batch).then(ok, (error: unknown) => fail(toRouterOsError(error)));
    const outcomes = await Promise.all(sentences.map(one));
    this.count(outcomes, this.clock.monotonicMs() - begun);
    const { broken } = batch;
    if (broken?.retry === 'auth') this.locked = { until: this.clock.monotonicMs() + AUTH_LOCK_MS, error: broken };
    return outcomes;
  }

  private count(outcomes: readonly Outcome[], ms: number): void {
    const failures = outcomes.filter((one) => !one.ok && one.error.isTransport).length;
    const done = outcomes.filter((one) => one.ok).length;
    const traps = outcomes.length - done - failures;
    this.counts.commands += outcomes.length;
    this.counts.traps += traps;
    this.counts.failures += failures;
    this.metrics.batch({ done, traps, failures }, ms);
  }
}

const BREAKER_NAMES: Readonly<Record<CircuitState, LinkStats['breaker']>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

function refusalOf(error: unknown): RouterOsError {
  if (isBrokenCircuitError(error)) return new RouterOsError('CIRCUIT_OPEN', 'the router has failed repeatedly');
  if (error instanceof BulkheadRejectedError) return new RouterOsError('ROUTER_BUSY', 'too much waits for this router');
  return toRouterOsError(error);
}
