import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '@app/platform';
import { SYNC_ROUTER_JOB } from '../sync/sync-router.constants';
import { SyncRouterService } from '../sync/sync-router.service';

/** Brings one router in step. Not repeated by the queue: the sweeper finds what is left. */
@Injectable()
@HandlesJob({ ...SYNC_ROUTER_JOB, attempts: 1, keepCompleted: 0, keepFailed: 50 })
export class SyncRouterJob implements JobHandler<{ routerId: string }> {
  constructor(private readonly service: SyncRouterService) {}

  async handle({ routerId }: { routerId: string }, { signal }: JobContext): Promise<{ outcome: string }> {
    return { outcome: await this.service.run(routerId, signal) };
  }
}
