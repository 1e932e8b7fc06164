import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { ScopeFilter } from '../access/scope-filter';
import { Database } from '../database/database';
import { type Condition, condition, KeysetList, type ListRequest } from '../database/keyset-list';
import { type AuditRecord } from './audit-entry';

/** Which entries a list shows. */
export interface AuditFilter {
  actorId?: string | undefined;
  /** An action, or the beginning of several: `auth.` */
  action?: string | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  siteId?: string | undefined;
  requestId?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
}

const COLUMNS: Readonly<Record<string, string>> = {
  actorId: 'e.actor_id = $?',
  subjectType: 'e.subject_type = $?',
  subjectId: 'e.subject_id = $?',
  siteId: 'e.site_id = $?::uuid',
  requestId: 'e.request_id = $?',
  from: 'e.occurred_at >= $?::timestamptz',
  to: 'e.occurred_at < $?::timestamptz',
};

const list = new KeysetList({
  select: `select e.id, e.occurred_at as "occurredAt", e.actor_kind as "actorKind", e.actor_id as "actorId",
                  e.actor_name as "actorName", e.ip, e.request_id as "requestId", e.action, e.subject_type as "subjectType",
                  e.subject_id as "subjectId", e.site_id as "siteId", e.before, e.after, e.seq, e.hash
             from audit_entries e`,
  id: 'e.id',
  sorts: { occurredAt: { sql: 'e.occurred_at', type: 'timestamptz' } },
  defaultSort: '-occurredAt',
});

/** Entries for auditors: those of their sites; what belongs to no site is for those who see all of them. */
@Injectable()
export class AuditEntriesRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async list(filter: AuditFilter, page: ListRequest): Promise<Page<AuditRecord>> {
    return list.page<AuditRecord>(this.database, page, [this.scope.site('e.site_id'), ...conditionsOf(filter)]);
  }
}

function conditionsOf({ action, ...filter }: AuditFilter): Condition[] {
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    const sql = COLUMNS[name];
    return value === undefined || sql === undefined ? [] : [condition(sql, value)];
  });
  if (action?.endsWith('.')) parts.push(condition('starts_with(e.action, $?)', action));
  else if (action !== undefined) parts.push(condition('e.action = $?', action));
  return parts;
}
