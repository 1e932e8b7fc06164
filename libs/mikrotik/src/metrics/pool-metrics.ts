import { Injectable, Optional } from '@nestjs/common';
import { Metrics } from '@app/platform';
import { type BreakerState, type RouterConnections } from '../pool/pool-state';
import { type RetryClass } from '../transport';

const SECONDS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60];
/** Routers with series of their own; those beyond share the label `other`, so that the size of /metrics stays bounded. */
const ROUTERS_WITH_SERIES = 500;
const OTHER = 'other';
const BREAKER_VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2, 'auth-failed': 3 };

/** Kinds of failure that are told apart: the retry class, the breaker's refusals, ours. */
export type ErrorClass = RetryClass | 'breaker' | 'refused';
const CLASSES: readonly ErrorClass[] = [
  'transport',
  'auth',
  'permission',
  'reread',
  'argument',
  'again',
  'breaker',
  'refused',
];

/** The meters of one router. */
export interface RouterMeters {
  answered(ms: number): void;
  error(kind: ErrorClass, count: number): void;
}

interface Series {
  state: () => RouterConnections;
  /** False once the router is gone: a late answer must not begin its series anew. */
  alive: boolean;
}

/** Figures of the pool, of all routers together and of each. Silent where a process has no meters. */
@Injectable()
export class PoolMetrics {
  private readonly commands;
  private readonly seconds;
  private readonly opened;
  private readonly answers;
  private readonly errors;
  private readonly routers = new Map<string, Series>();

  constructor(@Optional() private readonly metrics?: Metrics) {
    this.commands = metrics?.counter({
      name: 'langgan_router_commands_total',
      help: 'Commands to routers, by how they ended',
      labelNames: ['outcome'],
    });
    this.seconds = metrics?.histogram({
      name: 'langgan_router_batch_seconds',
      help: 'Time of one batch of commands to a router',
      buckets: SECONDS,
    });
    this.opened = metrics?.counter({
      name: 'langgan_router_connections_total',
      help: 'Connections to routers that were tried, by how it ended',
      labelNames: ['outcome'],
    });
    this.answers = metrics?.histogram({
      name: 'langgan_router_command_seconds',
      help: 'Time of one answer of a router',
      labelNames: ['router'],
      buckets: SECONDS,
    });
    this.errors = metrics?.counter({
      name: 'langgan_router_errors_total',
      help: 'Commands without success, by router and kind of failure',
      labelNames: ['router', 'class'],
    });
    this.gauge('connections', 'Open connections', (state) => state.connections);
    this.gauge('in_flight', 'Commands in flight', (state) => state.inFlight);
    this.gauge('queue', 'Commands that wait for their turn', (state) => state.waiting);
    this.gauge('window', 'Commands that may be in flight on a lane', (state) => state.window);
    this.gauge(
      'breaker',
      '0 closed, 1 half-open, 2 open, 3 password refused',
      ({ breaker }) => BREAKER_VALUES[breaker.state],
    );
  }

  /** One batch: how many commands did what, and how long all of it took. */
  batch(ended: { done: number; traps: number; failures: number }, ms: number): void {
    this.commands?.inc({ outcome: 'done' }, ended.done);
    this.commands?.inc({ outcome: 'trap' }, ended.traps);
    this.commands?.inc({ outcome: 'failure' }, ended.failures);
    this.seconds?.observe(ms / 1_000);
  }

  connection(outcome: 'open' | 'failed'): void {
    this.opened?.inc({ outcome });
  }

  /** Begins the series of a router. */
  of(routerId: string, state: () => RouterConnections): RouterMeters {
    const own = this.routers.size < ROUTERS_WITH_SERIES || this.routers.has(routerId);
    const series: Series = { state, alive: true };
    if (own) this.routers.set(routerId, series);
    const labels = { router: own ? routerId : OTHER };
    return {
      answered: (ms) => {
        if (series.alive) this.answers?.observe(labels, ms / 1_000);
      },
      error: (kind, count) => {
        if (series.alive) this.errors?.inc({ ...labels, class: kind }, count);
      },
    };
  }

  /** Ends the series of a router. */
  remove(routerId: string): void {
    const series = this.routers.get(routerId);
    if (!series) return;
    series.alive = false;
    this.routers.delete(routerId);
    this.answers?.remove({ router: routerId });
    for (const kind of CLASSES) this.errors?.remove({ router: routerId, class: kind });
  }

  /** Read when it is asked for: nothing has to be kept in step. */
  private gauge(name: string, help: string, valueOf: (state: RouterConnections) => number): void {
    const { routers } = this;
    this.metrics?.gauge({
      name: `langgan_router_${name}`,
      help: `${help}, by router`,
      labelNames: ['router'],
      collect() {
        this.reset();
        for (const [router, { state }] of routers) this.set({ router }, valueOf(state()));
      },
    });
  }
}
