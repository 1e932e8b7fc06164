import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { JobQueue } from '@app/platform';
import { SYNC_ROUTER_JOB } from './sync-router.constants';

const COALESCE_MS = 3;

/**
 * Hurries the sync jobs of routers: the commits of a few milliseconds become one job per router, and while one waits no
 * further one is added (a mark that is made while it runs makes it run once more). In a worker the queue is left out. A call that is lost costs only the
 * sweeper's interval.
 */
@Injectable()
export class SyncWaker implements OnModuleDestroy {
  private readonly logger = new Logger(SyncWaker.name);
  private readonly waiting = new Set<string>();
  private readonly sending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private take: ((routerId: string) => boolean) | undefined;

  constructor(private readonly queue: JobQueue) {}

  /** Whoever can serve a router in this process, without the queue; says whether it does. */
  serveHere(take: ((routerId: string) => boolean) | undefined): void {
    this.take = take;
  }

  wake(routerIds: Iterable<string>): void {
    for (const id of new Set(routerIds)) if (this.take?.(id) !== true) this.waiting.add(id);
    if (this.waiting.size > 0) this.timer ??= setTimeout(() => void this.flush(), COALESCE_MS);
  }

  /**
   * The same at once, for whoever has found that work is overdue: past the job that seems to wait or run, which may have died
   * with its worker.
   */
  async insist(routerIds: readonly string[]): Promise<void> {
    await this.add(routerIds, (routerId) => ({ jobId: `sync-${routerId}-${uuidv7()}` }));
  }

  /** Adds what waits at once. Never throws. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const ids = [...this.waiting];
    this.waiting.clear();
    if (ids.length === 0) return;
    const sending = this.add(ids, (routerId) => ({ coalesce: `sync-${routerId}` }));
    this.sending.add(sending);
    await sending;
    this.sending.delete(sending);
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
    await Promise.all(this.sending);
  }

  private async add(
    routerIds: readonly string[],
    named: (routerId: string) => { jobId: string } | { coalesce: string },
  ): Promise<void> {
    if (routerIds.length === 0) return;
    try {
      await this.queue.addBulk(
        routerIds.map((routerId) => ({
          ...SYNC_ROUTER_JOB,
          data: { routerId },
          ...named(routerId),
        })),
      );
    } catch (error) {
      this.logger.warn(`routers wait for the sweeper, no job could be added: ${String(error)}`);
    }
  }
}
