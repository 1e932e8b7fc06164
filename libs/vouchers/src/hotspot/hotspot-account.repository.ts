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
import { explained } from './unique-violations';
import { type HotspotAccount } from './hotspot-account';

export type NewHotspotAccount = Omit<HotspotAccount, 'version' | 'createdAt' | 'updatedAt'> & {
  passwordSealed: string;
};

/** What an edit may change; what is undefined stays. */
export type HotspotAccountPatch = Partial<Pick<HotspotAccount, 'routerId' | 'macAddress'>>;

export interface HotspotAccountFilter extends ListRequest {
  siteId?: string;
  subscriptionId?: string;
  /** Beginning of the user name. */
  q?: string;
}

/** What an account hangs on. */
export interface AccountSubscription {
  siteId: string;
  customerCode: string;
  serviceKind: string;
}

const COLUMNS = `a.id, a.subscription_id as "subscriptionId", a.site_id as "siteId", a.router_id as "routerId", a.username,
  a.mac_address as "macAddress", a.version, a.created_at as "createdAt", a.updated_at as "updatedAt"`;
const CUSTOMER = '(select s.customer_id from subscriptions s where s.id = a.subscription_id)';

const list = new KeysetList<'username' | 'createdAt'>({
  select: `select ${COLUMNS} from hotspot_accounts a`,
  id: 'a.id',
  sorts: { username: { sql: 'a.username', type: 'text' }, createdAt: { sql: 'a.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

/** Hotspot accounts as staff sees and edits them: of the caller's customers only. */
@Injectable()
export class HotspotAccountRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** @throws DomainError HOTSPOT_USERNAME_TAKEN, HOTSPOT_SUBSCRIPTION_HAS_ACCOUNT */
  async insert(account: NewHotspotAccount): Promise<void> {
    const { id, subscriptionId, siteId, routerId, username, passwordSealed, macAddress } = account;
    try {
      await this.database.execute(
        `insert into hotspot_accounts (id, subscription_id, site_id, router_id, username, password_sealed, mac_address)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, subscriptionId, siteId, routerId, username, passwordSealed, macAddress],
      );
    } catch (error) {
      throw explained(error);
    }
  }

  /** @returns false for a stale version */
  async update(id: string, version: number, { routerId, macAddress }: HotspotAccountPatch): Promise<boolean> {
    const parameters: unknown[] = [id, version, routerId !== undefined, routerId ?? null];
    parameters.push(macAddress !== undefined, macAddress ?? null);
    const rows = await this.database.query(
      `update hotspot_accounts a set router_id = case when $3 then $4::uuid else router_id end,
         mac_address = case when $5 then $6::text else mac_address end, version = version + 1, updated_at = now()
        where a.id = $1 and a.version = $2 and ${this.mine().into(parameters)} returning a.id`,
      parameters,
    );
    return rows.length === 1;
  }

  async setPassword(id: string, passwordSealed: string): Promise<void> {
    const parameters: unknown[] = [id, passwordSealed];
    const mine = this.mine().into(parameters);
    await this.database.execute(
      `update hotspot_accounts a set password_sealed = $2, version = version + 1, updated_at = now()
        where a.id = $1 and ${mine}`,
      parameters,
    );
  }

  async delete(id: string): Promise<void> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    await this.database.execute(`delete from hotspot_accounts a where a.id = $1 and ${mine}`, parameters);
  }

  /** Locked against other writers until the transaction ends, if that is wanted. */
  async find(id: string, { lock = false } = {}): Promise<HotspotAccount | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne<HotspotAccount>(
      `select ${COLUMNS} from hotspot_accounts a where a.id = $1 and ${mine} ${lock ? 'for update' : ''}`,
      parameters,
    );
  }

  async page(filter: HotspotAccountFilter): Promise<Page<HotspotAccount>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.siteId !== undefined) conditions.push(condition('a.site_id = $?', filter.siteId));
    if (filter.subscriptionId !== undefined) {
      conditions.push(condition('a.subscription_id = $?', filter.subscriptionId));
    }
    if (filter.q !== undefined) conditions.push(condition('starts_with(a.username, $?)', filter.q));
    return list.page<HotspotAccount>(this.database, filter, conditions);
  }

  /** Undefined out of scope. */
  async subscription(id: string): Promise<AccountSubscription | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    return this.database.queryOne<AccountSubscription>(
      `select s.site_id as "siteId", c.code as "customerCode", p.service_kind as "serviceKind"
         from subscriptions s join customers c on c.id = s.customer_id join plans p on p.id = s.plan_id
        where s.id = $1 and ${mine}`,
      parameters,
    );
  }

  /** The accounts of a customer, as rows for him to read. */
  async personalData(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.mine().into(parameters);
    return this.database.query<object>(
      `select a.username, a.mac_address as "macAddress", a.created_at as "createdAt"
         from hotspot_accounts a where ${CUSTOMER} = $1 and ${mine} order by a.id`,
      parameters,
    );
  }

  private mine(): ScopeCondition {
    return this.scope.customer(CUSTOMER, 'a.site_id');
  }
}
