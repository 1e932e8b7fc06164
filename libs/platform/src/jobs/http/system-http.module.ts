import { Module } from '@nestjs/common';
import { DeadLettersController } from '../../outbox/http/dead-letters.controller';
import { JobSchedulesController } from '../../scheduler/http/job-schedules.controller';
import { BackgroundJobsController } from './background-jobs.controller';

/** The operators' routes: background jobs, schedules, dead letters. For the API. */
@Module({ controllers: [BackgroundJobsController, JobSchedulesController, DeadLettersController] })
export class SystemHttpModule {}
