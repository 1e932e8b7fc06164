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
import { type KeptProfile } from '../domain/kept-profile';
import { type PppoeAccount } from '../domain/pppoe-account';
import { explained } from './unique-violations';

export interface NewPppoeAccount {
  id: string;
  subscriptionId: string;
  siteId: string;
  routerId: string;
  username: string;
  passwordSealed: string;
  remoteAddress: string | null;
  remoteIpv6Prefix?: string | null;
  callerId?: string | null;
  /** Default `pppoe`. */
  service?: 'pppoe' | 'any';
  kept?: KeptProfile | null;
}

/** What an edit may change; what is undefined stays. */
export interface PppoeAccountPatch {
  routerId?: string;
  remoteAddress?: string | null;
  remoteIpv6Prefix?: string | null;
  callerId?: string | null;
  service?: 'pppoe' | 'any';
}

export interface PppoeAccountFilter extends ListRequest {
  routerId?: string;
  subscriptionId?: string;
  /** Beginning of the username. */
  q?: string;
  /** With or without a session, as last seen. */
  online?: boolean;
}

const COLUMNS = `a.id, a.subscription_id as "subscriptionId", a.site_id as "siteId", a.router_id as "routerId", a.username,
  host(a.remote_address) as "remoteAddress", a.remote_ipv6_prefix::text as "remoteIpv6Prefix", a.caller_id as "callerId",
  a.service, a.kept_profile as "keptProfile", a.kept_terms as "keptTerms", a.version, a.created_at as "createdAt", a.updated_at as "updatedAt"`;
const CUSTOMER = '(select s.customer_id from subscriptions s where s.id = a.subscription_id)';

const ONLINE = '(exists (select from pppoe_live_sessions o where o.account_id = a.id))';

const list = new KeysetList<'username' | 'createdAt'>({
  select: `select ${COLUMNS} from pppoe_accounts a`,
  id: 'a.id',
  sorts: {
    username: { sql: 'a.username', type: 'text' },
    createdAt: { sql: 'a.created_at', type: 'timestamptz' },
  },
  defaultSort: '-createdAt',
});

