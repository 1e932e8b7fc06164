import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type PlannedAction } from '../../domain/changes/scheduled-change';

export type ScheduledState = 'PLANNED' | 'DONE' | 'CANCELLED' | 'FAILED';

/** A change that waits for its day. */
export interface ScheduledChange {
  id: string;
  subscriptionId: string;
  action: PlannedAction;
  /** First local day on which it counts. */
  effectiveOn: LocalDate;
  /** The instant at which that day begins for the payer. */
  effectiveAt: Date;
  payload: ScheduledPayload;
  state: ScheduledState;
  /** Why it failed, or was cancelled. */
  reason: string | null;
  requestedBy: string;
  createdAt: Date;
  doneAt: Date | null;
}

/** What the action needs besides its day. */
export interface ScheduledPayload {
  planId?: string;
  policy?: string;
  anchorDay?: number;
  /** First day of service after a pause. */
  until?: LocalDate;
}

const COLUMNS = `c.id, c.subscription_id as "subscriptionId", c.action, c.effective_on as "effectiveOn",
  c.effective_at as "effectiveAt", c.payload, c.state, c.reason, c.requested_by as "requestedBy",
  c.created_at as "createdAt", c.done_at as "doneAt"`;

/**
 * A change that is due can be carried out, except that a new plan waits for the end of a pause, and that what was not billed
 * before its day is billed by the run first (the run knows of it and bills every day at its own plan).
 */
const DUE = `c.state = 'PLANNED' and c.effective_at <= least($1::timestamptz, app_now())
  and not (c.action in ('CHANGE_PLAN', 'CHANGE_ANCHOR') and s.status = 'PAUSED')
  and not (c.action in ('CHANGE_PLAN', 'CANCEL', 'CHANGE_ANCHOR') and s.status = 'ACTIVE' and not s.parked
           and s.next_period_start < c.effective_on and s.next_bill_at <= least($1::timestamptz, app_now()))`;

@Injectable()
export class ScheduledChangeRepository {
  constructor(private readonly database: Database) {}

  async insert(
    row: Omit<ScheduledChange, 'state' | 'reason' | 'createdAt' | 'doneAt'>,
    createdAt: Date,
  ): Promise<void> {
    await this.database.execute(
      `insert into scheduled_changes (id, subscription_id, action, effective_on, effective_at, payload, requested_by,
              created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[row.id, row.subscriptionId, row.action, row.effectiveOn, row.effectiveAt, JSON.stringify(row.payload)],
        ...[row.requestedBy, createdAt],
      ],
    );
  }

  /** Newest first; the caller has found the subscription in its scope. */
  async ofSubscription(subscriptionId: string): Promise<ScheduledChange[]> {
    return this.database.query(
      `select ${COLUMNS} from scheduled_changes c where c.subscription_id = $1 order by c.id desc`,
      [subscriptionId],
    );
  }

  async planned(subscriptionId: string): Promise<ScheduledChange[]> {
    return this.database.query(
      `select ${COLUMNS} from scheduled_changes c where c.subscription_id = $1 and c.state = 'PLANNED'
        order by c.effective_at, c.id`,
      [subscriptionId],
      HOT,
    );
  }

  /** What has come due, oldest day first; the end of a service before anything else of its day. */
  async due(asOf: Date, limit: number, after: readonly string[]): Promise<ScheduledChange[]> {
    return this.database.query(
      `select ${COLUMNS} from scheduled_changes c join subscriptions s on s.id = c.subscription_id
        where ${DUE} and not c.id = any ($3::uuid[])
        order by c.effective_at, (c.action = 'CANCEL') desc, c.id limit $2`,
      [asOf, limit, after],
      HOT,
    );
  }

  /** Locks it if it still waits. */
  async lock(id: string): Promise<ScheduledChange | undefined> {
    return this.database.queryOne(
      `select ${COLUMNS} from scheduled_changes c where c.id = $1 and c.state = 'PLANNED' for no key update of c`,
      [id],
    );
  }

  async close(
    ids: readonly string[],
    state: Exclude<ScheduledState, 'PLANNED'>,
    at: Date,
    reason: string | null = null,
  ): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute(
      `update scheduled_changes set state = $2, done_at = $3, reason = $4 where id = any ($1::uuid[]) and state = 'PLANNED'`,
      [ids, state, at, reason],
    );
  }

  /** A change that could not happen on its day happens later. */
  async postpone(id: string, effectiveOn: LocalDate, effectiveAt: Date): Promise<void> {
    await this.database.execute(
      `update scheduled_changes set effective_on = $2, effective_at = $3 where id = $1 and state = 'PLANNED'`,
      [id, effectiveOn, effectiveAt],
    );
  }
}
