import { Injectable } from '@nestjs/common';
import { claimTurns, MAY_BE_READ, missTurn, TURN_IS_DUE } from '@app/mikrotik';
import { Database } from '@app/platform';
import { type SessionReading } from '../domain/session-reading';
import { RECORD_POLL } from './poll-statement.sql';

/** A router whose turn it is, claimed by this process. */
export interface PollTarget {
  routerId: string;
  claim: bigint;
  /** When its sessions were read before; null: never. */
  polledAt: Date | null;
  /** The database's time. */
  now: Date;
  /** Queues of static lines are counted there. */
  hasLines: boolean;
}

/** A service that has come to other limits than those that were written down for it. */
export interface LimitChange {
  subscriptionId: string;
  customerId: string;
  siteId: string;
  usedBytes: bigint;
  periodStart: string;
  stepBefore: number;
  quotaBefore: boolean;
  stepNo: number;
  quotaReached: boolean;
}

const HAS_LINES = `, exists (select from static_placements h where h.router_id = p.router_id) as "hasLines"`;

/** Whose turn it is, and what came of it. Only the machinery comes here. */
@Injectable()
export class PollRepository {
  constructor(private readonly database: Database) {}

  async ensureRows(): Promise<void> {
    await this.database.execute(
      `insert into pppoe_polls (router_id) select r.id from routers r
        where not exists (select from pppoe_polls p where p.router_id = r.id) on conflict do nothing`,
    );
  }

  async claimDue(limit: number): Promise<PollTarget[]> {
    return this.claim(TURN_IS_DUE, [limit]);
  }

  /** This router, whether or not it is its turn; undefined when it is not read at all. */
  async claimOne(routerId: string): Promise<PollTarget | undefined> {
    await this.database.execute(`insert into pppoe_polls (router_id) values ($1) on conflict do nothing`, [routerId]);
    return (await this.claim(`p.router_id = $2 and ${MAY_BE_READ}`, [1, routerId]))[0];
  }

  /** One statement, whatever the number of sessions. @returns undefined when somebody else has claimed the router since */
  async record(
    { routerId, claim, polledAt }: PollTarget,
    at: Date,
    sessions: readonly SessionReading[],
    pauseMs: number,
  ): Promise<LimitChange[]> {
    return this.database.query<LimitChange>(RECORD_POLL, [
      ...[routerId, claim.toString(), at, sessions.map(({ username }) => username), sessions.map(({ key }) => key)],
      ...[sessions.map(({ address }) => address), sessions.map(({ callerId }) => callerId)],
      ...[
        sessions.map(({ uptimeSeconds }) => uptimeSeconds),
        sessions.map(({ rx }) => rx),
        sessions.map(({ tx }) => tx),
      ],
      ...[pauseMs, polledAt],
    ]);
  }

  /** Nothing is known of its sessions, so nothing is changed about them. */
  async missed({ routerId, claim }: PollTarget, errorCode: string, pauseMs: number): Promise<void> {
    await this.database.execute(missTurn('pppoe_polls'), [routerId, claim.toString(), errorCode, pauseMs]);
  }

  /** Sessions that had a newer one of their name beside them twice in a row. */
  async ghosts(routerId: string): Promise<{ username: string; sessionKey: string }[]> {
    return this.database.query(
      `select username, session_key as "sessionKey" from pppoe_live_sessions where router_id = $1 and extra_polls > 1`,
      [routerId],
    );
  }

  private async claim(which: string, parameters: unknown[]): Promise<PollTarget[]> {
    return this.database.query<PollTarget>(claimTurns('pppoe_polls', which, HAS_LINES), parameters);
  }
}