/** The accounts as staff sees and edits them: of the caller's customers only. Writes lock the row until the transaction ends. */
@Injectable()
export class PppoeAccountRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** One statement for any number. @throws DomainError PPPOE_USERNAME_TAKEN, …_SUBSCRIPTION_HAS_ACCOUNT, …_ADDRESS_TAKEN */
  async insertMany(accounts: readonly NewPppoeAccount[]): Promise<void> {
    await this.guarded(
      `insert into pppoe_accounts (id, subscription_id, site_id, router_id, username, password_sealed, remote_address,
         service, kept_profile, kept_terms, remote_ipv6_prefix, caller_id, once_set)
       select n.*, array_remove(array[case when n.prefix is not null then 'remote-ipv6-prefix' end,
                                      case when n.caller is not null then 'caller-id' end], null)
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::inet[], $8::text[],
           $9::text[], $10::text[], $11::cidr[], $12::text[])
           as n (id, sub, site, router, name, password, address, service, kept, terms, prefix, caller)`,
      [
        accounts.map((account) => account.id),
        accounts.map((account) => account.subscriptionId),
        accounts.map((account) => account.siteId),
        accounts.map((account) => account.routerId),
        accounts.map((account) => account.username),
        accounts.map((account) => account.passwordSealed),
        accounts.map((account) => account.remoteAddress),
        accounts.map((account) => account.service ?? 'pppoe'),
        accounts.map((account) => account.kept?.profile ?? null),
        accounts.map((account) => account.kept?.terms ?? null),
        accounts.map((account) => account.remoteIpv6Prefix ?? null),
        accounts.map((account) => account.callerId ?? null),
      ],
    );
  }

  /** @returns false for a stale version; @throws DomainError PPPOE_USERNAME_TAKEN, PPPOE_ADDRESS_TAKEN */
  async update(id: string, version: number, patch: PppoeAccountPatch): Promise<boolean> {
    const { routerId = null, remoteAddress, remoteIpv6Prefix, callerId, service = null } = patch;
    const parameters: unknown[] = [id, version, routerId, remoteAddress !== undefined, remoteAddress ?? null];
    parameters.push(remoteIpv6Prefix !== undefined, remoteIpv6Prefix ?? null, callerId !== undefined, callerId ?? null);
    parameters.push(service);
    const rows = await this.guarded(
      `update pppoe_accounts a set
         router_id = coalesce($3, router_id),
         kept_profile = case when $3 <> router_id then null else kept_profile end,
         kept_terms = case when $3 <> router_id then null else kept_terms end,
         remote_address = case when $4 then $5::inet else remote_address end,
         remote_ipv6_prefix = case when $6 then $7::cidr else remote_ipv6_prefix end,
         caller_id = case when $8 then $9 else caller_id end,
         service = coalesce($10, service),
         once_set = array(select distinct unnest(once_set
           || case when $7::cidr is not null then array['remote-ipv6-prefix'] else '{}' end
           || case when $9::text is not null then array['caller-id'] else '{}' end)),
         version = version + 1, updated_at = now()
       where a.id = $1 and a.version = $2 and ${this.mine().into(parameters)} returning id`,
      parameters,
    );
    return rows.length === 1;
  }

  async setPassword(id: string, passwordSealed: string): Promise<void> {
    const parameters: unknown[] = [id, passwordSealed];
    await this.database.execute(
      `update pppoe_accounts a set password_sealed = $2, version = version + 1, updated_at = now()
        where a.id = $1 and ${this.mine().into(parameters)}`,
      parameters,
    );
  }

  async delete(id: string): Promise<void> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    await this.database.execute(`delete from pppoe_accounts a where a.id = $1 and ${mine}`, parameters);
  }

  /** The accounts of a customer, as rows for him to read. */
  async personalData(customerId: string): Promise<object[]> {
    const parameters: unknown[] = [customerId];
    const mine = this.mine().into(parameters);
    return this.database.query<object>(
      `select a.username, host(a.remote_address) as "remoteAddress", a.created_at as "createdAt"
       from pppoe_accounts a where ${CUSTOMER} = $1 and ${mine} order by a.id`,
      parameters,
    );
  }

  async find(id: string): Promise<PppoeAccount | undefined> {
    const parameters: unknown[] = [id];
    return this.database.queryOne<PppoeAccount>(
      `select ${COLUMNS} from pppoe_accounts a where a.id = $1 and ${this.mine().into(parameters)}`,
      parameters,
    );
  }

  /** The same, locked against other writers. */
  async lock(id: string): Promise<PppoeAccount | undefined> {
    const parameters: unknown[] = [id];
    return this.database.queryOne<PppoeAccount>(
      `select ${COLUMNS} from pppoe_accounts a where a.id = $1 and ${this.mine().into(parameters)} for update`,
      parameters,
    );
  }

  async page(filter: PppoeAccountFilter): Promise<Page<PppoeAccount>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.routerId !== undefined) conditions.push(condition('a.router_id = $?', filter.routerId));
    if (filter.subscriptionId !== undefined) {
      conditions.push(condition('a.subscription_id = $?', filter.subscriptionId));
    }
    if (filter.online !== undefined) conditions.push(condition(`${ONLINE} = $?::boolean`, filter.online));
    if (filter.q !== undefined) conditions.push(condition('a.username like $?', `${escapeLike(filter.q)}%`));
    return list.page<PppoeAccount>(this.database, filter, conditions);
  }

  /** Every username, of any site, that begins with one of these texts. */
  async usernamesOf(stems: readonly string[]): Promise<Set<string>> {
    if (stems.length === 0) return new Set();
    const rows = await this.database.query<{ username: string }>(
      `select a.username from unnest($1::text[]) as stem (pattern) join pppoe_accounts a on a.username like stem.pattern`,
      [stems.map((stem) => `${escapeLike(stem)}%`)],
    );
    return new Set(rows.map((row) => row.username));
  }

  private mine(): ScopeCondition {
    return this.scope.customer(CUSTOMER, 'a.site_id');
  }

  private async guarded(sql: string, parameters: readonly unknown[]): Promise<unknown[]> {
    try {
      return await this.database.query(sql, parameters);
    } catch (error) {
      throw explained(error);
    }
  }
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
