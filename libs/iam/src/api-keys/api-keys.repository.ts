import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, CurrentActor, Database, KeysetList, type ListRequest } from '@app/platform';
import { type BearerRow } from '../repositories/sign-ins.repository';
import { type ApiKey } from './api-key';

export interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  hash: Buffer;
  permissions: readonly string[];
  allSites: boolean;
  createdBy: string;
  /** Days from now. */
  days: number;
}

export type ApiKeyPatch = Partial<Pick<ApiKey, 'name' | 'permissions' | 'allSites'>>;

export type ApiKeyState = 'ACTIVE' | 'EXPIRED' | 'REVOKED';

/** A key that holds, and what its creator may do now. */
export interface ApiKeyBearer extends BearerRow {
  keyId: string;
  keyName: string;
  keyPermissions: string[];
  keyAllSites: boolean;
  keySiteIds: string[];
}

const COLUMNS = `k.id, k.name, k.prefix, k.permissions, k.all_sites as "allSites",
  array(select s.site_id from api_key_sites s where s.api_key_id = k.id order by s.site_id) as "siteIds",
  k.created_by as "createdBy", u.name as "createdByName", k.expires_at as "expiresAt", k.last_used_at as "lastUsedAt",
  k.revoked_at as "revokedAt", k.version, k.created_at as "createdAt"`;

const list = new KeysetList<'createdAt' | 'name'>({
  select: `select ${COLUMNS} from api_keys k join users u on u.id = k.created_by`,
  id: 'k.id',
  sorts: { createdAt: { sql: 'k.created_at', type: 'timestamptz' }, name: { sql: 'k.name', type: 'text' } },
  defaultSort: '-createdAt',
});

const STATES: Readonly<Record<ApiKeyState, string>> = {
  ACTIVE: 'k.revoked_at is null and k.expires_at > now()',
  EXPIRED: 'k.revoked_at is null and k.expires_at <= now()',
  REVOKED: 'k.revoked_at is not null',
};

/**
 * All SQL for API keys. A key is seen by its creator and by those who see the whole installation. Times are PostgreSQL's
 * real clock.
 */
@Injectable()
export class ApiKeysRepository {
  constructor(
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  async find(id: string): Promise<ApiKey | undefined> {
    return this.database.queryOne<ApiKey>(
      `select ${COLUMNS} from api_keys k join users u on u.id = k.created_by
       where k.id = $1 and ($2::uuid is null or k.created_by = $2)`,
      [id, this.creator()],
    );
  }

  async page(request: ListRequest, state: ApiKeyState | undefined): Promise<Page<ApiKey>> {
    const creator = this.creator();
    const conditions: Condition[] = creator === null ? [] : [condition('k.created_by = $?::uuid', creator)];
    if (state !== undefined) conditions.push(condition(STATES[state]));
    return list.page<ApiKey>(this.database, request, conditions);
  }

  async insert(row: ApiKeyRow): Promise<void> {
    await this.database.execute(
      `insert into api_keys (id, name, prefix, secret_hash, permissions, all_sites, created_by, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, now() + $8 * interval '1 day')`,
      [row.id, row.name, row.prefix, row.hash, row.permissions, row.allSites, row.createdBy, row.days],
    );
  }

  async setSites(id: string, siteIds: readonly string[]): Promise<void> {
    await this.database.execute('delete from api_key_sites where api_key_id = $1 and site_id <> all ($2::uuid[])', [
      id,
      siteIds,
    ]);
    await this.database.execute(
      'insert into api_key_sites (api_key_id, site_id) select $1, unnest($2::uuid[]) on conflict do nothing',
      [id, siteIds],
    );
  }

  /** False when the version is stale, the key revoked or out of sight. */
  async update(id: string, version: number, { name, permissions, allSites }: ApiKeyPatch): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update api_keys k
       set name = coalesce($3, k.name), permissions = coalesce($4, k.permissions),
           all_sites = coalesce($5, k.all_sites), version = k.version + 1, updated_at = now()
       where k.id = $1 and k.version = $2 and k.revoked_at is null and ($6::uuid is null or k.created_by = $6)`,
      [id, version, name ?? null, permissions ?? null, allSites ?? null, this.creator()],
    );
    return affected === 1;
  }

  /** False when it is revoked already or out of sight. */
  async revoke(id: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update api_keys k set revoked_at = now(), version = k.version + 1, updated_at = now()
       where k.id = $1 and k.revoked_at is null and ($2::uuid is null or k.created_by = $2)`,
      [id, this.creator()],
    );
    return affected === 1;
  }

  /**
   * A key that holds with its creator's role and scope, in one statement, which also notes the use, at most once a minute.
   * Undefined when it is unknown, revoked or expired, or its creator disabled.
   */
  async bearer(prefix: string, hash: Buffer): Promise<ApiKeyBearer | undefined> {
    return this.database.queryOne<ApiKeyBearer>(
      `with found as materialized (
         select k.id as "keyId", k.name as "keyName", k.permissions as "keyPermissions", k.all_sites as "keyAllSites",
                array(select s.site_id from api_key_sites s where s.api_key_id = k.id) as "keySiteIds",
                u.id, u.name, u.all_sites as "allSites", r.all_permissions as "allPermissions", r.permissions,
                array(select us.site_id from user_sites us where us.user_id = u.id) as "siteIds",
                u.area_limited as "areaLimited",
                array(select ua.area_id from user_areas ua where ua.user_id = u.id and u.area_limited) as "areaIds",
                u.reseller_id as "resellerId", u.customer_id as "customerId"
         from api_keys k join users u on u.id = k.created_by join roles r on r.id = u.role_id
         where k.prefix = $1 and k.secret_hash = $2 and k.revoked_at is null and k.expires_at > now()
           and u.status = 'ACTIVE'
           and not exists (select from resellers b where b.id = u.reseller_id and b.status <> 'ACTIVE')
       ), used as (
         update api_keys k set last_used_at = now() from found f
         where k.id = f."keyId" and (k.last_used_at is null or k.last_used_at < now() - interval '1 minute')
       )
       select * from found`,
      [prefix, hash],
    );
  }

  /** Whose keys the running actor sees; null: everybody's. */
  private creator(): string | null {
    const { kind, id } = this.actor.get();
    if (kind === 'system' || (this.actor.siteIds() === null && !this.actor.isNarrowed())) return null;
    return id;
  }
}
