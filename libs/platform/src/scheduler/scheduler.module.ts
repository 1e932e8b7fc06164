import { Global, Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ScheduleMirror } from './schedule-mirror';
import { ScheduleRepository } from './schedule.repository';
import { Schedules } from './schedules';

/** {@link Schedules} for every process; running them is the worker's part. */
@Global()
@Module({
  imports: [ScheduleModule.forRoot()], // why: what one process does for itself; everything else is a job
  providers: [Schedules, ScheduleMirror, ScheduleRepository],
  exports: [Schedules, ScheduleMirror, ScheduleRepository],
})
export class SchedulerModule {}
