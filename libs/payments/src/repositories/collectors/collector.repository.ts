import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';
import { type Collector } from '../../domain/collectors/collector';
import { CollectorScope } from './collector-scope';

/** Cash that a collector holds, in booking units. */
export interface CashInHand {
  collectorId: string;
  /** Payments that were not handed over, and what earlier remittances lacked. */
  inHand: bigint;
  shortage: bigint;
  payments: number;
  /** When he took the oldest of it. */
  oldestAt: Date | null;
}

export type CollectorRow = Omit<Collector, 'name' | 'timeZone' | 'version'>;
export type CollectorPatch = Partial<
  Pick<Collector, 'active' | 'acceptsPartial' | 'limitAmount' | 'overLimitPolicy' | 'maxAgeDays' | 'commissionBp'>
>;

const FROM = `from collectors c join users u on u.id = c.user_id join sites s on s.id = c.site_id`;
const COLUMNS = `c.id, c.site_id as "siteId", c.user_id as "userId", u.name, c.code, c.cash_account as "cashAccount",
  c.active, c.accepts_partial as "acceptsPartial", c.limit_amount as "limitAmount",
  c.over_limit_policy as "overLimitPolicy", c.max_age_days as "maxAgeDays", c.commission_bp as "commissionBp",
  c.currency, s.time_zone as "timeZone", c.version`;

const list = new KeysetList<'code' | 'name'>({
  select: `select ${COLUMNS} ${FROM}`,
  id: 'c.id',
  sorts: { code: { sql: 'c.code', type: 'text' }, name: { sql: 'u.name', type: 'text' } },
  defaultSort: 'code',
});

/** What is left of a collector's payment after what he himself gave back of it. */
export const NET = `(cp.amount - coalesce((select sum(v.amount) from collector_reversals v
  where v.payment_id = cp.payment_id), 0))`;

/** Collectors and the cash in their hands. */
@Injectable()
export class CollectorRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
    private readonly users: ScopeFilter,
  ) {}

  async page(request: ListRequest, filter: { siteId?: string; active?: boolean }): Promise<Page<Collector>> {
    const conditions = [this.scope.collector('c')];
    const more = [
      ...(filter.siteId === undefined ? [] : [condition('c.site_id = $?', filter.siteId)]),
      ...(filter.active === undefined ? [] : [condition('c.active = $?', filter.active)]),
    ];
    return list.page<Collector>(this.database, request, [...conditions, ...more]);
  }

  async find(id: string): Promise<Collector | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.collector('c').into(parameters);
    return this.database.queryOne<Collector>(`select ${COLUMNS} ${FROM} where c.id = $1 and ${mine}`, parameters);
  }

  /** The collector that a user is. */
  async ofUser(userId: string): Promise<Collector | undefined> {
    return this.database.queryOne<Collector>(`select ${COLUMNS} ${FROM} where c.user_id::text = $1`, [userId]);
  }

  /** Whoever looks: for what follows from a payment that the caller sees. */
  async byId(id: string): Promise<Collector | undefined> {
    return this.database.queryOne<Collector>(`select ${COLUMNS} ${FROM} where c.id = $1`, [id]);
  }

  /** Everybody who takes from or gives to this collector waits for everybody else. */
  async lock(id: string): Promise<void> {
    await this.database.query('select 1 from collectors where id = $1 for update', [id]);
  }

  /** Sites and currency of a user whom the actor may see. */
  async candidate(userId: string, siteId: string): Promise<{ currency: string } | undefined> {
    const parameters: unknown[] = [userId, siteId];
    const mine = this.users.userRow('u').into(parameters);
    return this.database.queryOne(
      `select s.currency from users u join sites s on s.id = $2
        where u.id = $1 and ${mine} and (u.all_sites or exists (
          select from user_sites us where us.user_id = u.id and us.site_id = s.id))`,
      parameters,
    );
  }

  /** @returns what is taken already, or nothing */
  async insert(row: CollectorRow): Promise<'code' | 'user' | undefined> {
    const { affected } = await this.database.execute(
      `insert into collectors (id, site_id, user_id, code, cash_account, active, accepts_partial, limit_amount,
                               over_limit_policy, max_age_days, commission_bp, currency)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`,
      [
        ...[row.id, row.siteId, row.userId, row.code, row.cashAccount, row.active, row.acceptsPartial],
        ...[row.limitAmount, row.overLimitPolicy, row.maxAgeDays, row.commissionBp, row.currency],
      ],
    );
    if (affected === 1) return undefined;
    return (await this.ofUser(row.userId)) ? 'user' : 'code';
  }

  /** False when the version is stale. */
  async update(id: string, version: number, row: Required<CollectorPatch>): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update collectors set active = $3, accepts_partial = $4, limit_amount = $5, over_limit_policy = $6,
              max_age_days = $7, commission_bp = $8, version = version + 1, updated_at = now()
        where id = $1 and version = $2`,
      [
        ...[id, version, row.active, row.acceptsPartial, row.limitAmount, row.overLimitPolicy],
        ...[row.maxAgeDays, row.commissionBp],
      ],
    );
    return affected === 1;
  }

  /** One statement for any number of collectors. */
  async inHand(ids: readonly string[]): Promise<Map<string, CashInHand>> {
    const rows = await this.database.query<CashInHand>(
      `select c.id as "collectorId", (coalesce(p.amount, 0) + coalesce(s.amount, 0))::bigint as "inHand",
              coalesce(s.amount, 0)::bigint as shortage, coalesce(p.payments, 0)::int as payments, p.oldest_at as "oldestAt"
         from collectors c
         left join lateral (select sum(${NET}) as amount, count(*) as payments, min(cp.collected_at) as oldest_at
                              from collector_payments cp where cp.collector_id = c.id and cp.in_hand) p on true
         left join lateral (select sum(r.covered_amount - r.counted_amount + r.surplus_amount) as amount
                              from remittances r where r.collector_id = c.id and r.state = 'APPROVED') s on true
        where c.id = any ($1::uuid[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.collectorId, row]));
  }

  /** Every active collector, for the watch over cash in hand. */
  async allActive(): Promise<Collector[]> {
    return this.database.query<Collector>(`select ${COLUMNS} ${FROM} where c.active order by c.code`);
  }
}
