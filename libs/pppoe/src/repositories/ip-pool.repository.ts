import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { explained } from './unique-violations';

export const POOL_KINDS = ['FIXED', 'DYNAMIC', 'IPV6'] as const;
/** FIXED and IPV6 are given to single accounts from here; DYNAMIC is put on its router, which gives addresses out of it. */
export type PoolKind = (typeof POOL_KINDS)[number];

export interface IpPool {
  id: string;
  siteId: string;
  /** Null: for every router of the site. */
  routerId: string | null;
  name: string;
  kind: PoolKind;
  firstAddress: string;
  lastAddress: string;
  /** IPV6: length of the prefix that each account gets. */
  prefixLength: number | null;
  /** Addresses that nobody gets. */
  excluded: string[];
  status: 'ACTIVE' | 'RETIRED';
  /** Addresses in use. */
  used: number;
  version: number;
  createdAt: Date;
}

export type NewIpPool = Omit<IpPool, 'status' | 'used' | 'version' | 'createdAt'>;
export type IpPoolPatch = Partial<Pick<IpPool, 'name' | 'firstAddress' | 'lastAddress' | 'excluded' | 'status'>>;

export interface IpPoolFilter extends ListRequest {
  siteId?: string;
  routerId?: string;
  kind?: PoolKind;
}

const COLUMNS = `o.id, o.site_id as "siteId", o.router_id as "routerId", o.name, o.kind, host(o.first_address) as "firstAddress",
  host(o.last_address) as "lastAddress", o.prefix_length as "prefixLength", o.excluded, o.status, o.version,
  o.created_at as "createdAt",
  (select count(*)::int from ip_assignments i where i.pool_id = o.id and i.released_at is null) as used`;

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from ip_pools o`,
  id: 'o.id',
  sorts: { name: { sql: 'o.name', type: 'text' }, createdAt: { sql: 'o.created_at', type: 'timestamptz' } },
  defaultSort: 'name',
});

@Injectable()
export class IpPoolRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @throws DomainError PPPOE_POOL_NAME_TAKEN */
  async insert(pool: NewIpPool): Promise<void> {
    await this.guarded(
      `insert into ip_pools (id, site_id, router_id, name, kind, first_address, last_address, prefix_length, excluded)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[pool.id, pool.siteId, pool.routerId, pool.name, pool.kind, pool.firstAddress, pool.lastAddress],
        ...[pool.prefixLength, pool.excluded],
      ],
    );
  }

  /** @returns false for a stale version; @throws as {@link insert} */
  async update(id: string, version: number, patch: IpPoolPatch): Promise<boolean> {
    const parameters: unknown[] = [id, version, patch.name ?? null, patch.firstAddress ?? null];
    parameters.push(patch.lastAddress ?? null, patch.excluded ?? null, patch.status ?? null);
    const mine = this.scope.site('o.site_id').into(parameters);
    const rows = await this.guarded(
      `update ip_pools o set name = coalesce($3, name), first_address = coalesce($4::inet, first_address),
         last_address = coalesce($5::inet, last_address), excluded = coalesce($6::text[], excluded),
         status = coalesce($7, status), version = version + 1, updated_at = now()
       where o.id = $1 and o.version = $2 and ${mine} returning id`,
      parameters,
    );
    return rows.length === 1;
  }

  /** Only one that nobody ever had an address of. @returns false when somebody had */
  async delete(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('o.site_id').into(parameters);
    const rows = await this.database.query(
      `delete from ip_pools o where o.id = $1 and ${mine}
         and not exists (select from ip_assignments i where i.pool_id = o.id)
         and not exists (select from pppoe_profile_settings t where t.pool_id = o.id) returning o.id`,
      parameters,
    );
    return rows.length === 1;
  }

  async find(id: string): Promise<IpPool | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('o.site_id').into(parameters);
    return this.database.queryOne<IpPool>(`select ${COLUMNS} from ip_pools o where o.id = $1 and ${mine}`, parameters);
  }

  async page(filter: IpPoolFilter): Promise<Page<IpPool>> {
    const conditions: Condition[] = [this.scope.site('o.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('o.site_id = $?', filter.siteId));
    if (filter.routerId !== undefined) {
      conditions.push(condition('(o.router_id is null or o.router_id = $?)', filter.routerId));
    }
    if (filter.kind !== undefined) conditions.push(condition('o.kind = $?', filter.kind));
    return list.page<IpPool>(this.database, filter, conditions);
  }

  /** Pools by id, locked: whoever takes an address out of one waits for the one before. Callers have checked the site. */
  async lockMany(ids: readonly string[]): Promise<IpPool[]> {
    const locked = `select id from ip_pools where id = any ($1::uuid[]) order by id for no key update`;
    await this.database.query(locked, [ids]);
    return this.database.query<IpPool>(`select ${COLUMNS} from ip_pools o where o.id = any ($1::uuid[])`, [ids]);
  }

  /** What cannot be given out of a pool: everything that somebody has between its ends, on the routers that it is for. */
  async taken({ siteId, routerId, firstAddress, lastAddress }: IpPool): Promise<string[]> {
    const rows = await this.database.query<{ address: string }>(
      `select i.address::text as address from ip_assignments i
        where i.released_at is null and i.site_id = $1 and ($2::uuid is null or i.router_id = $2)
          and family(i.address) = family($3::inet) and host(i.address)::inet between $3::inet and $4::inet
       union
       select host(a.remote_address) from pppoe_accounts a
        where a.site_id = $1 and ($2::uuid is null or a.router_id = $2) and a.remote_address between $3::inet and $4::inet`,
      [siteId, routerId, firstAddress, lastAddress],
    );
    return rows.map(({ address }) => address);
  }

  /** DYNAMIC pools that are wanted on a router. */
  async ofRouter(routerId: string): Promise<Pick<IpPool, 'id' | 'name' | 'firstAddress' | 'lastAddress'>[]> {
    return this.database.query(
      `select o.id, o.name, host(o.first_address) as "firstAddress", host(o.last_address) as "lastAddress"
         from ip_pools o where o.router_id = $1 and o.kind = 'DYNAMIC' and o.status = 'ACTIVE'`,
      [routerId],
    );
  }

  /** Has it, or did it ever have, a pool of ours? */
  async concerns(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 from ip_pools o where o.router_id = $1 and o.kind = 'DYNAMIC' limit 1`,
      [routerId],
    );
    return row !== undefined;
  }

  private async guarded(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.database.query(sql, parameters);
    } catch (error) {
      throw explained(error);
    }
  }
}
