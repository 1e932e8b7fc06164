import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '@app/platform';
import { ImportErrors } from './import.errors';
import { IMPORT_SECRETS_JOB } from './router-imports.service';
import { type ImportRunOutcome, RunImport } from './run-import.service';

/** Carries out an import that somebody asked for; what was away or busy is tried again where it stopped. */
@Injectable()
@HandlesJob({ ...IMPORT_SECRETS_JOB, attempts: 5, backoffMs: 2_000, keepCompleted: 0, keepFailed: 50 })
export class ImportSecretsJob implements JobHandler<{ importId: string }> {
  constructor(private readonly imports: RunImport) {}

  async handle({ importId }: { importId: string }, context: JobContext): Promise<{ outcome: ImportRunOutcome }> {
    const outcome = await this.imports.run(importId, context);
    // why: a shutdown in the middle is no end; the job has to come back
    if (outcome === 'INTERRUPTED') throw ImportErrors.INTERRUPTED();
    return { outcome };
  }
}
