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
import { type HotspotProfile, type HotspotProfileState } from '../domain/hotspot-profile';
import { explained } from './unique-violations';

export type NewHotspotProfile = Omit<HotspotProfile, 'changePolicy' | 'status' | 'version' | 'createdAt'> &
  Partial<Pick<HotspotProfile, 'changePolicy'>>;
export type HotspotProfilePatch = Partial<Omit<NewHotspotProfile, 'id' | 'siteId' | 'code' | 'planId' | 'currency'>> & {
  status?: HotspotProfileState;
};

export interface HotspotProfileFilter extends ListRequest {
  siteId?: string;
  status?: HotspotProfileState;
  inShop?: boolean;
}

const BURST = `case when p.burst_seconds is not null then json_build_object('downloadKbps', p.burst_download_kbps,
  'uploadKbps', p.burst_upload_kbps, 'thresholdDownloadKbps', p.burst_threshold_download_kbps,
  'thresholdUploadKbps', p.burst_threshold_upload_kbps, 'seconds', p.burst_seconds) end as burst`;

const COLUMNS = `p.id, p.site_id as "siteId", p.code, p.name, p.plan_id as "planId", p.download_kbps as "downloadKbps",
  p.upload_kbps as "uploadKbps", ${BURST}, p.shared_users as "sharedUsers",
  p.session_timeout_seconds as "sessionTimeoutSeconds", p.idle_timeout_seconds as "idleTimeoutSeconds",
  p.keepalive_timeout_seconds as "keepaliveTimeoutSeconds", p.mac_cookie as "macCookie",
  p.mac_cookie_seconds as "macCookieSeconds", p.address_pool as "addressPool", p.validity_minutes as "validityMinutes",
  p.uptime_limit_seconds as "uptimeLimitSeconds", p.data_limit_bytes as "dataLimitBytes", p.cost_amount as "costAmount",
  p.price_amount as "priceAmount", p.currency, p.in_shop as "inShop", p.change_policy as "changePolicy", p.status,
  p.version, p.created_at as "createdAt"`;

const list = new KeysetList<'name' | 'createdAt'>({
  select: `select ${COLUMNS} from hotspot_profiles p`,
  id: 'p.id',
  sorts: { name: { sql: 'p.name', type: 'text' }, createdAt: { sql: 'p.created_at', type: 'timestamptz' } },
  defaultSort: 'name',
});

