import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler } from '@app/platform';
import { ACCOUNT_BATCH_JOB, AccountBatches, type BatchOutcome } from '../services/account-batches.service';

type Data = Parameters<AccountBatches['run']>[0];

/** Creates the accounts that somebody asked for. */
@Injectable()
@HandlesJob({ ...ACCOUNT_BATCH_JOB, attempts: 5, backoffMs: 2_000, keepCompleted: 0, keepFailed: 50 })
export class CreateAccountsJob implements JobHandler<Data> {
  constructor(private readonly batches: AccountBatches) {}

  async handle(data: Data, context: JobContext): Promise<BatchOutcome> {
    return this.batches.run(data, context);
  }
}
