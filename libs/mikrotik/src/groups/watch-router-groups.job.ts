import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Leases, Scheduled } from '@app/platform';
import { FailoverWatchService, type WatchRound } from './failover-watch.service';

const LEASE_MS = 30_000;

/** Looks at the members of router groups; one worker at a time. */
@Injectable()
@Scheduled({ description: 'Fails routers of groups over and back', everyMs: 10_000 })
@HandlesJob({ name: 'mikrotik.watch-router-groups', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class WatchRouterGroupsJob implements JobHandler {
  constructor(
    private readonly leases: Leases,
    private readonly watch: FailoverWatchService,
  ) {}

  async handle(): Promise<WatchRound> {
    const held = await this.leases.tryWith('mikrotik:router-groups', LEASE_MS, () => this.watch.evaluate());
    return held?.result ?? { failedOver: 0, failedBack: 0 };
  }
}
