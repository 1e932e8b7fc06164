import { Injectable } from '@nestjs/common';
import { localDate } from '@app/core';
import { Database, DatabaseClock, PartitionKeeper } from '@app/platform';
import { type SessionReading } from '../domain/session-reading';
import { LineUsageRepository } from '../static/line-usage.repository';
import { type QueueReading } from '../static/queue-reading';
import { PollRepository, type PollTarget } from './poll.repository';
import { UsageLimits } from './usage-limits.service';

/** What was read of a router. */
export interface RouterReading {
  at: Date;
  sessions: readonly SessionReading[];
  queues: readonly QueueReading[];
}

/** Writes down what a reading means: one statement for sessions, one for static lines, in one transaction. */
@Injectable()
export class PollRecorder {
  constructor(
    private readonly polls: PollRepository,
    private readonly lines: LineUsageRepository,
    private readonly limits: UsageLimits,
    private readonly partitions: PartitionKeeper,
    private readonly database: Database,
    private readonly now: DatabaseClock,
  ) {}

  async record(target: PollTarget, { at, sessions, queues }: RouterReading, pauseMs: number): Promise<void> {
    await this.partitions.ensure('pppoe_session_history', localDate(at.toISOString().slice(0, 10)));
    const today = await this.now.sample();
    // why: the local day may be in another month than the one of UTC
    for (const hours of [-12, 14]) {
      const day = new Date(today.getTime() + hours * 3_600_000).toISOString().slice(0, 10);
      await this.partitions.ensure('pppoe_usage', localDate(day));
    }
    await this.database.transaction(async () => {
      await this.limits.changed(await this.polls.record(target, at, sessions, pauseMs));
      if (queues.length > 0) await this.limits.changed(await this.lines.record(target, at, queues));
    });
  }
}
