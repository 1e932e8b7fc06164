import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { ScopeFilter } from '../access/scope-filter';
import { Database } from '../database/database';
import { type Condition, KeysetList, type ListRequest } from '../database/keyset-list';
import { type Alert, type AlertSeverity, type AlertSubject, type NewAlert } from './alert';

/** `CRITICAL` is 3. */
const rank = (severity: string): string => `array_position(array['INFO', 'WARNING', 'CRITICAL'], ${severity})`;

/** The condition for one state, over the alias `a`. */
export const STATE_SQL = {
  OPEN: 'a.resolved_at is null and a.acknowledged_at is null',
  ACKNOWLEDGED: 'a.resolved_at is null and a.acknowledged_at is not null',
  RESOLVED: 'a.resolved_at is not null',
} as const;

const COLUMNS = `a.id, a.key, a.severity,
  case when a.resolved_at is not null then 'RESOLVED' when a.acknowledged_at is not null then 'ACKNOWLEDGED'
       else 'OPEN' end as state,
  a.subject_type as "subjectType", a.subject_id as "subjectId", a.site_id as "siteId", a.title, a.detail, a.count,
  a.first_seen_at as "firstSeenAt", a.last_seen_at as "lastSeenAt", a.acknowledged_at as "acknowledgedAt",
  a.acknowledged_by as "acknowledgedBy", a.acknowledged_by_name as "acknowledgedByName", a.resolved_at as "resolvedAt"`;

const list = new KeysetList<'firstSeenAt' | 'lastSeenAt' | 'severity'>({
  select: `select ${COLUMNS} from alerts a`,
  id: 'a.id',
  sorts: {
    firstSeenAt: { sql: 'a.first_seen_at', type: 'timestamptz' },
    lastSeenAt: { sql: 'a.last_seen_at', type: 'timestamptz' },
    severity: { sql: rank('a.severity'), type: 'integer' },
  },
  defaultSort: '-firstSeenAt',
});

/** What a raise did. */
export interface RaisedAlert {
  id: string;
  count: number;
  /** It was not open before, or has become worse. */
  news: boolean;
}

/** An alert that ended. */
export interface ResolvedAlert {
  id: string;
  key: string;
  subjectType: string;
  subjectId: string;
  siteId: string | null;
}

const RESOLVED = `a.id, a.key, a.subject_type as "subjectType", a.subject_id as "subjectId", a.site_id as "siteId"`;

/** All SQL for alerts. Times are PostgreSQL's own. */
@Injectable()
export class AlertsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Opens it, or counts a repeat of the one that is open; one that becomes worse has to be acknowledged anew. */
  async raise(alert: NewAlert): Promise<RaisedAlert> {
    const worse = `${rank('excluded.severity')} > ${rank('a.severity')}`;
    const row = await this.database.queryOne<RaisedAlert>(
      `insert into alerts as a (id, key, severity, subject_type, subject_id, site_id, title, detail)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (key) where resolved_at is null do update set
         severity = excluded.severity, title = excluded.title, detail = excluded.detail,
         count = a.count + 1, last_seen_at = greatest(a.last_seen_at, now()),
         worse_since = case when ${worse} then now() else a.worse_since end,
         acknowledged_at = case when ${worse} then null else a.acknowledged_at end,
         acknowledged_by = case when ${worse} then null else a.acknowledged_by end,
         acknowledged_by_name = case when ${worse} then null else a.acknowledged_by_name end
       returning a.id, a.count, a.worse_since = now() as news`,
      [
        uuidv7(),
        alert.key,
        alert.severity,
        alert.subject.type,
        alert.subject.id,
        alert.siteId ?? null,
        JSON.stringify({ id: alert.title.id, en: alert.title.en }),
        JSON.stringify(alert.detail ?? {}),
      ],
    );
    if (!row) throw new Error(`alert ${alert.key} was not written`);
    return row;
  }

  async resolve(key: string): Promise<ResolvedAlert[]> {
    return this.database.query<ResolvedAlert>(
      `update alerts a set resolved_at = now() where a.key = $1 and a.resolved_at is null returning ${RESOLVED}`,
      [key],
    );
  }

  async resolveSubject({ type, id }: AlertSubject): Promise<ResolvedAlert[]> {
    return this.database.query<ResolvedAlert>(
      `update alerts a set resolved_at = now()
        where a.subject_type = $1 and a.subject_id = $2 and a.resolved_at is null returning ${RESOLVED}`,
      [type, id],
    );
  }

  async find(id: string): Promise<Alert | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('a.site_id').into(parameters);
    return this.database.queryOne<Alert>(`select ${COLUMNS} from alerts a where a.id = $1 and ${mine}`, parameters);
  }

  async page(request: ListRequest, conditions: readonly Condition[]): Promise<Page<Alert>> {
    return list.page<Alert>(this.database, request, [this.scope.site('a.site_id'), ...conditions]);
  }

  /** False when it is out of scope, over, or acknowledged already. */
  async acknowledge(id: string, by: { id: string; name: string }): Promise<boolean> {
    const parameters: unknown[] = [id, by.id, by.name];
    const mine = this.scope.site('a.site_id').into(parameters);
    const { affected } = await this.database.execute(
      `update alerts a set acknowledged_at = now(), acknowledged_by = $2, acknowledged_by_name = $3
        where a.id = $1 and ${STATE_SQL.OPEN} and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /** Alerts that are not resolved, by severity. */
  async countOpen(): Promise<{ severity: AlertSeverity; n: number }[]> {
    return this.database.query(
      `select severity, count(*)::int as n from alerts where resolved_at is null group by severity`,
    );
  }

  /** Deletes up to `limit` resolved alerts that are older than `days`; returns how many. */
  async purge(days: number, limit: number): Promise<number> {
    const { affected } = await this.database.execute(
      `delete from alerts where ctid = any (array(
         select ctid from alerts where resolved_at < now() - $1 * interval '1 day' order by resolved_at limit $2))`,
      [days, limit],
    );
    return affected;
  }
}
