import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { MikrotikConfig } from '../mikrotik.config';
import { SyncGateRepository } from '../repositories/sync-gate.repository';
import { Knocks } from '../sync/knocks';
import { SyncWaker } from '../sync/sync-waker';

/** Finds the routers that have due work and starts their jobs: lost wake-ups, full syncs; those that were away are asked first. */
@Injectable()
@Scheduled({ description: 'Starts the sync of routers that have due work', everyMs: 5_000 })
@HandlesJob({ name: 'mikrotik.sweep-routers', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class SweepRoutersJob implements JobHandler {
  constructor(
    private readonly gates: SyncGateRepository,
    private readonly waker: SyncWaker,
    private readonly knocks: Knocks,
    private readonly config: MikrotikConfig,
  ) {}

  async handle(): Promise<{ routers: number }> {
    const due = await this.gates.withDueWork(this.config.fullSyncIntervalMs);
    this.knocks.at(due.filter(({ failures }) => failures > 0));
    await this.waker.insist(due.filter(({ failures }) => failures === 0).map(({ id }) => id));
    return { routers: due.length };
  }
}
