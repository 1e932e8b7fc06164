import { Injectable } from '@nestjs/common';
import { Database, ScopeFilter } from '@app/platform';

/** Traffic of one day or month. */
export interface UsagePoint {
  /** First day. */
  day: string;
  uploadBytes: bigint;
  downloadBytes: bigint;
}

export interface UsageWindow {
  subscriptionId?: string;
  siteId?: string;
  from: string;
  to: string;
}

/** Who used how much. */
export interface UsageTotal {
  subscriptionId: string;
  customerId: string;
  customerName: string;
  uploadBytes: bigint;
  downloadBytes: bigint;
}

/** Usage within the caller's scope; days and months without any are zero. */
@Injectable()
export class UsageSeriesRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async days({ subscriptionId, siteId, from, to }: UsageWindow): Promise<UsagePoint[]> {
    const parameters: unknown[] = [from, to, subscriptionId ?? null, siteId ?? null];
    const mine = this.scope.customer('s.customer_id', 'u.site_id').into(parameters);
    return this.database.query<UsagePoint>(
      `select d.day::date as day, coalesce(sum(t.up_bytes), 0)::bigint as "uploadBytes",
              coalesce(sum(t.down_bytes), 0)::bigint as "downloadBytes"
         from generate_series($1::date, $2::date, interval '1 day') as d (day)
         left join (select u.day, u.up_bytes, u.down_bytes
                 from pppoe_usage u join subscriptions s on s.id = u.subscription_id
                where u.day between $1 and $2 and ($3::uuid is null or u.subscription_id = $3)
                  and ($4::uuid is null or u.site_id = $4) and ${mine}) t on t.day = d.day::date
        group by d.day order by d.day`,
      parameters,
    );
  }

  async months({ subscriptionId, siteId, from, to }: UsageWindow): Promise<UsagePoint[]> {
    const parameters: unknown[] = [from, to, subscriptionId ?? null, siteId ?? null];
    const mine = this.scope.customer('s.customer_id', 'u.site_id').into(parameters);
    return this.database.query<UsagePoint>(
      `select d.month::date as day, coalesce(sum(t.up_bytes), 0)::bigint as "uploadBytes",
              coalesce(sum(t.down_bytes), 0)::bigint as "downloadBytes"
         from generate_series(date_trunc('month', $1::date), $2::date, interval '1 month') as d (month)
         left join (select u.month, u.up_bytes, u.down_bytes
                 from pppoe_usage_months u join subscriptions s on s.id = u.subscription_id
                where u.month between date_trunc('month', $1::date) and $2 and ($3::uuid is null or u.subscription_id = $3)
                  and ($4::uuid is null or u.site_id = $4) and ${mine}) t on t.month = d.month::date
        group by d.month order by d.month`,
      parameters,
    );
  }

  /** Most traffic first. */
  async top({ siteId, from, to }: UsageWindow, limit: number): Promise<UsageTotal[]> {
    const parameters: unknown[] = [from, to, siteId ?? null, limit];
    const mine = this.scope.customer('s.customer_id', 'u.site_id').into(parameters);
    return this.database.query<UsageTotal>(
      `select t.*, c.name as "customerName" from (
         select u.subscription_id as "subscriptionId", s.customer_id as "customerId",
                sum(u.up_bytes)::bigint as "uploadBytes", sum(u.down_bytes)::bigint as "downloadBytes"
           from pppoe_usage u join subscriptions s on s.id = u.subscription_id
          where u.day between $1 and $2 and ($3::uuid is null or u.site_id = $3) and ${mine}
          group by 1, 2 order by sum(u.up_bytes) + sum(u.down_bytes) desc, 1 limit $4) t
         join customers c on c.id = t."customerId" order by t."uploadBytes" + t."downloadBytes" desc, 1`,
      parameters,
    );
  }
}
