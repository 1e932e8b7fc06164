import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

/** Why a subscription was set aside. */
export interface ParkReason {
  subscriptionId: string;
  code: string;
  reason: string;
}

/** A subscription that waits for somebody to look (billing.md G5). */
export interface ParkedSubscription extends ParkReason {
  id: string;
  customerId: string;
  siteId: string;
  runId: string | null;
  parkedAt: Date;
}

const COLUMNS = `k.id, k.subscription_id as "subscriptionId", s.customer_id as "customerId", s.site_id as "siteId",
  k.run_id as "runId", k.code, k.reason, k.parked_at as "parkedAt"`;

const list = new KeysetList({
  select: `select ${COLUMNS} from parked_subscriptions k join subscriptions s on s.id = k.subscription_id`,
  id: 'k.id',
  sorts: { parkedAt: { sql: 'k.parked_at', type: 'timestamptz' } },
  defaultSort: '-parkedAt',
});

@Injectable()
export class ParkedRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Sets subscriptions aside; one that is parked already keeps its first reason. */
  async park(runId: string | null, reasons: readonly ParkReason[]): Promise<void> {
    if (reasons.length === 0) return;
    await this.database.execute(
      `with kept as (
         insert into parked_subscriptions (id, subscription_id, run_id, code, reason)
         select id, subscription_id, $1, code, reason
           from unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[]) as r (id, subscription_id, code, reason)
         on conflict (subscription_id) where unparked_at is null do nothing
       )
       update subscriptions set parked = true, updated_at = now() where id = any ($3::uuid[])`,
      [
        runId,
        reasons.map(() => uuidv7()),
        reasons.map((r) => r.subscriptionId),
        reasons.map((r) => r.code),
        reasons.map((r) => r.reason.slice(0, 1_000)),
      ],
    );
  }

  /** Frees one within the caller's scope, also for a longer catch-up; undefined when there is none that still waits. */
  async unpark(id: string, by: string): Promise<{ subscriptionId: string; siteId: string } | undefined> {
    const parameters: unknown[] = [id, by];
    const mine = this.scope.site('s.site_id').into(parameters);
    return this.database.queryOne(
      `with freed as (
         update parked_subscriptions k set unparked_at = now(), unparked_by = $2
           from subscriptions s
          where k.id = $1 and k.unparked_at is null and s.id = k.subscription_id
            and ${mine}
         returning k.subscription_id
       )
       update subscriptions s set parked = false, catch_up = true, updated_at = now() from freed
        where s.id = freed.subscription_id
       returning s.id as "subscriptionId", s.site_id as "siteId"`,
      parameters,
    );
  }

  /** How many wait, by site; of this one alone when it is given. */
  async waiting(siteId: string | null = null): Promise<{ siteId: string; count: number }[]> {
    return this.database.query(
      `select s.site_id as "siteId", count(*)::int as count
         from parked_subscriptions k join subscriptions s on s.id = k.subscription_id
        where k.unparked_at is null and ($1::uuid is null or s.site_id = $1) group by s.site_id`,
      [siteId],
    );
  }

  async page(request: ListRequest): Promise<Page<ParkedSubscription>> {
    return list.page(this.database, request, [condition('k.unparked_at is null'), this.scope.site('s.site_id')]);
  }
}
