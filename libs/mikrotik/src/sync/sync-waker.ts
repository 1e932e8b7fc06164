import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { JobQueue } from '@app/platform';
import { SYNC_ROUTER_JOB } from './sync-router.constants';

const COALESCE_MS = 3;

/**
 * Hurries the sync jobs of routers: the commits of a few milliseconds become one job per router. Every job has an id of its
 * own, because a mark that is made while a job runs must not be swallowed by that job's id; surplus jobs find nothing to
 * do. A call that is lost costs only the sweeper's interval.
 */
@Injectable()
export class SyncWaker implements OnModuleDestroy {
  private readonly logger = new Logger(SyncWaker.name);
  private readonly waiting = new Set<string>();
  private readonly sending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly queue: JobQueue) {}

  wake(routerIds: Iterable<string>): void {
    for (const id of routerIds) this.waiting.add(id);
    if (this.waiting.size > 0) this.timer ??= setTimeout(() => void this.flush(), COALESCE_MS);
  }

  /** Adds what waits at once. Never throws. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const ids = [...this.waiting];
    this.waiting.clear();
    if (ids.length === 0) return;
    const sending = this.add(ids);
    this.sending.add(sending);
    await sending;
    this.sending.delete(sending);
  }

  async onModuleDestroy(): Promise<void> {
    await this.flush();
    await Promise.all(this.sending);
  }

  private async add(routerIds: readonly string[]): Promise<void> {
    try {
      await this.queue.addBulk(
        routerIds.map((routerId) => ({
          ...SYNC_ROUTER_JOB,
          data: { routerId },
          jobId: `sync-${routerId}-${uuidv7()}`,
        })),
      );
    } catch (error) {
      this.logger.warn(`routers wait for the sweeper, no job could be added: ${String(error)}`);
    }
  }
}
