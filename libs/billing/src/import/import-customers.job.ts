import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '@app/platform';
import { IMPORT_CUSTOMERS_JOB } from './uploaded-lists.service';
import { CustomerImportErrors } from './import.errors';
import { type CustomerImportOutcome, IMPORT_ATTEMPTS, RunCustomerImport } from './run-customer-import.service';

/** Reads and carries out a list that somebody uploaded. */
@Injectable()
@HandlesJob({ ...IMPORT_CUSTOMERS_JOB, attempts: IMPORT_ATTEMPTS, backoffMs: 2_000, keepCompleted: 0, keepFailed: 50 })
export class ImportCustomersJob implements JobHandler<{ importId: string }> {
  constructor(private readonly imports: RunCustomerImport) {}

  async handle({ importId }: { importId: string }, context: JobContext): Promise<{ outcome: CustomerImportOutcome }> {
    const outcome = await this.imports.run(importId, context);
    // why: a shutdown in the middle is no end; the job has to come back
    if (outcome === 'INTERRUPTED') throw CustomerImportErrors.INTERRUPTED();
    return { outcome };
  }
}
