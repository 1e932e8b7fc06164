import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler, Scheduled } from '@app/platform';
import { CommandLogRepository } from '../repositories/command-log.repository';
import { RouterPasswordRepository } from '../repositories/router-password.repository';
import { RouterSecurityConfig } from '../security/router-security.config';

/** Forgets commands that are too old, and access scripts that nobody used. */
@Injectable()
@Scheduled({ description: 'Forgets old router commands and unused access scripts', everyMs: 6 * 3_600_000 })
@HandlesJob({ name: 'mikrotik.purge-command-log', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class PurgeCommandLogJob implements JobHandler {
  constructor(
    private readonly log: CommandLogRepository,
    private readonly passwords: RouterPasswordRepository,
    private readonly config: RouterSecurityConfig,
  ) {}

  async handle(): Promise<{ commands: number; drafts: number }> {
    return {
      commands: await this.log.purge(this.config.commandLogDays),
      drafts: await this.passwords.purgeDrafts(),
    };
  }
}
