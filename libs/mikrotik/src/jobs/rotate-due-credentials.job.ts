import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@app/core';
import { HandlesJob, type JobContext, type JobHandler, Leases, Scheduled } from '@app/platform';
import { RouterPasswordRepository } from '../repositories/router-password.repository';
import { RouterSecurityConfig } from '../security/router-security.config';
import { RotateCredentials } from '../security/rotate-credentials.service';

const LEASE_MS = 60_000;

/** Changes passwords that are too old, and ends what interrupted changes have left. One router at a time. */
@Injectable()
@Scheduled({ description: 'Changes our passwords on routers that are too old', everyMs: 10 * 60_000 })
@HandlesJob({
  name: 'mikrotik.rotate-due-credentials',
  queue: 'mikrotik',
  attempts: 1,
  keepCompleted: 1,
  keepFailed: 20,
})
export class RotateDueCredentialsJob implements JobHandler {
  private readonly logger = new Logger(RotateDueCredentialsJob.name);

  constructor(
    private readonly leases: Leases,
    private readonly passwords: RouterPasswordRepository,
    private readonly rotation: RotateCredentials,
    private readonly config: RouterSecurityConfig,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ rotated: number; recovered: number }> {
    const held = await this.leases.tryWith('mikrotik:rotate', LEASE_MS, async () => ({
      recovered: await this.each(await this.passwords.overdue(), signal, (id) => this.rotation.recover(id)),
      rotated: await this.each(await this.due(), signal, (id) => this.rotation.rotate(id)),
    }));
    return held?.result ?? { rotated: 0, recovered: 0 };
  }

  private async due(): Promise<string[]> {
    const { passwordMaxAgeDays } = this.config;
    return passwordMaxAgeDays === 0 ? [] : this.passwords.due(passwordMaxAgeDays);
  }

  private async each(
    ids: readonly string[],
    signal: AbortSignal,
    work: (id: string) => Promise<unknown>,
  ): Promise<number> {
    let done = 0;
    for (const id of ids) {
      if (signal.aborted) break;
      try {
        await work(id);
        done += 1;
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        this.logger.warn(`password of router ${id}: ${error.code}`);
      }
    }
    return done;
  }
}
