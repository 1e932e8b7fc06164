import { Injectable } from '@nestjs/common';
import { CurrentActor, Database } from '@app/platform';

/** Where a subscription belongs. */
export interface SubscriptionPlace {
  subscriptionId: string;
  siteId: string;
  customerCode: string;
  planCode: string;
}

/** Set-based reads of what accounts hang on, in tables of other libs; never written here. */
@Injectable()
export class PlacementRepository {
  constructor(
    private readonly database: Database,
    private readonly actor: CurrentActor,
  ) {}

  /** By subscription id; unknown ones and those of other sites are missing. */
  async subscriptions(ids: readonly string[]): Promise<Map<string, SubscriptionPlace>> {
    const rows = await this.database.query<SubscriptionPlace>(
      `select s.id as "subscriptionId", s.site_id as "siteId", c.code as "customerCode", p.code as "planCode"
         from subscriptions s join customers c on c.id = s.customer_id join plans p on p.id = s.plan_id
        where s.id = any ($1::uuid[]) and ($2::uuid[] is null or s.site_id = any ($2))`,
      [ids, this.actor.siteIds()],
    );
    return new Map(rows.map((row) => [row.subscriptionId, row]));
  }

  /** Site of each router; unknown ones and those of other sites are missing. */
  async routerSites(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.database.query<{ id: string; siteId: string }>(
      `select id, site_id as "siteId" from routers
        where id = any ($1::uuid[]) and ($2::uuid[] is null or site_id = any ($2))`,
      [ids, this.actor.siteIds()],
    );
    return new Map(rows.map((row) => [row.id, row.siteId]));
  }
}
