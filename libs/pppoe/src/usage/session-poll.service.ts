import { Injectable, Logger } from '@nestjs/common';
import { Clock, localDate } from '@app/core';
import { command, print, RouterOsError, RouterPool, type Row } from '@app/mikrotik';
import { Database, DatabaseClock, PartitionKeeper } from '@app/platform';
import { sessionReadings, type SessionReading } from '../domain/session-reading';
import { PppoeConfig } from '../pppoe.config';
import { LineUsageRepository } from '../static/line-usage.repository';
import { type QueueReading, queueReadings } from '../static/queue-reading';
import { PollRepository, type PollTarget } from './poll.repository';
import { UsageLimits } from './usage-limits.service';

const ACTIVE = ['.id', 'name', 'address', 'caller-id', 'uptime', 'session-id'];
const COUNTERS = ['name', 'rx-byte', 'tx-byte'];
const QUEUES = ['name', 'bytes'];

interface Tables {
  active: Row[];
  interfaces: Row[];
  queues: Row[];
}

/** How a reading ended. */
export type PollOutcome = 'read' | 'unreachable' | 'not-ours';

/**
 * Reads the sessions of one router, their counters and those of the queues of static lines, in one round trip, and writes down what they mean. A table
 * that cannot be read is no empty table: nothing changes then (peers.md, requirement 14).
 */
@Injectable()
export class SessionPoll {
  private readonly logger = new Logger(SessionPoll.name);

  constructor(
    private readonly polls: PollRepository,
    private readonly lines: LineUsageRepository,
    private readonly limits: UsageLimits,
    private readonly pool: RouterPool,
    private readonly partitions: PartitionKeeper,
    private readonly database: Database,
    private readonly now: DatabaseClock,
    private readonly clock: Clock,
    private readonly config: PppoeConfig,
  ) {}

  /** Now, whether or not it is the router's turn. Two at once: the later one counts. */
  async poll(routerId: string): Promise<PollOutcome> {
    const target = await this.polls.claimOne(routerId);
    return target ? this.pollClaimed(target) : 'not-ours';
  }

  /** Never throws for what a router does. */
  async pollClaimed(target: PollTarget): Promise<PollOutcome> {
    const begun = this.clock.monotonicMs();
    const rows = await this.read(target.routerId, target.hasLines);
    if (rows instanceof RouterOsError) {
      await this.polls.missed(target, rows.code, this.config.pollIntervalMs);
      return 'unreachable';
    }
    const sessions = sessionReadings(rows.active, rows.interfaces);
    // why: by the database's clock and the time that passed here, as the two ends of an interval must agree
    const at = new Date(target.now.getTime() + Math.round(this.clock.monotonicMs() - begun));
    await this.record(target, at, sessions, queueReadings(rows.queues));
    if (this.config.ghostSessions === 'end' && hasTwins(sessions)) await this.endGhosts(target.routerId, rows.active);
    return 'read';
  }

  /** The sessions that a router has now, with their counters. Nothing is written down. @throws RouterOsError */
  async readings(routerId: string): Promise<SessionReading[]> {
    const rows = await this.read(routerId);
    if (rows instanceof RouterOsError) throw rows;
    return sessionReadings(rows.active, rows.interfaces);
  }

  private async read(routerId: string, withLines = false): Promise<Tables | RouterOsError> {
    const questions = [print('/ppp/active', ACTIVE), print('/interface', COUNTERS, ['?type=pppoe-in'])];
    if (withLines) questions.push(print('/queue/simple', QUEUES, ['?dynamic=false']));
    const [active, interfaces, queues] = await this.pool.execAll(routerId, questions, {
      lane: 'bulk',
      deadline: 'table',
    });
    if (active?.ok !== true) return active?.error ?? new RouterOsError('ENOTCONN', 'no answer');
    if (interfaces?.ok !== true) return interfaces?.error ?? new RouterOsError('ENOTCONN', 'no answer');
    // why: queues that cannot be read leave their counters as they are, and the sessions count all the same
    return { active: active.value, interfaces: interfaces.value, queues: queues?.ok === true ? queues.value : [] };
  }

  private async record(
    target: PollTarget,
    at: Date,
    sessions: readonly SessionReading[],
    queues: readonly QueueReading[],
  ): Promise<void> {
    await this.partitions.ensure('pppoe_session_history', localDate(at.toISOString().slice(0, 10)));
    const today = await this.now.sample();
    // why: the local day may be in another month than the one of UTC
    for (const hours of [-12, 14]) {
      const day = new Date(today.getTime() + hours * 3_600_000).toISOString().slice(0, 10);
      await this.partitions.ensure('pppoe_usage', localDate(day));
    }
    await this.database.transaction(async () => {
      await this.limits.changed(await this.polls.record(target, at, sessions, this.pauseMs()));
      if (queues.length > 0) await this.limits.changed(await this.lines.record(target, at, queues));
    });
  }

  private pauseMs(): number {
    return this.config.pollIntervalMs;
  }

  /** Ends what is left of sessions whose subscribers have dialled in anew; who is gone already is fine. */
  private async endGhosts(routerId: string, active: readonly Row[]): Promise<void> {
    const ghosts = new Set((await this.polls.ghosts(routerId)).map((one) => `${one.username} ${one.sessionKey}`));
    const ids = active.flatMap((row) => {
      const isGhost = ghosts.has(`${row.name ?? ''} ${row['session-id'] ?? row['.id'] ?? ''}`);
      return isGhost && row['.id'] !== undefined ? [row['.id']] : [];
    });
    if (ids.length === 0) return;
    const removals = ids.map((id) => command('/ppp/active/remove', { '.id': id }));
    const outcomes = await this.pool.execAll(routerId, removals);
    const ended = outcomes.filter((outcome) => outcome.ok).length;
    this.logger.log({ message: 'ghost sessions ended', routerId, ended });
  }
}

function hasTwins(sessions: readonly SessionReading[]): boolean {
  return new Set(sessions.map(({ username }) => username)).size < sessions.length;
}
