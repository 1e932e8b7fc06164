import { Global, Module } from '@nestjs/common';
import { ScheduleMirror } from './schedule-mirror';
import { ScheduleRepository } from './schedule.repository';
import { Schedules } from './schedules';

/** {@link Schedules} for every process; running them is the worker's part. */
@Global()
@Module({
  providers: [Schedules, ScheduleMirror, ScheduleRepository],
  exports: [Schedules, ScheduleMirror, ScheduleRepository],
})
export class SchedulerModule {}
