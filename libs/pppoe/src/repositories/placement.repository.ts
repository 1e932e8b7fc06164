import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** Where a subscription belongs. */
export interface SubscriptionPlace {
  subscriptionId: string;
  siteId: string;
  siteCode: string;
  customerCode: string;
  planCode: string;
}

/** A router as accounts see it. */
export interface RouterPlace {
  siteId: string;
  /** It shares subscribers with other routers. */
  grouped: boolean;
  /** Others stand in for it. */
  failedOver: boolean;
}

/** Set-based reads of what accounts hang on, in tables of other libs; never written here. */
@Injectable()
export class PlacementRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** By subscription id; unknown ones and those out of scope are missing. */
  async subscriptions(ids: readonly string[]): Promise<Map<string, SubscriptionPlace>> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.customer('s.customer_id', 's.site_id').into(parameters);
    const rows = await this.database.query<SubscriptionPlace>(
      `select s.id as "subscriptionId", s.site_id as "siteId", t.code as "siteCode", c.code as "customerCode",
              p.code as "planCode"
         from subscriptions s join sites t on t.id = s.site_id join customers c on c.id = s.customer_id join plans p on p.id = s.plan_id
        where s.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
    return new Map(rows.map((row) => [row.subscriptionId, row]));
  }

  /** Is this a group of routers within the scope? */
  async isGroup(id: string): Promise<boolean> {
    const parameters: unknown[] = [id];
    const mine = this.scope.site('g.site_id').into(parameters);
    const row = await this.database.queryOne(`select 1 from router_groups g where g.id = $1 and ${mine}`, parameters);
    return row !== undefined;
  }

  /** By router id; unknown ones and those out of scope are missing. */
  async routers(ids: readonly string[]): Promise<Map<string, RouterPlace>> {
    const parameters: unknown[] = [ids];
    const mine = this.scope.site('r.site_id').into(parameters);
    const rows = await this.database.query<RouterPlace & { id: string }>(
      `select r.id, r.site_id as "siteId",
              exists (select from router_group_members m where m.router_id = r.id) as grouped,
              exists (select from router_failovers f where f.router_id = r.id and f.ended_at is null) as "failedOver"
         from routers r where r.id = any ($1::uuid[]) and ${mine}`,
      parameters,
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
