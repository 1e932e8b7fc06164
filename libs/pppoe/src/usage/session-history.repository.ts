import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

/** A session that is over. */
export interface EndedSession {
  id: string;
  routerId: string;
  accountId: string;
  subscriptionId: string;
  username: string;
  address: string | null;
  callerId: string;
  startedAt: Date;
  /** When it was last seen: it ended within one pause of the readings after that. */
  endedAt: Date;
  uploadBytes: bigint;
  downloadBytes: bigint;
  endReason: 'DROPPED' | 'ROUTER_RESTARTED' | 'GHOST';
}

export interface EndedSessionFilter extends ListRequest {
  siteId?: string;
  routerId?: string;
  accountId?: string;
  subscriptionId?: string;
  since?: Date;
}

/** How often somebody lost the connection. */
export interface DropCount {
  accountId: string;
  subscriptionId: string;
  customerId: string;
  customerName: string;
  username: string;
  routerId: string;
  drops: number;
  /** Half of the sessions were shorter. */
  medianSeconds: number;
  lastEndedAt: Date;
}

export interface DropFilter {
  siteId?: string;
  routerId?: string;
  days: number;
  limit: number;
}

const list = new KeysetList<'endedAt'>({
  select: `select h.id, h.router_id as "routerId", h.account_id as "accountId", h.subscription_id as "subscriptionId",
      h.username, host(h.address) as address, h.caller_id as "callerId", h.started_at as "startedAt",
      h.ended_at as "endedAt", h.up_bytes as "uploadBytes", h.down_bytes as "downloadBytes", h.end_reason as "endReason"
    from pppoe_session_history h join subscriptions s on s.id = h.subscription_id`,
  id: 'h.id',
  sorts: { endedAt: { sql: 'h.ended_at', type: 'timestamptz' } },
  defaultSort: '-endedAt',
});

@Injectable()
export class SessionHistoryRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: EndedSessionFilter): Promise<Page<EndedSession>> {
    const conditions: Condition[] = [this.scope.customer('s.customer_id', 'h.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('h.site_id = $?', filter.siteId));
    if (filter.routerId !== undefined) conditions.push(condition('h.router_id = $?', filter.routerId));
    if (filter.accountId !== undefined) conditions.push(condition('h.account_id = $?', filter.accountId));
    if (filter.subscriptionId !== undefined)
      conditions.push(condition('h.subscription_id = $?', filter.subscriptionId));
    if (filter.since !== undefined) conditions.push(condition('h.ended_at >= $?', filter.since));
    return list.page<EndedSession>(this.database, filter, conditions);
  }

  /** Who keeps dropping: most drops first. Restarts of routers are nobody's drops. */
  async drops({ siteId, routerId, days, limit }: DropFilter): Promise<DropCount[]> {
    const parameters: unknown[] = [days, limit, siteId ?? null, routerId ?? null];
    const mine = this.scope.customer('s.customer_id', 'h.site_id').into(parameters);
    return this.database.query<DropCount>(
      `select d.*, c.name as "customerName" from (
         select h.account_id as "accountId", h.subscription_id as "subscriptionId", s.customer_id as "customerId",
                (array_agg(h.username order by h.ended_at desc))[1] as username,
                (array_agg(h.router_id order by h.ended_at desc))[1] as "routerId", count(*)::int as drops,
                round(percentile_cont(0.5) within group (order by extract(epoch from h.ended_at - h.started_at)))::int
                  as "medianSeconds",
                max(h.ended_at) as "lastEndedAt"
           from pppoe_session_history h join subscriptions s on s.id = h.subscription_id
          where h.ended_at >= clock_timestamp() - $1::int * interval '1 day' and h.end_reason = 'DROPPED'
            and ($3::uuid is null or h.site_id = $3) and ($4::uuid is null or h.router_id = $4) and ${mine}
          group by h.account_id, h.subscription_id, s.customer_id
          order by count(*) desc, h.account_id limit $2) d
         join customers c on c.id = d."customerId" order by d.drops desc, d."accountId"`,
      parameters,
    );
  }
}
