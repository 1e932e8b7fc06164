import { Injectable, Logger } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler';
import { Scheduled } from '../scheduler/scheduled.decorator';
import { AuditConfig } from './audit.config';
import { AuditChainer } from './audit-chainer';
import { signHead } from './audit-hash';
import { DailyHeadsRepository } from './daily-heads.repository';

const MOST_DAYS = 400;

/**
 * Signs the end of the chain for every day that is over, and logs it, so that it also exists where nobody with access to
 * the database can change it (billing.md L2).
 */
@Injectable()
@HandlesJob({ name: 'platform.sign-audit-heads', queue: 'platform' })
@Scheduled({ description: 'Sign the head of the audit log for every day that is over', everyMs: 3_600_000 })
export class SignDailyHeads implements JobHandler {
  private readonly logger = new Logger('AuditHead');

  constructor(
    private readonly chainer: AuditChainer,
    private readonly heads: DailyHeadsRepository,
    private readonly config: AuditConfig,
  ) {}

  async handle(): Promise<{ signed: number }> {
    await this.chainer.chainAll();
    const { seq, hash } = await this.heads.chainHead();
    let signed = 0;
    for (const day of await this.heads.missingDays(MOST_DAYS)) {
      const head = { day, seq, hash };
      const signature = signHead(this.config.signingKey, head);
      if (!(await this.heads.insert({ ...head, signature }))) continue;
      signed++;
      this.logger.log({
        msg: `audit head ${day} ${seq} ${hash.toString('hex')} ${signature.toString('hex')}`,
        day,
        seq: seq.toString(),
        head: hash.toString('hex'),
        mac: signature.toString('hex'),
      });
    }
    return { signed };
  }
}
