import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '@app/core';
import { PoolMetrics } from '../metrics/pool-metrics';
import { MikrotikConfig } from '../mikrotik.config';
import { type Row, type RouterOsTransport, RouterOsTransports, type Sentence } from '../transport';
import { Lane } from './lane';
import { RouterEndpoints } from './router-endpoints';
import { type LaneName, type LinkStats, type Outcome, RouterLink } from './router-link';

export interface PoolExecOptions {
  /** `bulk` for long batches, so that a restored subscriber does not wait behind them; default `command`. */
  lane?: LaneName;
  /** Default: the configured command deadline. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const BULK_IDLE_CLOSE_MS = 5 * 60_000;

/**
 * Connections to all routers of this process: few per router, opened when needed, shared by everybody. Every failure is a
 * RouterOsError; nothing is repeated in here, because only the caller knows whether a write may be.
 */
@Injectable()
export class RouterPool implements OnApplicationShutdown {
  private readonly logger = new Logger(RouterPool.name);
  private readonly links = new Map<string, { link: RouterLink; version: number | undefined }>();

  constructor(
    private readonly transports: RouterOsTransports,
    private readonly endpoints: RouterEndpoints,
    private readonly config: MikrotikConfig,
    private readonly clock: Clock,
    private readonly metrics: PoolMetrics,
  ) {}

  /** @throws RouterOsError */
  async exec(routerId: string, words: Sentence, options: PoolExecOptions = {}): Promise<Row[]> {
    return this.link(routerId).exec(words, options.lane ?? 'command', this.deadline(options));
  }

  /** Pipelined; an outcome per sentence, in their order. Never rejects. */
  async execAll(routerId: string, sentences: readonly Sentence[], options: PoolExecOptions = {}): Promise<Outcome[]> {
    if (sentences.length === 0) return [];
    return this.link(routerId).execAll(sentences, options.lane ?? 'command', this.deadline(options));
  }

  /** Connections made with older settings than these are given up. Cheap; call it where the present version is known. */
  async expectVersion(routerId: string, version: number): Promise<void> {
    const known = this.links.get(routerId)?.version;
    if (known !== undefined && known !== version) await this.reset(routerId);
  }

  /** Forgets the connections, the breaker and the lock of a router: the next command tries anew. */
  async reset(routerId: string): Promise<void> {
    const entry = this.links.get(routerId);
    this.links.delete(routerId);
    await entry?.link.close();
  }

  /** Figures of every router that this process has talked to. */
  stats(): ReadonlyMap<string, LinkStats> {
    return new Map([...this.links].map(([id, { link }]) => [id, link.stats()]));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.links.keys()].map((id) => this.reset(id)));
  }

  private deadline({ timeoutMs = this.config.commandTimeoutMs, signal }: PoolExecOptions): {
    timeoutMs: number;
    signal: AbortSignal | undefined;
  } {
    return { timeoutMs, signal };
  }

  private link(routerId: string): RouterLink {
    const known = this.links.get(routerId);
    if (known) return known.link;
    const open = (): Promise<RouterOsTransport> => this.openCounted(routerId);
    const { window, heartbeatMs, commandTimeoutMs } = this.config;
    const options = { window, heartbeatMs, heartbeatTimeoutMs: Math.min(commandTimeoutMs, 5_000) };
    const bulk = Array.from(
      { length: this.config.connections - 1 },
      () => new Lane(open, { ...options, idleCloseMs: BULK_IDLE_CLOSE_MS }, this.clock),
    );
    const link = new RouterLink({ command: new Lane(open, options, this.clock), bulk }, this.clock, this.metrics);
    this.links.set(routerId, { link, version: undefined });
    return link;
  }

  private async openCounted(routerId: string): Promise<RouterOsTransport> {
    try {
      const transport = await this.open(routerId);
      this.metrics.connection('open');
      return transport;
    } catch (error) {
      this.metrics.connection('failed');
      throw error;
    }
  }

  private async open(routerId: string): Promise<RouterOsTransport> {
    const endpoint = await this.endpoints.endpoint(routerId);
    const entry = this.links.get(routerId);
    if (entry) entry.version = endpoint.version;
    const transport = await this.transports.open(endpoint, this.config);
    const { fingerprint } = transport;
    if (endpoint.tlsMode === 'PINNED' && endpoint.fingerprint === undefined && fingerprint !== undefined) {
      await this.endpoints.pin(routerId, fingerprint).catch((error: unknown) => {
        transport.destroy();
        throw error;
      });
    }
    this.logger.debug({ message: 'connected to router', routerId, host: endpoint.host });
    return transport;
  }
}
