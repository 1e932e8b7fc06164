import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { CLS_ID, ClsService } from 'nestjs-cls';
import { CurrentActor, FULL_SCOPE, WorkerPool } from '@app/platform';
import { SYNC_ROUTER_JOB } from './sync-router.constants';
import { SyncRouterService } from './sync-router.service';
import { SyncWaker } from './sync-waker';

/** Routers that are served past the queue at a time; further ones wait on it. */
const AT_ONCE = 32;

/**
 * Brings routers in step right here, where the mark was made in a worker: a way over the queue costs a paying subscriber tens
 * of milliseconds and both ends their work. The queue stays for everything else, and the sweeper finds what is lost.
 */
@Injectable()
export class LocalRuns implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(LocalRuns.name);
  private readonly stop = new AbortController();
  private readonly running = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly waker: SyncWaker,
    private readonly service: SyncRouterService,
    private readonly cls: ClsService,
    private readonly actor: CurrentActor,
  ) {}

  /** In a process that is a worker; elsewhere whoever has the service starts its runs himself. */
  onModuleInit(): void {
    if (!this.discovery.getProviders().some(({ metatype }) => metatype === WorkerPool)) return;
    this.waker.serveHere((routerId) => this.take(routerId));
  }

  async onModuleDestroy(): Promise<void> {
    this.waker.serveHere(undefined);
    this.stop.abort();
    await Promise.allSettled(this.running.values());
  }

  /** True when the router is served here: now, or once more after the run that is on its way. */
  private take(routerId: string): boolean {
    if (this.stop.signal.aborted) return false;
    if (this.running.has(routerId)) {
      this.again.add(routerId);
      return true;
    }
    if (this.running.size >= AT_ONCE) return false;
    const run = this.serve(routerId).finally(() => this.running.delete(routerId));
    this.running.set(routerId, run);
    return true;
  }

  private async serve(routerId: string): Promise<void> {
    do {
      this.again.delete(routerId);
      await this.inContext(() => this.service.run(routerId, this.stop.signal)).catch((error: unknown) => {
        this.logger.warn(`the sync of router ${routerId} failed, the sweeper tries again: ${String(error)}`);
      });
    } while (this.again.has(routerId) && !this.stop.signal.aborted);
  }

  /** Out of the transaction and the request that made the mark. */
  private inContext<T>(work: () => Promise<T>): Promise<T> {
    return this.cls.run({ ifNested: 'override' }, () => {
      const { name } = SYNC_ROUTER_JOB;
      this.cls.set(CLS_ID, randomUUID());
      this.actor.set({ kind: 'system', id: name, name, permissions: new Set(), scope: FULL_SCOPE });
      return work();
    });
  }
}
