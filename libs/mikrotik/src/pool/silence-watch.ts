import { RouterOsError, type RouterOsTransport } from '../transport';

/** What the watch has to know of the lane whose connection it looks after. */
export interface Watched {
  readonly inFlight: number;
  /** Is anybody there? Asks something harmless over the connection. */
  isAlive(transport: RouterOsTransport): Promise<boolean>;
}

/**
 * Looks after the commands in flight on one connection. A whole table may take a minute, so its deadline says nothing about a
 * router that is gone: where nothing has come for a while and a probe stays without an answer too, the connection is given up
 * and everybody who waits on it hears of it at once. A slow answer of which parts arrive is never touched.
 */
export class SilenceWatch {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly lane: Watched,
    private readonly transport: RouterOsTransport,
    /** Nothing heard for so long while commands wait is asked about. */
    private readonly quietMs: number,
  ) {}

  /** A command that may take long goes out. Cheap: one timer as long as something is in flight. */
  begin(): void {
    const { bytesRead: heard } = this.transport;
    if (heard === undefined) return;
    this.timer ??= setTimeout(() => void this.look(heard), this.quietMs).unref();
  }

  private async look(heard: number): Promise<void> {
    if (!this.isGone() && this.isSilent(heard) && !(await this.lane.isAlive(this.transport)) && this.isSilent(heard)) {
      const words = `nothing came for ${this.quietMs} ms and a probe was not answered`;
      this.transport.destroy(new RouterOsError('ETIMEDOUT', words, { stage: 'command' }));
    }
    this.timer = undefined;
    if (!this.isGone()) this.begin();
  }

  private isGone(): boolean {
    return this.transport.state !== 'ready' || this.lane.inFlight === 0;
  }

  private isSilent(heard: number): boolean {
    return this.transport.bytesRead === heard;
  }
}
