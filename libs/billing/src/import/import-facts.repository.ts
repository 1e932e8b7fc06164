import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';

/** A plan by which rows may go. */
export interface PlanFact {
  id: string;
  code: string;
  name: string;
  ofSite: boolean;
  adoptable: boolean;
}

/** What the books say about the names in a list; one statement for any number of them. */
@Injectable()
export class CustomerImportFactsRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Plans of the site and of all sites, in the currency of the site. */
  async plans(siteId: string, on: LocalDate, currency: string): Promise<PlanFact[]> {
    const parameters: unknown[] = [siteId, on, currency];
    const mine = this.scope.sharedOrGeneral('p.site_id').into(parameters);
    return this.database.query(
      `select p.id, p.code, p.name, p.site_id is not null as "ofSite",
              p.status = 'ACTIVE' and p.service_kind = 'PPPOE' and p.billing_type like 'RECURRING%' and coalesce(
                (select r.currency from plan_prices r where r.plan_id = p.id and r.valid_from <= $2
                  order by r.valid_from desc limit 1) = $3, false) as adoptable
         from plans p where (p.site_id is null or p.site_id = $1) and ${mine}`,
      parameters,
    );
  }

  async areas(siteId: string): Promise<{ id: string; name: string }[]> {
    const parameters: unknown[] = [siteId];
    const mine = this.scope.areaRow('a').into(parameters);
    return this.database.query(`select a.id, a.name from areas a where a.site_id = $1 and ${mine}`, parameters);
  }

  /** Who has these codes; codes are unique in the installation. */
  async byCode(codes: readonly string[]): Promise<{ id: string; code: string; siteId: string; active: boolean }[]> {
    const parameters: unknown[] = [codes];
    const mine = this.scope.customerRow('c').into(parameters);
    return this.database.query(
      `select c.id, c.code, c.site_id as "siteId", c.status = 'ACTIVE' as active from customers c
        where c.code = any ($1::text[]) and ${mine}`,
      parameters,
    );
  }

  /** Those of these telephone numbers that customers of the site have. */
  async phones(siteId: string, phones: readonly string[]): Promise<string[]> {
    const parameters: unknown[] = [siteId, phones];
    const mine = this.scope.customerRow('c').into(parameters);
    const rows = await this.database.query<{ phone: string }>(
      `select distinct c.phone from customers c
        where c.site_id = $1 and c.phone = any ($2::text[]) and c.status = 'ACTIVE' and ${mine}`,
      parameters,
    );
    return rows.map(({ phone }) => phone);
  }

  /** Services of these customers that are not over. */
  async services(customerIds: readonly string[]): Promise<{ customerId: string; planId: string }[]> {
    const parameters: unknown[] = [customerIds];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    return this.database.query(
      `select s.customer_id as "customerId", s.plan_id as "planId" from subscriptions s
        where s.customer_id = any ($1::uuid[]) and s.status <> 'ENDED' and ${mine}`,
      parameters,
    );
  }
}
