import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** Subscriptions that have no account yet. */
@Injectable()
export class BatchCandidateRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** All of a site with a PPPoE plan, within the caller's scope. */
  async ofSite(siteId: string): Promise<string[]> {
    const parameters: unknown[] = [siteId];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    const rows = await this.database.query<{ id: string }>(
      `select s.id from subscriptions s join plans p on p.id = s.plan_id
        where s.site_id = $1 and s.status <> 'ENDED' and p.service_kind = 'PPPOE' and ${mine}
          and not exists (select from pppoe_accounts a where a.subscription_id = s.id)
        order by s.id`,
      parameters,
    );
    return rows.map(({ id }) => id);
  }

  /** Of these, which were checked when the batch began, those that still have none and have not ended. */
  async without(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select s.id from subscriptions s where s.id = any ($1::uuid[]) and s.status <> 'ENDED'
          and not exists (select from pppoe_accounts a where a.subscription_id = s.id)
        order by s.id`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }
}
