import { randomInt } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit, Optional } from '@nestjs/common';
import { Clock, fail } from '@app/core';
import { PoolMetrics } from '../metrics/pool-metrics';
import { MikrotikConfig } from '../mikrotik.config';
import {
  type ExecOptions,
  RouterOsError,
  type RouterOsTransport,
  type Row,
  RouterOsTransports,
  type Sentence,
  toRouterOsError,
} from '../transport';
import { openAdmitted } from './admission';
import { type CommandCause, CommandWatch } from './command-watch';
import { type Outcome } from './dispatcher';
import { type LaneName } from './lane';
import { type BreakerState, type RouterConnections } from './pool-state';
import { RouterEndpoints } from './router-endpoints';
import { RouterLink } from './router-link';

/** How long an answer may take: a command, the print of a large table, the run of a script (routeros.md section 9). */
export type Deadline = 'command' | 'table' | 'script';

export interface PoolExecOptions {
  /** `bulk` for long batches, so that a restored subscriber does not wait behind them; default `command`. */
  lane?: LaneName;
  /** Default `command`. */
  deadline?: Deadline;
  /** Overrides {@link deadline}. */
  timeoutMs?: number;
  /** What was not sent yet is not sent, what was is cancelled on the router. */
  signal?: AbortSignal;
  /** Why routers are written to, for the command log; told from the actor where it is missing. */
  cause?: CommandCause;
}

/** Hears of every change of a router's breaker, with the error that caused it. Must not throw. */
export type BreakerListener = (routerId: string, state: BreakerState, cause: RouterOsError | undefined) => void;

interface Entry {
  link: RouterLink;
  /** Version of the settings that its connections were made with. */
  version: number | undefined;
}

const DEADLINE_FACTORS: Readonly<Record<Deadline, number>> = { command: 1, table: 6, script: 12 };
const TEND_EVERY_MS = 30_000;

/**
 * Connections to all routers of this process: few per router, opened when needed, shared by everybody. Every failure is a
 * RouterOsError; nothing is repeated in here, because only the caller knows whether a write may be.
 */
@Injectable()
export class RouterPool implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(RouterPool.name);
  private readonly links = new Map<string, Entry>();
  private readonly listeners = new Set<BreakerListener>();
  private timer: NodeJS.Timeout | undefined;
  private draining = false;

  constructor(
    private readonly transports: RouterOsTransports,
    private readonly endpoints: RouterEndpoints,
    private readonly config: MikrotikConfig,
    private readonly clock: Clock,
    private readonly metrics: PoolMetrics,
    @Optional() private readonly watch?: CommandWatch,
  ) {}

  onModuleInit(): void {
    this.timer = setInterval(() => void this.tend(), TEND_EVERY_MS);
    this.timer.unref();
  }

  /** @throws RouterOsError */
  async exec(routerId: string, words: Sentence, options: PoolExecOptions = {}): Promise<Row[]> {
    const [outcome] = await this.execAll(routerId, [words], options);
    if (!outcome) throw new RouterOsError('ENOTCONN', 'no answer');
    if (!outcome.ok) throw outcome.error;
    return outcome.value;
  }

  /** Pipelined; an outcome per sentence, in their order. Never rejects. */
  async execAll(routerId: string, sentences: readonly Sentence[], options: PoolExecOptions = {}): Promise<Outcome[]> {
    if (sentences.length === 0) return [];
    if (this.draining) {
      const refusal = new RouterOsError('POOL_CLOSED', 'this process is shutting down');
      return sentences.map(() => fail(refusal));
    }
    const refusal = await this.watch?.refusal(routerId, sentences).catch(toRouterOsError);
    if (refusal) return sentences.map(() => fail(refusal));
    const { lane = 'command', cause } = options;
    const outcomes = await this.entry(routerId).link.execAll(sentences, lane, this.deadline(options));
    this.watch?.sent(routerId, sentences, outcomes, cause);
    return outcomes;
  }

  /** Connections made with older settings than these are given up. Cheap; call it where the present version is known. */
  async expectVersion(routerId: string, version: number): Promise<void> {
    const known = this.links.get(routerId)?.version;
    if (known !== undefined && known !== version) await this.forget(routerId);
  }

  /** Ends the pause after a router's failures: the next command tries at once, over a new connection unless one is at work and well. */
  async reset(routerId: string): Promise<void> {
    await this.links.get(routerId)?.link.reset();
  }

  /** Ends the connections to a router and its meters. What is in flight may end first. */
  async forget(routerId: string): Promise<void> {
    const entry = this.links.get(routerId);
    if (!entry) return;
    this.links.delete(routerId);
    this.metrics.remove(routerId);
    await entry.link.drain(this.config.drainMs);
  }

  /** Breaker, connections, queue and pace of every router that this process has talked to. */
  states(): ReadonlyMap<string, RouterConnections> {
    return new Map([...this.links].map(([id, { link }]) => [id, link.state()]));
  }

  /** The same of one router; undefined when this process has not talked to it. */
  state(routerId: string): RouterConnections | undefined {
    return this.links.get(routerId)?.link.state();
  }

  /** @returns ends the subscription */
  onBreaker(listener: BreakerListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Ends what belongs to routers that are gone, and connections with settings that have been changed since. */
  async tend(): Promise<void> {
    const ids = [...this.links.keys()];
    if (ids.length === 0) return;
    try {
      const versions = await this.endpoints.versions(ids);
      await Promise.all(
        ids.map(async (id) => {
          const version = versions.get(id);
          if (version === undefined) await this.forget(id);
          else await this.expectVersion(id, version);
        }),
      );
    } catch (error) {
      this.logger.warn(`the routers of the pool could not be compared with the registry: ${String(error)}`);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.draining = true;
    clearInterval(this.timer);
    await Promise.all([...this.links.keys()].map((id) => this.forget(id)));
  }

  private deadline({ timeoutMs, deadline = 'command', signal }: PoolExecOptions): ExecOptions {
    return { timeoutMs: timeoutMs ?? this.config.commandTimeoutMs * DEADLINE_FACTORS[deadline], signal };
  }

  private entry(routerId: string): Entry {
    const known = this.links.get(routerId);
    if (known) return known;
    const { config, clock, metrics } = this;
    const entry: Entry = {
      version: undefined,
      link: new RouterLink({
        ...{ config, clock, metrics },
        meters: metrics.of(routerId, () => entry.link.state()),
        chance: () => randomInt(1_000) / 1_000,
        open: () => this.openCounted(routerId, entry),
        onBreaker: (state, cause) => {
          this.tell(routerId, state, cause);
        },
      }),
    };
    this.links.set(routerId, entry);
    return entry;
  }

  private tell(routerId: string, state: BreakerState, cause: RouterOsError | undefined): void {
    this.logger.log({ message: 'circuit breaker', routerId, state, reason: cause?.code });
    for (const listener of this.listeners) listener(routerId, state, cause);
  }

  private async openCounted(routerId: string, entry: Entry): Promise<RouterOsTransport> {
    try {
      const transport = await this.open(routerId, entry);
      this.metrics.connection('open');
      return transport;
    } catch (error) {
      this.metrics.connection('failed');
      throw error;
    }
  }

  private async open(routerId: string, entry: Entry): Promise<RouterOsTransport> {
    const endpoint = await this.endpoints.endpoint(routerId);
    entry.version = endpoint.version;
    const transport = await openAdmitted(this.transports, endpoint, this.config);
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
