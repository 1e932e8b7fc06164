import { SetMetadata } from '@nestjs/common';

/** How often something runs by itself. The row of `job_schedules` decides; this is what the row is created with. */
export type ScheduleDefault = {
  /** Stable name of the schedule; default: the job's name. */
  key?: string;
  description: string;
} & ({ everyMs: number } | { cron: string; timeZone: string });

export const SCHEDULED = Symbol('scheduled');

/** Gives a {@link HandlesJob} class a recurring schedule. Its job data is `{}`. */
export const Scheduled = (schedule: ScheduleDefault): ClassDecorator => SetMetadata(SCHEDULED, schedule);
