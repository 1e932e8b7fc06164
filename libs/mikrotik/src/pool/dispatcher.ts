import { fail, ok, type Result } from '@app/core';
import { type ExecOptions, RouterOsError, type Row, type Sentence, toRouterOsError } from '../transport';
import { type Lane, type LaneName } from './lane';
import { type Pace } from './pace';

export type Outcome = Result<Row[], RouterOsError>;

/** Never more than this on one connection: routers lose answers when more is in flight (routeros.md section 9). */
export const HARD_CAP = 8;

/** Commands that are sent together. */
export interface Batch {
  name: LaneName;
  lane: Lane;
  options: ExecOptions;
  /** Why nothing more of it is sent. */
  broken?: RouterOsError;
}

interface Task {
  words: Sentence;
  batch: Batch;
  settle: (outcome: Outcome) => void;
}

const NAMES: readonly LaneName[] = ['command', 'telemetry', 'bulk'];

/**
 * Decides which command of one router goes next. Each kind of work has its own line, first come first served; bulk work uses
 * only what the command lane leaves free of the window, at least one command at a time.
 */
export class Dispatcher {
  private readonly lines: Record<LaneName, Task[]> = { command: [], bulk: [], telemetry: [] };
  private readonly flying: Record<LaneName, number> = { command: 0, bulk: 0, telemetry: 0 };
  private readonly flyingOn = new Map<Lane, number>();
  private whenIdle: (() => void)[] = [];

  constructor(
    private readonly pace: Pace,
    /** Commands in flight of what is not bulk work. */
    private readonly window: number,
    private readonly bulkLanes: number,
  ) {}

  get waiting(): number {
    return NAMES.reduce((sum, name) => sum + this.lines[name].length, 0);
  }

  get inFlight(): number {
    return NAMES.reduce((sum, name) => sum + this.flying[name], 0);
  }

  /** @returns an outcome for each, in their order; a connection lost under one of them ends the batch */
  async run(sentences: readonly Sentence[], batch: Batch): Promise<Outcome[]> {
    const { signal } = batch.options;
    const abort = (): void => {
      this.break(batch, new RouterOsError('CANCELLED', 'given up by us'));
    };
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    try {
      return await Promise.all(sentences.map((words) => this.enqueue(words, batch)));
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Settles everything that was not sent yet. */
  refuseWaiting(error: RouterOsError): void {
    for (const name of NAMES) for (const { settle } of this.lines[name].splice(0)) settle(fail(error));
  }

  /** Resolves when nothing is in flight. */
  async idle(): Promise<void> {
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.whenIdle.push(resolve));
  }

  private enqueue(words: Sentence, batch: Batch): Promise<Outcome> {
    if (batch.broken) return Promise.resolve(fail(batch.broken));
    return new Promise((settle) => {
      this.lines[batch.name].push({ words, batch, settle });
      this.pump();
    });
  }

  private pump(): void {
    for (const name of NAMES) {
      const line = this.lines[name];
      for (let next = line[0]; next !== undefined && this.hasRoom(next.batch); next = line[0]) {
        line.shift();
        void this.fly(next);
      }
    }
  }

  private hasRoom({ name, lane }: Batch): boolean {
    const { window } = this.pace;
    const onLane = this.flyingOn.get(lane) ?? 0;
    if (onLane >= HARD_CAP) return false;
    if (name !== 'bulk') return this.flying[name] < Math.min(this.window, window);
    const left = window * this.bulkLanes - this.flying.command;
    return onLane < window && this.flying.bulk < Math.max(1, left);
  }

  private async fly({ words, batch, settle }: Task): Promise<void> {
    const { name, lane, options } = batch;
    this.count(name, lane, 1);
    const outcome = await lane
      .exec(words, options)
      .then<Outcome, Outcome>(ok, (error: unknown) => fail(toRouterOsError(error)));
    this.count(name, lane, -1);
    if (!outcome.ok && outcome.error.isTransport) this.break(batch, outcome.error);
    settle(outcome);
    this.pump();
    if (this.inFlight === 0) for (const resolve of this.whenIdle.splice(0)) resolve();
  }

  private count(name: LaneName, lane: Lane, by: 1 | -1): void {
    this.flying[name] += by;
    this.flyingOn.set(lane, (this.flyingOn.get(lane) ?? 0) + by);
  }

  /** Nothing more of this batch is sent. */
  private break(batch: Batch, error: RouterOsError): void {
    if (batch.broken) return;
    batch.broken = error;
    const line = this.lines[batch.name];
    const dropped = line.filter((task) => task.batch === batch);
    if (dropped.length === 0) return;
    this.lines[batch.name] = line.filter((task) => task.batch !== batch);
    for (const { settle } of dropped) settle(fail(error));
  }
}
