import { type Clock } from '@app/core';
import { command, type ExecOptions, RouterOsError, type RouterOsTransport, type Row } from '../transport';
import { type LaneSnapshot } from './pool-state';
import { SilenceWatch } from './silence-watch';

/** `command` for what somebody waits for, `bulk` for long batches, `telemetry` for reading on an interval. */
export type LaneName = 'command' | 'bulk' | 'telemetry';

export interface LaneOptions {
  name: LaneName;
  /** Idle time after which the connection is probed. */
  heartbeatMs: number;
  heartbeatTimeoutMs: number;
  /** Silence under commands in flight after which it is probed: as long as an ordinary command may take. */
  quietMs: number;
  /** Idle time after which it is closed; undefined keeps it. */
  idleCloseMs?: number | undefined;
}

/** What a lane tells about every answer of the router. */
export type Answered = (words: readonly string[], rows: readonly Row[], ms: number) => void;

/** A harmless command that every router answers at once. */
export const HEARTBEAT = command('/system/identity/print');

const closedByUs = (): RouterOsError =>
  new RouterOsError('POOL_CLOSED', 'the connection to the router is being closed');

/** One connection to a router, opened when it is first needed and again after it was lost. Probed while idle. */
export class Lane {
  private transport: RouterOsTransport | undefined;
  private opening: Promise<RouterOsTransport> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private silence: SilenceWatch | undefined;
  private usedAt = 0;
  private flying = 0;
  /** The last command ended with the connection, or without an answer. */
  private suspect = false;
  private closed = false;

  constructor(
    private readonly open: () => Promise<RouterOsTransport>,
    private readonly options: LaneOptions,
    private readonly clock: Clock,
    private readonly answered: Answered = () => undefined,
  ) {}

  get name(): LaneName {
    return this.options.name;
  }

  get isOpen(): boolean {
    return this.transport?.state === 'ready';
  }

  /** Open, or being opened. */
  get isTaken(): boolean {
    return this.isOpen || this.opening !== undefined;
  }

  get inFlight(): number {
    return this.flying;
  }

  /** @throws RouterOsError */
  async exec(words: readonly string[], options: ExecOptions): Promise<Row[]> {
    this.flying++;
    try {
      const transport = await this.connection();
      const begun = (this.usedAt = this.clock.monotonicMs());
      // why: an ordinary command has a deadline that is as short
      if (options.timeoutMs > this.options.quietMs) this.silence?.begin();
      const rows = await transport.exec(words, options);
      this.suspect = false;
      this.usedAt = this.clock.monotonicMs();
      this.answered(words, rows, this.usedAt - begun);
      return rows;
    } catch (error) {
      if (error instanceof RouterOsError && error.isTransport) this.suspect = true;
      throw error;
    } finally {
      this.flying--;
    }
  }

  /** Asks something harmless. Any answer will do. */
  async isAlive(transport: RouterOsTransport): Promise<boolean> {
    const begun = this.clock.monotonicMs();
    try {
      const rows = await transport.exec(HEARTBEAT, { timeoutMs: this.options.heartbeatTimeoutMs });
      this.answered(HEARTBEAT, rows, this.clock.monotonicMs() - begun);
      return true;
    } catch (error) {
      return error instanceof RouterOsError && !error.isTransport;
    }
  }

  /** Waits until the connection stands. @throws RouterOsError */
  async ready(): Promise<void> {
    await this.connection();
  }

  /** Gives the connection up unless it is at work and well: the next command makes a new one. */
  async renew(): Promise<void> {
    if (this.transport === undefined || (this.flying > 0 && !this.suspect)) return;
    const old = this.transport;
    this.transport = undefined;
    clearTimeout(this.timer);
    if (this.suspect) old.destroy();
    else await old.close();
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.transport?.close();
  }

  snapshot(): LaneSnapshot {
    const otherwise = this.opening === undefined ? 'closed' : 'opening';
    return { name: this.name, state: this.isOpen ? 'open' : otherwise, inFlight: this.flying };
  }

  private async connection(): Promise<RouterOsTransport> {
    if (this.closed) throw closedByUs();
    if (this.transport?.state === 'ready') return this.transport;
    this.opening ??= this.establish().finally(() => {
      this.opening = undefined;
    });
    return this.opening;
  }

  private async establish(): Promise<RouterOsTransport> {
    const transport = await this.open();
    // why: read through a method, because close() may have run while we were connecting
    if (this.isClosed()) {
      transport.destroy();
      throw closedByUs();
    }
    this.transport = transport;
    this.silence = new SilenceWatch(this, transport, this.options.quietMs);
    this.suspect = false;
    this.usedAt = this.clock.monotonicMs();
    transport.onClosed(() => {
      if (this.transport === transport) clearTimeout(this.timer);
    });
    this.watch(transport);
    return transport;
  }

  private isClosed(): boolean {
    return this.closed;
  }

  private watch(transport: RouterOsTransport): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.beat(transport), this.options.heartbeatMs);
    this.timer.unref();
  }

  /** An idle connection proves that it lives, or is given up: the next command then opens a new one. */
  private async beat(transport: RouterOsTransport): Promise<void> {
    if (!this.isCurrent(transport)) return;
    const idleMs = this.clock.monotonicMs() - this.usedAt;
    const { idleCloseMs, heartbeatMs } = this.options;
    if (this.flying === 0 && idleCloseMs !== undefined && idleMs >= idleCloseMs) {
      await transport.close();
      return;
    }
    if (this.flying === 0 && idleMs >= heartbeatMs * 0.9 && !(await this.isAlive(transport))) {
      transport.destroy();
      return;
    }
    // why: it may have been closed or replaced while the probe was under way
    if (this.isCurrent(transport)) this.watch(transport);
  }

  private isCurrent(transport: RouterOsTransport): boolean {
    return !this.closed && this.transport === transport && transport.state === 'ready';
  }
}
