import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AuditLog, BackgroundJobs } from '@app/platform';
import { MikrotikErrors } from '../mikrotik.errors';
import { RoutersService } from '../services/routers.service';

/** The job that changes our password on one router. */
export const ROTATE_CREDENTIALS_JOB = { name: 'mikrotik.rotate-credentials', queue: 'mikrotik' } as const;

/** Rotations that people ask for; they run in the worker. */
@Injectable()
export class RotationRequests {
  constructor(
    private readonly routers: RoutersService,
    private readonly jobs: BackgroundJobs,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_NOT_MANAGED */
  @Transactional()
  async start(id: string): Promise<{ jobId: string }> {
    const { mode, siteId } = await this.routers.get(id);
    if (mode !== 'MANAGED') throw MikrotikErrors.ROUTER_NOT_MANAGED({ mode });
    const jobId = await this.jobs.start({ ...ROTATE_CREDENTIALS_JOB, data: { routerId: id } });
    await this.audit.record({
      action: 'router.password-rotation-requested',
      subject: { type: 'router', id },
      siteId,
      after: { jobId },
    });
    return { jobId };
  }
}
