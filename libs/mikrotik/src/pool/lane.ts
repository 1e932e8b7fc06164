import { type Clock } from '@app/core';
import {
  command,
  type ExecOptions,
  RouterOsError,
  type RouterOsTransport,
  type Row,
  toRouterOsError,
} from '../transport';
import { Window } from './window';

export interface LaneOptions {
  /** Commands in flight at a time. */
  window: number;
  /** Idle time after which the connection is probed. */
  heartbeatMs: number;
  /** Idle time after which it is closed; undefined keeps it. */
  idleCloseMs?: number | undefined;
  heartbeatTimeoutMs: number;
}

/** Commands that are sent together. */
export interface Batch {
  /** Why nothing more of it is sent. */
  broken?: RouterOsError;
}

const HEARTBEAT = command('/system/identity/print');

/** One connection to a router, opened when it is first needed and again after it was lost. Probed while idle. */
export class Lane {
  private readonly window: Window;
  private transport: RouterOsTransport | undefined;
  private opening: Promise<RouterOsTransport> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private usedAt = 0;
  private closed = false;

  constructor(
    private readonly open: () => Promise<RouterOsTransport>,
    private readonly options: LaneOptions,
    private readonly clock: Clock,
  ) {
    this.window = new Window(options.window);
  }

  get isOpen(): boolean {
    return this.transport?.state === 'ready';
  }

  get inFlight(): number {
    return this.window.inFlight;
  }

  /**
   * @param batch commands that belong together: a connection lost under one of them fails those that were not sent yet
   * @throws RouterOsError
   */
  async exec(words: readonly string[], options: ExecOptions, batch: Batch = {}): Promise<Row[]> {
    return this.window.run(async () => {
      if (batch.broken) throw batch.broken;
      try {
        const transport = await this.connection();
        this.usedAt = this.clock.monotonicMs();
        return await transport.exec(words, options);
      } catch (thrown) {
        const error = toRouterOsError(thrown);
        // why: noted before the place in the window is given on, or the next command would connect anew
        if (error.isTransport) batch.broken ??= error;
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.transport?.close();
  }

  private async connection(): Promise<RouterOsTransport> {
    if (this.closed) throw new RouterOsError('ENOTCONN', 'the connection to the router is being closed');
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
      throw new RouterOsError('ENOTCONN', 'the connection to the router is being closed');
    }
    this.transport = transport;
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
    if (this.closed || transport.state === 'closed' || this.transport !== transport) return;
    const idleMs = this.clock.monotonicMs() - this.usedAt;
    const { idleCloseMs, heartbeatMs, heartbeatTimeoutMs } = this.options;
    if (this.inFlight === 0 && idleCloseMs !== undefined && idleMs >= idleCloseMs) {
      await transport.close();
      return;
    }
    if (this.inFlight === 0 && idleMs >= heartbeatMs * 0.9) {
      const alive = await transport.exec(HEARTBEAT, { timeoutMs: heartbeatTimeoutMs }).then(
        () => true,
        (error: unknown) => error instanceof RouterOsError && !error.isTransport,
      );
      if (!alive) {
        transport.destroy();
        return;
      }
    }
    this.watch(transport);
  }
}
