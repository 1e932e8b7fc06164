import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';
import { type KnownPlan } from '../domain/import/plan-suggestions';

/** An account of ours on the router. */
export interface AccountFact {
  username: string;
  subscriptionId: string;
  remoteAddress: string | null;
}

/** An account that an earlier import made and could not mark on the router any more. */
export interface UnfinishedAccount {
  name: string;
  customerId: string;
  subscriptionId: string;
  accountId: string;
}

/**
 * What the books say about names, addresses and codes found on a router; set-based. Callers have checked that the router is
 * in their scope; names of other sites' routers are only looked at for being there.
 */
@Injectable()
export class ImportFactsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async accountsOn(routerId: string): Promise<AccountFact[]> {
    return this.database.query<AccountFact>(
      `select a.username, a.subscription_id as "subscriptionId", host(a.remote_address) as "remoteAddress"
         from pppoe_accounts a where a.router_id = $1`,
      [routerId],
    );
  }

  /** Of these names, those on other routers, and whether that is one of the router's group. */
  async namesElsewhere(routerId: string, names: readonly string[]): Promise<{ username: string; grouped: boolean }[]> {
    return this.database.query(
      `select a.username, bool_or(exists (
                select from router_group_members own join router_group_members other on other.group_id = own.group_id
                 where own.router_id = $1 and other.router_id = a.router_id)) as grouped
         from pppoe_accounts a where a.username = any ($2::text[]) and a.router_id <> $1 group by a.username`,
      [routerId, names],
    );
  }

  /** Customers of a site by code, those who are archived left out. */
  async customersByCode(siteId: string, codes: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; code: string }>(
      `select c.id, c.code from customers c where c.site_id = $1 and c.code = any ($2::text[]) and c.status = 'ACTIVE'`,
      [siteId, codes],
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  }

  /** Accounts that imports of this router made and did not get to mark. */
  async unfinished(routerId: string): Promise<Map<string, UnfinishedAccount>> {
    const rows = await this.database.query<UnfinishedAccount>(
      `select r.name, r.customer_id as "customerId", r.subscription_id as "subscriptionId", r.account_id as "accountId"
         from router_imports i join router_import_rows r on r.import_id = i.id
         join pppoe_accounts a on a.id = r.account_id and a.router_id = i.router_id and a.username = r.name
        where i.router_id = $1 and r.state in ('CREATED', 'FAILED')`,
      [routerId],
    );
    return new Map(rows.map((row) => [row.name, row]));
  }

  /** PPPoE plans on sale at a site, within the caller's scope. */
  async plansOf(siteId: string): Promise<KnownPlan[]> {
    const parameters: unknown[] = [siteId];
    const mine = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    return this.database.query(
      `select p.id, p.code, p.name, p.download_kbps as "downloadKbps", p.upload_kbps as "uploadKbps" from plans p
        where p.status = 'ACTIVE' and p.service_kind = 'PPPOE' and (p.site_id is null or p.site_id = $1) and ${mine}
        order by p.code`,
      parameters,
    );
  }
}
