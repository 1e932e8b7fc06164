import { Injectable, Logger } from '@nestjs/common';
import { type Lease, Leases, PlatformErrors } from '@app/platform';
import { MikrotikConfig } from '../mikrotik.config';
import { RouterPool } from '../pool';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { type SyncGate, SyncGateRepository } from '../repositories/sync-gate.repository';
import { RouterOsError } from '../transport';
import { RouterDrain } from './router-drain';
import { RouterFailures } from './router-failures';
import { LEASE_MS, routerLease } from './sync-router.constants';

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
    private readonly gates: SyncGateRepository,
    private readonly health: RouterHealthRepository,
    private readonly drains: RouterDrain,
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
      if (!(await this.gates.hasWork(routerId, this.config.fullSyncIntervalMs))) return 'done';
    }
  }

  private async drain(routerId: string, lease: Lease, signal: AbortSignal): Promise<SyncOutcome> {
    const gate = await this.gates.gate(routerId, this.config.fullSyncIntervalMs);
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
    const done = await this.drains.drain(gate, lease, signal);
    if (signal.aborted) return 'aborted';
    if (done > 0) {
      if (!gate.noted) await this.health.recordAnswer(gate.id);
      this.logger.debug({ message: 'router in step', routerId: gate.id, items: done });
    }
    return 'done';
  }
}
