import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { ImportSettlement } from '../services/settlement-reports/import-settlement.service';

/** Compares again what did not match, since payments may have come meanwhile: every hour. */
@HandlesJob({ name: 'payments.compare-settlements', queue: 'payments', attempts: 1 })
@Scheduled({
  description: 'Membandingkan ulang laporan gateway / compares reports of gateways again',
  everyMs: 3_600_000,
})
@Injectable()
export class CompareSettlementsJob implements JobHandler {
  constructor(private readonly imports: ImportSettlement) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ accounts: number }> {
    return { accounts: await this.imports.compareOpen(signal) };
  }
}
