import { Injectable, Logger } from '@nestjs/common';
import { type Lease, Leases, PlatformErrors } from '@app/platform';
import { MikrotikConfig } from '../mikrotik.config';
import { RouterPool } from '../pool';
import { RouterHealthRepository, type SyncGate } from '../repositories/router-health.repository';
import { SyncItemRepository } from '../repositories/sync-item.repository';
import { RouterOsError } from '../transport';
import { FullSync } from './full-sync';
import { ItemSync } from './item-sync';
import { RouterFailures } from './router-failures';
import { routerLease } from './sync-router.constants';

/** Short, so that a killed worker's routers are soon served again. */
const LEASE_MS = 10_000;
const BATCH = 250;

/** What a run of the sync job came to. */
export type SyncOutcome = 'done' | 'busy' | 'closed' | 'failed' | 'lost' | 'aborted';

/**
 * Brings one router in step: one writer per router at a time, under a lease, most urgent items first. A mark is never
 * overlooked: who finds the lease taken may leave, because the holder looks again after giving it up.
 */
@Injectable()
export class SyncRouterService {
  private readonly logger = new Logger(SyncRouterService.name);

  constructor(
    private readonly leases: Leases,
    private readonly health: RouterHealthRepository,
    private readonly items: SyncItemRepository,
    private readonly itemSync: ItemSync,
    private readonly fullSync: FullSync,
    private readonly failures: RouterFailures,
    private readonly pool: RouterPool,
    private readonly config: MikrotikConfig,
  ) {}

  /**
   * Safe to run at any time, any number of times. Failures of the router are recorded and end the run; the sweeper or
   * the probe comes back.
   *
   * @param signal stops between two batches
   */
  async run(routerId: string, signal: AbortSignal): Promise<SyncOutcome> {
    for (;;) {
      const held = await this.leases.tryWith(routerLease(routerId), LEASE_MS, (lease) =>
        this.drain(routerId, lease, signal),
      );
      if (!held) return 'busy';
      if (held.result !== 'done') return held.result;
      if (!(await this.hasWork(routerId))) return 'done';
    }
  }

  private async hasWork(routerId: string): Promise<boolean> {
    const gate = await this.health.gate(routerId, this.config.fullSyncIntervalMs);
    return gate?.open === true && (gate.fullSyncDue || (await this.items.hasDue(routerId)));
  }

  private async drain(routerId: string, lease: Lease, signal: AbortSignal): Promise<SyncOutcome> {
    const gate = await this.health.gate(routerId, this.config.fullSyncIntervalMs);
    if (gate?.open !== true) return 'closed';
    if (gate.failures > 0) await this.pool.reset(routerId);
    else await this.pool.expectVersion(routerId, gate.version);
    try {
      return await this.work(gate, lease, signal);
    } catch (error) {
      if (PlatformErrors.LEASE_LOST.matches(error)) return 'lost';
      if (!(error instanceof RouterOsError) || !error.isTransport) throw error;
      await this.failures.record(gate, error);
      return 'failed';
    }
  }

  private async work(gate: SyncGate, lease: Lease, signal: AbortSignal): Promise<SyncOutcome> {
    let done = await this.drainItems(gate.id, lease, signal);
    if (gate.fullSyncDue && !signal.aborted) {
      await this.fullSync.compare(gate.id);
      done += 1 + (await this.drainItems(gate.id, lease, signal));
    }
    if (signal.aborted) return 'aborted';
    if (done > 0) {
      await this.health.recordAnswer(gate.id);
      this.logger.debug({ message: 'router in step', routerId: gate.id, items: done });
    }
    return 'done';
  }

  private async drainItems(routerId: string, lease: Lease, signal: AbortSignal): Promise<number> {
    let done = 0;
    while (!signal.aborted) {
      const items = await this.items.claimDue(routerId, BATCH);
      if (items.length === 0) break;
      await this.itemSync.apply(routerId, items, lease);
      done += items.length;
    }
    return done;
  }
}
