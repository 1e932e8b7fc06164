import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import {
  type IdentityState,
  type Router,
  type RouterAccess,
  type RouterHealth,
  type RouterMode,
  type RouterQueue,
} from '../entities/router.entity';

export interface RouterFilter {
  /** Part of the name, the host or the identity. */
  q?: string;
  siteId?: string;
  health?: RouterHealth;
  mode?: RouterMode;
  identityState?: IdentityState;
  /** Every one of them. */
  tags?: readonly string[];
}

export type RouterReach = Pick<
  Router,
  'host' | 'port' | 'protocol' | 'tlsMode' | 'caPem' | 'plainAllowed' | 'anonymousTlsAllowed' | 'codePage'
>;

export type RouterRow = RouterReach &
  Pick<Router, 'id' | 'siteId' | 'name' | 'username' | 'mode' | 'tags'> & {
    passwordSealed: string;
  };

export type RouterPatch = Partial<Omit<RouterRow, 'id' | 'siteId'>> & { tlsFingerprint?: null };

const REACH = `r.host, r.port, r.protocol, r.tls_mode as "tlsMode", r.tls_fingerprint as "tlsFingerprint",
  r.ca_pem as "caPem", r.plain_allowed as "plainAllowed", r.anonymous_tls_allowed as "anonymousTlsAllowed",
  r.code_page as "codePage"`;

const COLUMNS = `r.id, r.site_id as "siteId", r.name, ${REACH}, r.username, r.mode, r.health, r.health_changed_at as "healthChangedAt", r.identity, r.ros_version as "rosVersion",
  r.board_name as "boardName", r.booted_at as "bootedAt", r.cpu_load as "cpuLoad", r.last_seen_at as "lastSeenAt",
  r.last_error_code as "lastErrorCode", r.last_error as "lastError", r.next_attempt_at as "nextAttemptAt",
  r.last_full_sync_at as "lastFullSyncAt", r.tags, r.serial_number as "serialNumber",
  r.identity_state as "identityState", r.foreign_serial as "foreignSerial", r.clock_skew_ms::float8 as "clockSkewMs",
  r.capabilities_at as "capabilitiesAt", r.password_changed_at as "passwordChangedAt",
  r.pending_password_until as "passwordPendingUntil", r.version, r.created_at as "createdAt", r.updated_at as "updatedAt"`;

