import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { type JobSchedule } from './job-schedule';

const COLUMNS = `key, job_name as "jobName", queue, description, every_ms as "everyMs", cron, time_zone as "timeZone",
  enabled, last_run_at as "lastRunAt", last_outcome as "lastOutcome", last_error as "lastError", version`;

export type ScheduleRhythm = Pick<JobSchedule, 'everyMs' | 'cron' | 'timeZone'>;
export type ScheduleDefinition = ScheduleRhythm & Pick<JobSchedule, 'key' | 'jobName' | 'queue' | 'description'>;

/** Rows of `job_schedules`. */
@Injectable()
export class ScheduleRepository {
  constructor(private readonly database: Database) {}

  /** Writes what the code declares; the rhythm only as long as no operator has changed the row. */
  async declare(definitions: readonly ScheduleDefinition[]): Promise<void> {
    await this.database.execute(
      `insert into job_schedules as s (key, job_name, queue, description, every_ms, cron, time_zone)
       select key, job_name, queue, description, every_ms, cron, time_zone
       from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::text[], $7::text[])
         as d (key, job_name, queue, description, every_ms, cron, time_zone)
       on conflict (key) do update set
         job_name = excluded.job_name, queue = excluded.queue, description = excluded.description,
         every_ms = case when s.version = 1 then excluded.every_ms else s.every_ms end,
         cron = case when s.version = 1 then excluded.cron else s.cron end,
         time_zone = case when s.version = 1 then excluded.time_zone else s.time_zone end`,
      [
        definitions.map((d) => d.key),
        definitions.map((d) => d.jobName),
        definitions.map((d) => d.queue),
        definitions.map((d) => d.description),
        definitions.map((d) => d.everyMs),
        definitions.map((d) => d.cron),
        definitions.map((d) => d.timeZone),
      ],
    );
  }

  async all(): Promise<JobSchedule[]> {
    return this.database.query<JobSchedule>(`select ${COLUMNS} from job_schedules order by key`);
  }

  async find(key: string): Promise<JobSchedule | undefined> {
    return this.database.queryOne<JobSchedule>(`select ${COLUMNS} from job_schedules where key = $1`, [key]);
  }

  /** Undefined when `version` is not the row's any more. */
  async update(
    key: string,
    version: number,
    change: ScheduleRhythm & { enabled: boolean },
  ): Promise<JobSchedule | undefined> {
    return this.database.queryOne<JobSchedule>(
      `with changed as (
         update job_schedules set every_ms = $3, cron = $4, time_zone = $5, enabled = $6,
           version = version + 1, updated_at = now()
         where key = $1 and version = $2 returning *
       )
       select ${COLUMNS} from changed`,
      [key, version, change.everyMs, change.cron, change.timeZone, change.enabled],
    );
  }

  async recordRun(key: string, outcome: 'COMPLETED' | 'FAILED', error: string | null): Promise<void> {
    await this.database.execute(
      'update job_schedules set last_run_at = now(), last_outcome = $2, last_error = $3 where key = $1',
      [key, outcome, error],
    );
  }
}
