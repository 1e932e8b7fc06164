import { Module } from '@nestjs/common';
import { AlertsController } from '../../alerts/http/alerts.controller';
import { DeadLettersController } from '../../outbox/http/dead-letters.controller';
import { JobSchedulesController } from '../../scheduler/http/job-schedules.controller';
import { BackgroundJobsController } from './background-jobs.controller';

/** The operators' routes: alerts, background jobs, schedules, dead letters. For the API. */
@Module({ controllers: [AlertsController, BackgroundJobsController, JobSchedulesController, DeadLettersController] })
export class SystemHttpModule {}
