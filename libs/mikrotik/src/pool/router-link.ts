import { type Clock, fail } from '@app/core';
import { type PoolMetrics, type RouterMeters } from '../metrics/pool-metrics';
import { type MikrotikConfig } from '../mikrotik.config';
import {
  type ExecOptions,
  RouterOsError,
  type RouterOsTransport,
  type Row,
  type Sentence,
  toRouterOsError,
} from '../transport';
import { Breaker, reconnectBackoff } from './breaker';
import { CpuWatch } from './cpu-watch';
import { type Batch, Dispatcher, HARD_CAP, type Outcome } from './dispatcher';
import { HEARTBEAT, Lane, type LaneName, type LaneOptions } from './lane';
import { Lanes } from './lanes';
import { Pace } from './pace';
import { type BreakerState, type RouterConnections } from './pool-state';
import { SessionLimit } from './session-limit';

export interface LinkParts {
  open: () => Promise<RouterOsTransport>;
  config: MikrotikConfig;
  clock: Clock;
  metrics: PoolMetrics;
  meters: RouterMeters;
  /** From 0 up to 1, for spreading retries. */
  chance: () => number;
  onBreaker: (state: BreakerState, cause: RouterOsError | undefined) => void;
}

/**
 * All traffic to one router: a few connections, a line for each kind of work, a pace and a circuit breaker of its own, so
 * that a dead router costs nobody else a thing and is not hammered.
 */
export class RouterLink {
  private readonly pace: Pace;
  private readonly dispatcher: Dispatcher;
  private readonly breaker: Breaker;
  private readonly limit: SessionLimit;
  private readonly cpu: CpuWatch;
  private readonly command: Lane;
  private readonly lanes: Lanes;
  private readonly counts = { commands: 0, traps: 0, failures: 0, refused: 0 };
  /** Commands that were taken and have no outcome yet. */
  private readonly pending: Record<LaneName, number> = { command: 0, bulk: 0, telemetry: 0 };
  private closing: RouterOsError | undefined;

  constructor(private readonly parts: LinkParts) {
    const { config, clock } = parts;
    const timeoutMs = this.heartbeatTimeoutMs;
    const names = laneNames(config.connections);
    this.pace = new Pace(config.window, HARD_CAP);
    this.dispatcher = new Dispatcher(this.pace, config.window, names.filter((name) => name === 'bulk').length);
    this.breaker = new Breaker(clock, reconnectBackoff(parts.chance), parts.onBreaker);
    this.limit = new SessionLimit(clock, timeoutMs);
    this.cpu = new CpuWatch(this.pace, clock, timeoutMs);
    this.command = this.lane('command');
    this.lanes = new Lanes([this.command, ...names.slice(1).map((name) => this.lane(name))], this.limit);
  }

  /**
   * Fills the window with these commands; an outcome for each, in their order. A lost connection ends the whole batch: what had
   * not been sent is not sent. Never rejects.
   */
  async execAll(sentences: readonly Sentence[], name: LaneName, options: ExecOptions): Promise<Outcome[]> {
    const refusal = this.closing ?? this.overflow(name, sentences.length);
    if (refusal) return this.refuse(sentences, refusal);
    this.pending[name] += sentences.length;
    try {
      const broken = await this.breaker.admit(() => this.trial());
      if (broken) return this.refuse(sentences, broken);
      return await this.run(sentences, name, options);
    } finally {
      this.pending[name] -= sentences.length;
    }
  }

  state(): RouterConnections {
    const lanes = this.lanes.snapshots();
    return {
      breaker: this.breaker.snapshot(),
      lanes,
      connections: lanes.filter(({ state }) => state === 'open').length,
      inFlight: this.dispatcher.inFlight,
      waiting: this.dispatcher.waiting,
      window: this.pace.window,
      latencyMs: this.pace.latencyMs,
      baselineMs: this.pace.baselineMs,
      cpuLoad: this.pace.cpuLoad,
      sessionLimit: this.limit.value ?? null,
      ...this.counts,
    };
  }

  /** Ends the breaker's pause, and the connections that are not at work and well: the next command tries anew. */
  async reset(): Promise<void> {
    this.breaker.reset();
    await this.lanes.renew();
  }

