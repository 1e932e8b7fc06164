import { Injectable, Logger } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import { type RepeatOptions } from 'bullmq';
import { SystemClock } from '@app/core';
import { BullJobQueue } from '../queue/bull-job-queue';
import { type JobSchedule } from './job-schedule';
import { ScheduleRepository } from './schedule.repository';

/** BullMQ's own mirror of a schedule. */
interface Mirrored {
  name?: string;
  every?: number;
  pattern?: string;
  tz?: string;
  next?: number;
}

const RESYNC = 'schedule-mirror';
const RESYNC_MS = 30_000;
/** A mirror whose next run lies this far back has lost it. */
const LOST_MS = 300_000;

/**
 * Keeps BullMQ's job schedulers equal to the enabled rows of `job_schedules`: at once when a row changes, and by
 * comparison every half minute, which also brings back what Redis has lost.
 */
@Injectable()
export class ScheduleMirror {
  private readonly logger = new Logger(ScheduleMirror.name);
  private readonly clock = new SystemClock(); // why: BullMQ does not travel

  constructor(
    private readonly repository: ScheduleRepository,
    private readonly queue: BullJobQueue,
    private readonly local: SchedulerRegistry,
  ) {}

  /** Writes one schedule to its queue, if it is not there as it should be. */
  async apply(schedule: JobSchedule): Promise<void> {
    const queue = this.queue.queue(schedule.queue);
    const current: Mirrored | undefined = (await queue.getJobScheduler(schedule.key)) ?? undefined;
    if (!schedule.enabled) {
      if (current) await queue.removeJobScheduler(schedule.key);
      return;
    }
    const wanted = repeatOptions(schedule);
    if (current?.name === schedule.jobName && isSame(current, wanted) && !this.isLost(current)) return;
    if (current) await queue.removeJobScheduler(schedule.key);
    await queue.upsertJobScheduler(schedule.key, wanted, {
      name: schedule.jobName,
      data: {},
      opts: { attempts: 1_000, backoff: { type: 'custom' } },
    });
  }

  async start(): Promise<void> {
    await this.syncAll();
    this.local.addInterval(
      RESYNC,
      setInterval(() => void this.syncAll(), RESYNC_MS),
    );
  }

  stop(): void {
    if (this.local.doesExist('interval', RESYNC)) this.local.deleteInterval(RESYNC);
  }

  /** Compares every row with its queue; a failure is left to the next round. */
  async syncAll(): Promise<void> {
    try {
      for (const schedule of await this.repository.all()) await this.apply(schedule);
    } catch (error) {
      this.logger.warn(`the schedules could not be compared with the queues: ${String(error)}`);
    }
  }

  private isLost({ next }: Mirrored): boolean {
    return next !== undefined && next < this.clock.now().getTime() - LOST_MS;
  }
}

function repeatOptions(schedule: JobSchedule): RepeatOptions {
  if (schedule.everyMs !== null) return { every: schedule.everyMs };
  return { pattern: schedule.cron ?? '', tz: schedule.timeZone ?? 'UTC' };
}

function isSame(current: Mirrored, wanted: RepeatOptions): boolean {
  if (wanted.every !== undefined) return Number(current.every) === wanted.every;
  return current.pattern === wanted.pattern && current.tz === wanted.tz;
}