/** Packages of the actor's sites: everybody there sees what is sold, who sees the whole site changes it. */
@Injectable()
export class HotspotProfileRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @throws DomainError VOUCHERS_PROFILE_TAKEN */
  async insert(profile: NewHotspotProfile): Promise<void> {
    const row = Object.entries({ ...plainColumns(profile), ...burstColumns(profile.burst) });
    const names = row.map(([name]) => name).join(', ');
    const places = row.map((_, n) => `$${n + 1}`).join(', ');
    await this.guarded(
      `insert into hotspot_profiles (${names}) values (${places})`,
      row.map(([, value]) => value),
    );
  }

  /** @returns false for a stale version or a row out of scope; @throws as {@link insert} */
  async update(id: string, version: number, { burst, ...patch }: HotspotProfilePatch): Promise<boolean> {
    const changes = Object.entries({ ...plainColumns(patch), ...(burst === undefined ? {} : burstColumns(burst)) });
    const parameters: unknown[] = [id, version, ...changes.map(([, value]) => value)];
    const sets = changes.map(([name], n) => `${name} = $${n + 3}, `).join('');
    const mine = this.scope.site('p.site_id').into(parameters);
    const rows = await this.guarded(
      `update hotspot_profiles p set ${sets} version = version + 1, updated_at = now()
        where p.id = $1 and p.version = $2 and ${mine} returning p.id`,
      parameters,
    );
    return rows.length === 1;
  }

  /** Only one that nothing was ever made of. @returns false when something was */
  async delete(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('p.site_id').into(parameters);
    const rows = await this.database.query(
      `delete from hotspot_profiles p where p.id = $1 and ${mine}
         and not exists (select from voucher_batches b where b.profile_id = p.id)
         and not exists (select from vouchers v where v.profile_id = p.id)
         and not exists (select from voucher_orders o where o.profile_id = p.id) returning p.id`,
      parameters,
    );
    return rows.length === 1;
  }

  async find(id: string): Promise<HotspotProfile | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from hotspot_profiles p where p.id = $1 and ${mine}`, parameters);
  }

  async page(filter: HotspotProfileFilter): Promise<Page<HotspotProfile>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.siteId !== undefined) conditions.push(condition('p.site_id = $?', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('p.status = $?', filter.status));
    if (filter.inShop !== undefined) conditions.push(condition('p.in_shop = $?', filter.inShop));
    return list.page<HotspotProfile>(this.database, filter, conditions);
  }

  /** What the shop of a site sells, cheapest first. Anybody may ask. */
  async offers(siteId: string): Promise<HotspotProfile[]> {
    return this.database.query(
      `select ${COLUMNS} from hotspot_profiles p
        where p.site_id = $1 and p.in_shop and p.status = 'ACTIVE' and p.price_amount > 0
        order by p.price_amount, p.name limit 50`,
      [siteId],
    );
  }

  /** Packages that a router needs: those of its site that are on offer, and those that a voucher on it still names. */
  async ofRouter(routerId: string): Promise<HotspotProfile[]> {
    return this.database.query(
      `select ${COLUMNS} from hotspot_profiles p join hotspot_routers h on h.site_id = p.site_id
        where h.router_id = $1 and (p.status = 'ACTIVE'
          or exists (select from vouchers v where v.profile_id = p.id and v.state in ('AVAILABLE', 'SOLD', 'ACTIVE')))`,
      [routerId],
    );
  }

  /** Routers of a site on which hotspot users are wanted. */
  async routersOf(siteId: string): Promise<string[]> {
    const rows = await this.database.query<{ routerId: string }>(
      `select router_id as "routerId" from hotspot_routers where site_id = $1`,
      [siteId],
    );
    return rows.map(({ routerId }) => routerId);
  }

  private mine(): ScopeCondition {
    return this.scope.shared('p.site_id');
  }

  private async guarded(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.database.query(sql, parameters);
    } catch (error) {
      throw explained(error);
    }
  }
}

const PLAIN = {
  ...{ id: 'id', siteId: 'site_id', code: 'code', name: 'name', planId: 'plan_id', downloadKbps: 'download_kbps' },
  ...{ uploadKbps: 'upload_kbps', sharedUsers: 'shared_users', sessionTimeoutSeconds: 'session_timeout_seconds' },
  ...{ idleTimeoutSeconds: 'idle_timeout_seconds', keepaliveTimeoutSeconds: 'keepalive_timeout_seconds' },
  ...{ macCookie: 'mac_cookie', macCookieSeconds: 'mac_cookie_seconds', addressPool: 'address_pool' },
  ...{ validityMinutes: 'validity_minutes', uptimeLimitSeconds: 'uptime_limit_seconds' },
  ...{ dataLimitBytes: 'data_limit_bytes', costAmount: 'cost_amount', priceAmount: 'price_amount' },
  ...{ currency: 'currency', inShop: 'in_shop', status: 'status', changePolicy: 'change_policy' },
} as const;

function plainColumns(values: Readonly<Partial<Record<keyof typeof PLAIN, unknown>>>): Record<string, unknown> {
  const named = Object.entries(PLAIN).map(([field, column]) => [column, values[field as keyof typeof PLAIN]] as const);
  return Object.fromEntries(named.filter(([, value]) => value !== undefined));
}

function burstColumns(burst: HotspotProfile['burst']): Record<string, unknown> {
  return {
    burst_download_kbps: burst?.downloadKbps ?? null,
    burst_upload_kbps: burst?.uploadKbps ?? null,
    burst_threshold_download_kbps: burst?.thresholdDownloadKbps ?? null,
    burst_threshold_upload_kbps: burst?.thresholdUploadKbps ?? null,
    burst_seconds: burst?.seconds ?? null,
  };
}