  /** Takes nothing more, lets what is in flight end within a limit, refuses what waits, closes the connections. */
  async drain(limitMs: number): Promise<void> {
    this.closing ??= new RouterOsError('POOL_CLOSED', 'the connection to the router is being closed');
    this.dispatcher.refuseWaiting(this.closing);
    await within(this.dispatcher.idle(), limitMs);
    await this.lanes.close();
  }

  private get heartbeatTimeoutMs(): number {
    return Math.min(this.parts.config.commandTimeoutMs, 5_000);
  }

  private async run(sentences: readonly Sentence[], name: LaneName, options: ExecOptions): Promise<Outcome[]> {
    const begun = this.parts.clock.monotonicMs();
    let batch: Batch | undefined;
    let outcomes: Outcome[];
    try {
      const lane = await this.lanes.pick(name);
      if (this.closing) return this.refuse(sentences, this.closing);
      batch = { name, lane, options };
      outcomes = await this.dispatcher.run(sentences, batch);
    } catch (error) {
      const reason = toRouterOsError(error);
      outcomes = sentences.map(() => fail(reason));
    }
    this.judge(outcomes, batch);
    this.count(outcomes, this.parts.clock.monotonicMs() - begun);
    return outcomes;
  }

  /** One verdict per batch: what fell together is one failure. */
  private judge(outcomes: readonly Outcome[], batch: Batch | undefined): void {
    const failure =
      batch?.broken ?? outcomes.map((one) => (one.ok ? undefined : one.error)).find((one) => one?.isTransport);
    if (failure?.isTransport === true) this.breaker.failed(failure);
    else if (outcomes.some(isAnswer)) this.breaker.succeeded();
  }

  private async trial(): Promise<void> {
    await this.lanes.renew();
    await this.command.exec(HEARTBEAT, { timeoutMs: this.heartbeatTimeoutMs });
  }

  /** A batch that is larger than the whole line is taken when nothing waits. */
  private overflow(name: LaneName, more: number): RouterOsError | undefined {
    const waiting = this.pending[name];
    const limit = this.parts.config.queueLimit;
    if (waiting === 0 || waiting + more <= limit) return undefined;
    return new RouterOsError('ROUTER_BUSY', `${waiting} commands wait for this router, ${more} more are over ${limit}`);
  }

  private refuse(sentences: readonly Sentence[], error: RouterOsError): Outcome[] {
    this.counts.refused += sentences.length;
    this.parts.meters.error(error.isOurs ? 'refused' : 'breaker', sentences.length);
    return sentences.map(() => fail(error));
  }

  private lane(name: LaneName): Lane {
    const { config, clock, open } = this.parts;
    const options: LaneOptions = {
      name,
      heartbeatMs: config.heartbeatMs,
      heartbeatTimeoutMs: this.heartbeatTimeoutMs,
      quietMs: config.commandTimeoutMs,
      idleCloseMs: name === 'bulk' ? config.bulkIdleMs : undefined,
    };
    return new Lane(open, options, clock, (words, rows, ms) => {
      this.answered(words, rows, ms);
    });
  }

  private answered(words: readonly string[], rows: readonly Row[], ms: number): void {
    const [command = ''] = words;
    // why: a count is one row, but it takes the time of its table and of the print that goes before it
    if (!words.includes('=count-only=')) this.pace.answered(command, rows.length, ms);
    this.parts.meters.answered(ms);
    this.cpu.overhear(command, rows);
    if (this.pending.bulk > 0) this.cpu.tick(this.lanes.openOne());
  }

  private count(outcomes: readonly Outcome[], ms: number): void {
    let failures = 0;
    let done = 0;
    for (const one of outcomes) {
      if (one.ok) done++;
      else {
        this.parts.meters.error(one.error.retry, 1);
        if (one.error.isTransport) failures++;
      }
    }
    const traps = outcomes.length - done - failures;
    this.counts.commands += outcomes.length;
    this.counts.traps += traps;
    this.counts.failures += failures;
    this.parts.metrics.batch({ done, traps, failures }, ms);
  }
}

/** 2: command, bulk (and telemetry on it); 3: telemetry has its own; 4: a second one for bulk. */
function laneNames(connections: number): LaneName[] {
  const names: LaneName[] = ['command', 'bulk', 'telemetry', 'bulk'];
  return names.slice(0, connections);
}

function isAnswer(outcome: Outcome): boolean {
  return outcome.ok || (!outcome.error.isTransport && outcome.error.code !== 'CANCELLED');
}

async function within(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  clearTimeout(timer);
}
