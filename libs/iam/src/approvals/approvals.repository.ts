import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import {
  bindParameters,
  type Condition,
  condition,
  CurrentActor,
  Database,
  KeysetList,
  type ListRequest,
  type Run,
  ScopeFilter,
} from '@app/platform';

export const APPROVAL_STATES = ['PENDING', 'APPROVED', 'REJECTED', 'EXPIRED'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** A request for the agreement of a second person, and what became of it. */
export interface Approval {
  id: string;
  kind: string;
  subject: string;
  /** null when it concerns every site. */
  siteId: string | null;
  payload: Record<string, unknown>;
  reason: string;
  state: ApprovalState;
  requestedBy: string;
  requestedByName: string;
  createdAt: Date;
  expiresAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  note: string;
  /** An approval is good for one use. */
  usedAt: Date | null;
}

/** What exactly somebody wants to do. */
export interface ApprovalKey {
  requestedBy: string;
  kind: string;
  subject: string;
  payloadHash: Buffer;
}

export interface NewApproval extends ApprovalKey {
  id: string;
  siteId: string | null;
  /** Canonical JSON. */
  payload: string;
  reason: string;
  requestedByName: string;
  lifeHours: number;
}

export interface Decision {
  state: 'APPROVED' | 'REJECTED';
  userId: string;
  userName: string;
  note: string;
}

const OVER = `(a.state in ('PENDING', 'APPROVED') and a.used_at is null and a.expires_at <= now())`;
const STATE = `case when ${OVER} then 'EXPIRED' else a.state end`;
const SAME = `a.requested_by = $1 and a.kind = $2 and a.subject = $3 and a.payload_hash = $4`;

const COLUMNS = `a.id, a.kind, a.subject, a.site_id as "siteId", a.payload, a.reason, ${STATE} as state,
  a.requested_by as "requestedBy", a.requested_by_name as "requestedByName", a.created_at as "createdAt",
  a.expires_at as "expiresAt", a.decided_by_name as "decidedByName", a.decided_at as "decidedAt", a.note,
  a.used_at as "usedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from approvals a`,
  id: 'a.id',
  sorts: { createdAt: { sql: 'a.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** All SQL for approvals. Times are PostgreSQL's own clock. People see those of their sites, and what they asked for. */
@Injectable()
export class ApprovalsRepository {
  constructor(
    private readonly database: Database,
    private readonly actor: CurrentActor,
    private readonly scope: ScopeFilter,
  ) {}

  /** Uses an approval up, in the caller's transaction. False when there is none; of several callers one succeeds. */
  async consume(key: ApprovalKey): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update approvals set used_at = now()
        where used_at is null and id = (
          select a.id from approvals a where ${SAME} and a.state = 'APPROVED' and a.used_at is null and a.expires_at > now()
           limit 1 for update skip locked)`,
      [key.requestedBy, key.kind, key.subject, key.payloadHash],
    );
    return affected === 1;
  }

  /** Notes a request unless the same one waits already, outside of any transaction. @returns the id of the one that waits */
  async open(run: Run, approval: NewApproval): Promise<string> {
    const key = [approval.requestedBy, approval.kind, approval.subject, approval.payloadHash];
    await run(`update approvals a set state = 'EXPIRED' where ${SAME} and ${OVER}`, key);
    await run(
      `insert into approvals (requested_by, kind, subject, payload_hash, id, site_id, payload, reason, requested_by_name,
                              expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 hour') on conflict do nothing`,
      [
        ...key,
        approval.id,
        approval.siteId,
        approval.payload,
        approval.reason,
        approval.requestedByName,
        approval.lifeHours,
      ],
    );
    const [waiting] = await run<{ id: string }>(
      `select a.id from approvals a where ${SAME} and a.state in ('PENDING', 'APPROVED') and a.used_at is null`,
      key,
    );
    return waiting?.id ?? approval.id;
  }

  async find(id: string): Promise<Approval | undefined> {
    const parameters: unknown[] = [id];
    const sql = `select ${COLUMNS} from approvals a where a.id = $1 and ${bindParameters(this.visible(), parameters)}`;
    return this.database.queryOne<Approval>(sql, parameters);
  }

  async page(request: ListRequest, filter: { state?: ApprovalState; kind?: string }): Promise<Page<Approval>> {
    const conditions: Condition[] = [this.visible()];
    if (filter.state !== undefined) conditions.push(condition(`${STATE} = $?`, filter.state));
    if (filter.kind !== undefined) conditions.push(condition('a.kind = $?', filter.kind));
    return list.page<Approval>(this.database, request, conditions);
  }

  /** False when it no longer waits. */
  async decide(id: string, decision: Decision): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update approvals set state = $2, decided_by = $3, decided_by_name = $4, decided_at = now(), note = $5
        where id = $1 and state = 'PENDING' and expires_at > now()`,
      [id, decision.state, decision.userId, decision.userName, decision.note],
    );
    return affected === 1;
  }

  private visible(): Condition {
    const { kind, id, onBehalfOf, permissions } = this.actor.get();
    const { sql, parameters } = this.scope.site('a.site_id');
    if (kind !== 'system' && !permissions.has('approval:read'))
      return condition('a.requested_by = $?', onBehalfOf ?? id);
    return condition(`(${sql} or a.requested_by = $?)`, ...parameters, onBehalfOf ?? id);
  }
}
