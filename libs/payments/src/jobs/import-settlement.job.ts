import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '@app/platform';
import { ImportSettlement } from '../services/settlement-reports/import-settlement.service';
import { IMPORT_SETTLEMENT_JOB } from '../services/settlement-reports/settlement-reports.service';

/** Reads and compares a report that somebody uploaded. */
@HandlesJob({ ...IMPORT_SETTLEMENT_JOB, attempts: 3, backoffMs: 2_000, keepCompleted: 0, keepFailed: 50 })
@Injectable()
export class ImportSettlementJob implements JobHandler<{ reportId: string }> {
  constructor(private readonly imports: ImportSettlement) {}

  async handle({ reportId }: { reportId: string }): Promise<{ outcome: string }> {
    return { outcome: await this.imports.run(reportId) };
  }
}