/** What an operator's new password does to what was known of the old one. */
const ofNewPassword = (column: string, value: string): string =>
  `${column} = case when p."passwordSealed" is null then r.${column} else ${value} end`;

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from routers r`,
  id: 'r.id',
  sorts: { name: { sql: 'r.name', type: 'text' }, createdAt: { sql: 'r.created_at', type: 'timestamptz' } },
  defaultSort: 'name',
});

/** The router registry, within the scope of the running actor: routers belong to whole sites. */
@Injectable()
export class RouterRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Router | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne<Router>(`select ${COLUMNS} from routers r where r.id = $1 and ${mine}`, parameters);
  }

  async access(id: string): Promise<RouterAccess | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne<RouterAccess>(
      `select r.id, ${REACH}, r.username, r.password_sealed as "passwordSealed", r.mode, r.serial_number as "serialNumber",
              r.identity_state as "identityState", r.pending_password_sealed as "pendingSealed", r.version
         from routers r where r.id = $1 and ${mine}`,
      parameters,
    );
  }

  async page(request: ListRequest, filter: RouterFilter): Promise<Page<Router>> {
    return list.page<Router>(this.database, request, this.conditions(filter));
  }

  /** False when the name is taken. */
  async insert(row: RouterRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into routers (id, site_id, name, host, port, protocol, tls_mode, ca_pem, plain_allowed,
                            anonymous_tls_allowed, code_page, username, password_sealed, mode, tags)
       select p.id, p."siteId", p.name, p.host, p.port, p.protocol, p."tlsMode", p."caPem", p."plainAllowed",
              p."anonymousTlsAllowed", p."codePage", p.username, p."passwordSealed", p.mode,
              p.tags
         from jsonb_to_record($1::jsonb) as p (
           id uuid, "siteId" uuid, name text, host text, port int, protocol text, "tlsMode" text, "caPem" text,
           "plainAllowed" boolean, "anonymousTlsAllowed" boolean, "codePage" text, username text,
           "passwordSealed" text, mode text, tags text[])
       on conflict (name) do nothing`,
      [JSON.stringify(row)],
    );
    return affected === 1;
  }

  async isNameTaken(name: string, exceptId: string): Promise<boolean> {
    return (
      (await this.database.queryOne('select 1 from routers where name = $1 and id <> $2', [name, exceptId])) !==
      undefined
    );
  }

  /** Absent fields stay. False when the version is stale or the router is out of scope. A change of address or credentials ends the backoff. */
  async update(id: string, version: number, patch: RouterPatch): Promise<boolean> {
    const parameters: unknown[] = [id, version, JSON.stringify(patch)];
    const mine = this.mine().into(parameters);
    const { affected } = await this.database.execute(
      `update routers r set
         name = coalesce(p.name, r.name), host = coalesce(p.host, r.host), port = coalesce(p.port, r.port),
         protocol = coalesce(p.protocol, r.protocol), tls_mode = coalesce(p."tlsMode", r.tls_mode),
         ca_pem = case when $3::jsonb ? 'caPem' then p."caPem" else r.ca_pem end,
         plain_allowed = coalesce(p."plainAllowed", r.plain_allowed),
         anonymous_tls_allowed = coalesce(p."anonymousTlsAllowed", r.anonymous_tls_allowed),
         code_page = coalesce(p."codePage", r.code_page), username = coalesce(p.username, r.username),
         password_sealed = coalesce(p."passwordSealed", r.password_sealed),
         ${ofNewPassword('pending_password_sealed', 'null')}, ${ofNewPassword('pending_password_until', 'null')},
         ${ofNewPassword('pending_password_origin', 'null')}, ${ofNewPassword('rotation_error_code', 'null')},
         ${ofNewPassword('rotation_failed_at', 'null')}, ${ofNewPassword('password_changed_at', 'clock_timestamp()')}, mode = coalesce(p.mode, r.mode),
         tags = coalesce(p.tags, r.tags),
         tls_fingerprint = case when $3::jsonb ? 'tlsFingerprint' then null else r.tls_fingerprint end,
         failures = 0, next_attempt_at = null, version = r.version + 1, updated_at = now()
       from jsonb_to_record($3::jsonb) as p (
         name text, host text, port int, protocol text, "tlsMode" text, "caPem" text, "plainAllowed" boolean,
         "anonymousTlsAllowed" boolean, "codePage" text, username text, "passwordSealed" text, mode text, tags text[])
       where r.id = $1 and r.version = $2 and ${mine}`,
      parameters,
    );
    return affected === 1;
  }

  /** Keeps the fingerprint of the first TLS connection. False when another one is kept already. */
  async pin(id: string, fingerprint: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update routers set tls_fingerprint = $2
        where id = $1 and tls_mode = 'PINNED' and coalesce(tls_fingerprint, $2) = $2`,
      [id, fingerprint],
    );
    return affected === 1;
  }

  /** What to call a router in an alert, whoever has met with the trouble. */
  async label(id: string): Promise<{ name: string; siteId: string } | undefined> {
    return this.database.queryOne(`select name, site_id as "siteId" from routers where id = $1`, [id]);
  }

  /** Present versions of these routers; those that are gone are missing. For the machinery: not limited to a scope. */
  async versions(ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.query<{ id: string; version: number }>(
      `select id, version from routers where id = any ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  }

  /** False when out of scope. Fails on the foreign keys of whoever refers to the router. */
  async delete(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    const { affected } = await this.database.execute(`delete from routers r where r.id = $1 and ${mine}`, parameters);
    return affected === 1;
  }

  async queue(id: string): Promise<RouterQueue> {
    const row = await this.database.queryOne<RouterQueue>(
      `select count(*) filter (where not dead)::int as pending, count(*) filter (where dead)::int as dead,
              extract(epoch from clock_timestamp() - min(wanted_at) filter (where not dead))::float8
                as "oldestPendingSeconds",
              (array_agg(last_error_code order by next_attempt_at desc) filter (where last_error is not null))[1]
                as "lastItemErrorCode",
              (array_agg(kind || ' ' || resource_key || ': ' || last_error order by next_attempt_at desc)
                filter (where last_error is not null))[1] as "lastItemError"
         from router_sync_items where router_id = $1 and wanted_version > applied_version`,
      [id],
    );
    return row ?? { pending: 0, dead: 0, oldestPendingSeconds: null, lastItemErrorCode: null, lastItemError: null };
  }

  /** How many managed routers there are in each state of health. */
  async countByHealth(): Promise<Partial<Record<RouterHealth, number>>> {
    const rows = await this.database.query<{ health: RouterHealth; count: number }>(
      `select health, count(*)::int as count from routers where mode = 'MANAGED' group by health`,
    );
    return Object.fromEntries(rows.map(({ health, count }) => [health, count]));
  }

  private mine(): ScopeCondition {
    return this.scope.site('r.site_id');
  }

  private conditions(filter: RouterFilter): Condition[] {
    const conditions: Condition[] = [this.mine()];
    if (filter.siteId !== undefined) conditions.push(condition('r.site_id = $?', filter.siteId));
    if (filter.health !== undefined) conditions.push(condition('r.health = $?', filter.health));
    if (filter.mode !== undefined) conditions.push(condition('r.mode = $?', filter.mode));
    if (filter.identityState !== undefined) conditions.push(condition('r.identity_state = $?', filter.identityState));
    if (filter.tags !== undefined) conditions.push(condition('r.tags @> $?::text[]', filter.tags));
    if (filter.q !== undefined) {
      const pattern = `%${filter.q.replace(/[\\%_]/g, '\\$&')}%`;
      conditions.push(
        condition('(r.name ilike $? or r.host ilike $? or r.identity ilike $?)', pattern, pattern, pattern),
      );
    }
    return conditions;
  }
}
