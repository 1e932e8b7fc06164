import { Module } from '@nestjs/common';
import { CONTROL_JOBS } from './control.jobs';
import { OnBankMutationsTakenHandler } from './handlers/on-bank-mutations-taken.handler';
import { MatchMutationsJob } from './jobs/match-mutations.job';
import { PurgeCallbacksJob } from './jobs/purge-callbacks.job';
import { PurgeProofsJob } from './jobs/purge-proofs.job';
import { WatchCollectorCashJob } from './jobs/watch-collector-cash.job';
import { PaymentsModule } from './payments.module';

/** Background work of payments. */
@Module({
  imports: [PaymentsModule],
  providers: [
    PurgeCallbacksJob,
    PurgeProofsJob,
    WatchCollectorCashJob,
    ...CONTROL_JOBS,
    MatchMutationsJob,
    OnBankMutationsTakenHandler,
  ],
})
export class PaymentsWorkerModule {}
