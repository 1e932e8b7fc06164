import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

/** A session that is up, as of the last reading of its router. */
export interface LiveSession {
  id: string;
  routerId: string;
  username: string;
  /** Null: nobody of ours; somebody else's secret. */
  accountId: string | null;
  subscriptionId: string | null;
  customerId: string | null;
  customerName: string | null;
  address: string | null;
  callerId: string;
  startedAt: Date;
  uploadBytes: bigint;
  downloadBytes: bigint;
  uploadBps: bigint | null;
  downloadBps: bigint | null;
  /** It is an older session of a name that has a newer one. */
  ghost: boolean;
  readAt: Date;
  ageSeconds: number;
}

export interface LiveSessionFilter extends ListRequest {
  siteId?: string;
  routerId?: string;
  accountId?: string;
  /** Beginning of the username, or an address. */
  q?: string;
  managed?: boolean;
  ghost?: boolean;
}

const list = new KeysetList<'username' | 'startedAt' | 'downloadBytes'>({
  select: `select l.id, l.router_id as "routerId", l.username, l.account_id as "accountId", s.id as "subscriptionId",
      s.customer_id as "customerId", c.name as "customerName", host(l.address) as address, l.caller_id as "callerId",
      l.started_at as "startedAt", l.up_bytes as "uploadBytes", l.down_bytes as "downloadBytes", l.up_bps as "uploadBps",
      l.down_bps as "downloadBps", l.extra_polls > 0 as ghost, l.seen_at as "readAt",
      greatest(0, extract(epoch from clock_timestamp() - l.seen_at))::int as "ageSeconds"
    from pppoe_live_sessions l join routers r on r.id = l.router_id
      left join pppoe_accounts a on a.id = l.account_id left join subscriptions s on s.id = a.subscription_id
      left join customers c on c.id = s.customer_id`,
  id: 'l.id',
  sorts: {
    username: { sql: 'l.username', type: 'text' },
    startedAt: { sql: 'l.started_at', type: 'timestamptz' },
    downloadBytes: { sql: 'l.down_bytes', type: 'bigint' },
  },
  defaultSort: '-startedAt',
});

@Injectable()
export class LiveSessionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(filter: LiveSessionFilter): Promise<Page<LiveSession>> {
    const conditions: Condition[] = [this.scope.customer('s.customer_id', 'r.site_id')];
    if (filter.siteId !== undefined) conditions.push(condition('r.site_id = $?', filter.siteId));
    if (filter.routerId !== undefined) conditions.push(condition('l.router_id = $?', filter.routerId));
    if (filter.accountId !== undefined) conditions.push(condition('l.account_id = $?', filter.accountId));
    if (filter.managed !== undefined)
      conditions.push(condition('(l.account_id is not null) = $?::boolean', filter.managed));
    if (filter.ghost !== undefined) conditions.push(condition('(l.extra_polls > 0) = $?::boolean', filter.ghost));
    if (filter.q !== undefined) {
      const text = filter.q.replace(/[\\%_]/g, '\\$&');
      conditions.push({
        sql: `(l.username like $? or host(l.address) = $?)`,
        parameters: [`${text}%`, filter.q],
      });
    }
    return list.page<LiveSession>(this.database, filter, conditions);
  }
}
