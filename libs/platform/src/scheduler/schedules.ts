import { Injectable } from '@nestjs/common';
import { defaultRepeatStrategy } from 'bullmq';
import { Clock, CoreErrors } from '@app/core';
import { AuditLog } from '../audit/audit-log';
import { JobQueue } from '../queue/job-queue';
import { PlatformErrors } from '../platform.errors';
import { type JobSchedule, runNowJobId } from './job-schedule';
import { ScheduleMirror } from './schedule-mirror';
import { type ScheduleRhythm, ScheduleRepository } from './schedule.repository';

/** What an operator changes; what is absent stays. A new rhythm replaces the old one. */
export interface ScheduleChange {
  version: number;
  enabled?: boolean;
  everyMs?: number;
  cron?: string;
  timeZone?: string;
}

/** The operator's view of the schedules. */
@Injectable()
export class Schedules {
  constructor(
    private readonly repository: ScheduleRepository,
    private readonly mirror: ScheduleMirror,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
    private readonly audit: AuditLog,
  ) {}

  list(): Promise<JobSchedule[]> {
    return this.repository.all();
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async get(key: string): Promise<JobSchedule> {
    const schedule = await this.repository.find(key);
    if (!schedule) throw CoreErrors.NOT_FOUND({ what: 'Schedule', id: key });
    return schedule;
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, PLATFORM_SCHEDULE_RHYTHM */
  async change(key: string, change: ScheduleChange): Promise<JobSchedule> {
    const current = await this.get(key);
    const rhythm = this.rhythmOf(current, change);
    const enabled = change.enabled ?? current.enabled;
    const updated = await this.repository.update(key, change.version, { ...rhythm, enabled });
    if (!updated) throw CoreErrors.STALE_VERSION();
    await this.audit.record({
      action: 'schedule.changed',
      subject: { type: 'schedule', id: key },
      before: current,
      after: updated,
    });
    await this.mirror.apply(updated);
    return updated;
  }

  /** Puts one run on the queue now; nothing more when one is waiting there. Returns the id of the job. */
  async runNow(key: string): Promise<string> {
    const { jobName, queue } = await this.get(key);
    return this.queue.add({ name: jobName, queue, data: {}, jobId: runNowJobId(key) });
  }

  private rhythmOf(current: JobSchedule, change: ScheduleChange): ScheduleRhythm {
    if (change.everyMs !== undefined && change.cron !== undefined) throw PlatformErrors.SCHEDULE_RHYTHM();
    if (change.everyMs !== undefined) return { everyMs: change.everyMs, cron: null, timeZone: null };
    const cron = change.cron ?? current.cron;
    if (cron === null) {
      if (change.timeZone !== undefined) throw PlatformErrors.SCHEDULE_RHYTHM();
      return current;
    }
    const timeZone = change.timeZone ?? current.timeZone ?? 'UTC';
    this.assertReadable(cron, timeZone);
    return { everyMs: null, cron, timeZone };
  }

  private assertReadable(pattern: string, tz: string): void {
    try {
      if (defaultRepeatStrategy(this.clock.now().getTime(), { pattern, tz }) !== undefined) return;
    } catch {
      // why: the parser's own words are not for the caller, the code of the error says it
    }
    throw PlatformErrors.SCHEDULE_RHYTHM();
  }
}
