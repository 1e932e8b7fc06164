import { Global, Module } from '@nestjs/common';
import { BackgroundJobRepository } from './background-job.repository';
import { BackgroundJobs } from './background-jobs';

/** {@link BackgroundJobs} for every process. */
@Global()
@Module({ providers: [BackgroundJobs, BackgroundJobRepository], exports: [BackgroundJobs, BackgroundJobRepository] })
export class JobsModule {}
