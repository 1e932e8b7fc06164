import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database, ScopeFilter } from '@app/platform';

/** By what sales are summed up. */
export const PROFIT_GROUPS = ['PACKAGE', 'BATCH', 'SELLER', 'DAY'] as const;
export type ProfitGroup = (typeof PROFIT_GROUPS)[number];

export interface ProfitRequest {
  siteId: string;
  by: ProfitGroup;
  /** Days of the site, both included. */
  from: LocalDate;
  to: LocalDate;
  /** Sales of this reseller; default: the house's. */
  resellerId?: string;
}

/** Sales of one package, batch, seller or day; booking units. */
export interface ProfitRow {
  /** Id, or what the group is called where it has none. */
  key: string;
  name: string;
  count: number;
  /** What buyers paid, less what went back to them. */
  income: bigint;
  /** What the vouchers cost when they were made. */
  cost: bigint;
  currency: string;
}

const GROUPS: Readonly<Record<ProfitGroup, { key: string; name: string }>> = {
  PACKAGE: { key: 'p.id::text', name: 'p.name' },
  BATCH: { key: `coalesce(b.id::text, '')`, name: `coalesce(b.name, '')` },
  SELLER: { key: `coalesce(v.sold_by, '')`, name: `coalesce(max(v.sold_by_name), '')` },
  DAY: {
    key: '(v.sold_at at time zone s.time_zone)::date::text',
    name: '(v.sold_at at time zone s.time_zone)::date::text',
  },
};

/** What vouchers brought in, of the actor's sites or of the reseller that he is: one statement. */
@Injectable()
export class VoucherProfitRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** At most 1,000 rows, the best first; days in their order. A voucher whose whole price went back costs nothing. */
  async rows({ siteId, by, from, to, resellerId }: ProfitRequest): Promise<ProfitRow[]> {
    const { key, name } = GROUPS[by];
    const parameters: unknown[] = [siteId, from, to, resellerId ?? null];
    const mine = this.scope.ofReseller('v.reseller_id', 'v.site_id').into(parameters);
    return this.database.query<ProfitRow>(
      `select ${key} as key, ${name} as name, count(*)::int as count,
              sum(v.sold_amount - coalesce(r.back, 0))::bigint as income,
              sum(case when coalesce(r.back, 0) >= v.sold_amount and v.sold_amount > 0 then 0 else v.cost_amount end)::bigint
                as cost, v.currency
         from vouchers v join sites s on s.id = v.site_id join hotspot_profiles p on p.id = v.profile_id
         left join voucher_batches b on b.id = v.batch_id
         left join voucher_orders o on o.voucher_id = v.id
         left join lateral (select sum(x.reversed_amount) as back from payment_reversals x
                             where x.payment_id = o.payment_id) r on true
        where v.site_id = $1 and v.sold_at >= $2::date - interval '1 day' and v.sold_at < $3::date + interval '2 days'
          and (v.sold_at at time zone s.time_zone)::date between $2::date and $3::date
          and v.reseller_id is not distinct from $4::uuid and ${mine}
        group by ${by === 'SELLER' ? 'v.sold_by' : '1, 2'}, v.currency
        order by ${by === 'DAY' ? '1' : '4 desc, 1'} limit 1000`,
      parameters,
    );
  }
}
