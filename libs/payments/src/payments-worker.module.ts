import { Module } from '@nestjs/common';
import { CONTROL_JOBS } from './control.jobs';
import { OnBankMutationsTakenHandler } from './handlers/on-bank-mutations-taken.handler';
import { MatchMutationsJob } from './jobs/match-mutations.job';
import { WatchCollectorCashJob } from './jobs/watch-collector-cash.job';
import { PaymentsModule } from './payments.module';

/** Background work of payments: none yet. */
@Module({ imports: [PaymentsModule], providers: [WatchCollectorCashJob, ...CONTROL_JOBS, MatchMutationsJob, OnBankMutationsTakenHandler] })
export class PaymentsWorkerModule {}
