import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type ResourceKind, SYNC_PRIORITY } from '../domain/desired-resource';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { type DirtyItem, SyncItemRepository } from '../repositories/sync-item.repository';
import { SyncWaker } from './sync-waker';

/** One object that may no longer look as wanted. */
export interface DirtyResource {
  kind: ResourceKind;
  key: string;
  /** 1–9, see {@link SYNC_PRIORITY}; default 5. */
  priority?: number;
}

/**
 * How domain libs tell that routers have to be brought in step. Only names are handed over, never states: what is right is
 * asked from the contributors when the job runs, so a late job cannot undo a newer truth.
 */
@Injectable()
export class RouterSync {
  constructor(
    private readonly database: Database,
    private readonly items: SyncItemRepository,
    private readonly health: RouterHealthRepository,
    private readonly waker: SyncWaker,
  ) {}

  /**
   * Marks objects of one router as dirty. Joins the caller's transaction; the router's job is hurried after the commit.
   * Repeating it is harmless: the newest mark wins, the most urgent priority of the waiting marks is kept.
   */
  async markDirty(routerId: string, resources: readonly DirtyResource[]): Promise<void> {
    await this.markManyDirty(resources.map((resource) => ({ routerId, ...resource })));
  }

  /** The same for objects of several routers, in one statement. */
  async markManyDirty(resources: readonly (DirtyResource & { routerId: string })[]): Promise<void> {
    if (resources.length === 0) return;
    const dirty: DirtyItem[] = resources.map(({ priority = SYNC_PRIORITY.NORMAL, ...rest }) => ({ priority, ...rest }));
    await this.items.markDirty(dirty);
    this.wakeAfterCommit(dirty.map(({ routerId }) => routerId));
  }

  /** Wants the whole router compared and corrected. Joins the caller's transaction. */
  async wantFullSync(routerId: string): Promise<void> {
    await this.health.wantFullSync(routerId);
    this.wakeAfterCommit([routerId]);
  }

  /** Gives the dead items of a router another chance and forgets the router's backoff. Returns how many there were. */
  async retryDead(routerId: string): Promise<number> {
    const revived = await this.items.revive(routerId);
    await this.health.forgetBackoff(routerId);
    this.wakeAfterCommit([routerId]);
    return revived;
  }

  /** Lets the next run try at once, for whoever has just seen that the router answers. */
  async forgetBackoff(routerId: string): Promise<void> {
    await this.health.forgetBackoff(routerId);
    this.wakeAfterCommit([routerId]);
  }

  private wakeAfterCommit(routerIds: readonly string[]): void {
    this.database.afterCommit(() => {
      this.waker.wake(routerIds);
    });
  }
}
