import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/core';
import { command, type Outcome, print, RouterOsError, RouterPool, type Row } from '@app/mikrotik';
import { sessionReadings, type SessionReading } from '../domain/session-reading';
import { PppoeConfig } from '../pppoe.config';
import { queueReadings } from '../static/queue-reading';
import { PollRecorder } from './poll-recorder';
import { PollRepository, type PollTarget } from './poll.repository';

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
 * Reads the sessions of one router, their counters and those of the queues of static lines, in one round trip, and writes
 * down what they mean. A table that cannot be read is no empty table: nothing changes then (peers.md, requirement 14).
 */
@Injectable()
export class SessionPoll {
  private readonly logger = new Logger(SessionPoll.name);

  constructor(
    private readonly polls: PollRepository,
    private readonly recorder: PollRecorder,
    private readonly pool: RouterPool,
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
    const reading = { at, sessions, queues: queueReadings(rows.queues) };
    await this.recorder.record(target, reading, this.config.pollIntervalMs);
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
    const outcomes = await this.pool.execAll(routerId, questions, { lane: 'bulk', deadline: 'table' });
    const [active, interfaces, queues] = outcomes;
    for (const outcome of [active, interfaces]) {
      if (outcome?.ok !== true) return outcome?.error ?? new RouterOsError('ENOTCONN', 'no answer');
    }
    // why: queues that cannot be read leave their counters as they are, and the sessions count all the same
    return { active: rowsOf(active), interfaces: rowsOf(interfaces), queues: rowsOf(queues) };
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

const rowsOf = (outcome: Outcome | undefined): Row[] => (outcome?.ok === true ? outcome.value : []);
