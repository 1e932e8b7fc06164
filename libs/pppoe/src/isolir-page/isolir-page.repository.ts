import { isIPv4 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** A service that somebody may be looking from. */
export interface PageService {
  subscriptionId: string;
  customerId: string;
  /** Who pays. */
  payerId: string;
  siteId: string;
  siteName: string;
  customerName: string;
  access: 'ENABLED' | 'ISOLATED' | 'DISABLED';
  quotaBlocked: boolean;
}

export interface OwedInvoice {
  id: string;
  number: string;
  dueOn: string;
  remaining: bigint;
  currency: string;
}

/** Text of a site for its page. */
export interface SiteText {
  textId: string;
  textEn: string;
  contact: string;
}

/** Routers on which an address may be a subscriber's, and whose it is for good. */
export interface AddressClues {
  /** Routers that have, or may have, a session at the address. */
  routerIds: string[];
  /** Subscriptions that hold it as their fixed address, or the prefix that it is in. */
  holders: string[];
}

const SERVICE = `select s.id as "subscriptionId", s.customer_id as "customerId",
    coalesce(s.payer_customer_id, s.customer_id) as "payerId", s.site_id as "siteId", t.name as "siteName",
    c.name as "customerName", coalesce(i.desired, 'DISABLED') as access,
    coalesce(l.quota_reached, false) and coalesce((
      select bool_or(p.quota_action = 'BLOCK') from pppoe_profile_settings p where p.plan_id = s.plan_id), false)
      as "quotaBlocked"
  from subscriptions s join customers c on c.id = s.customer_id join sites t on t.id = s.site_id
    left join access_intents i on i.subscription_id = s.id
    left join pppoe_service_limits l on l.subscription_id = s.id`;

/** What the isolir page shows to somebody who is known by his address, or by his number and phone. Nobody is signed in here. */
@Injectable()
export class IsolirPageRepository {
  constructor(private readonly database: Database) {}

  async clues(address: string): Promise<AddressClues> {
    const holds = isIPv4(address) ? '=' : '>>=';
    const row = await this.database.queryOne<AddressClues>(
      `select array(
          select l.router_id from pppoe_live_sessions l where l.address = $1::inet
          union
          select o.router_id from router_isolir o
           where o.installed and o.pool_range is not null
             and $1::inet between split_part(o.pool_range, '-', 1)::inet and split_part(o.pool_range, '-', 2)::inet
          union
          select a.router_id from ip_assignments a where a.released_at is null and a.address = $1::inet and a.holder = 'PPPOE'
        ) as "routerIds",
        array(select distinct a.subscription_id from ip_assignments a where a.released_at is null and a.address ${holds} $1::inet)
          as holders`,
      [address],
    );
    return row ?? { routerIds: [], holders: [] };
  }

  /** Is this the address of a static line that is isolated? */
  async isIsolatedLine(address: string): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 from ip_assignments a join access_intents i on i.subscription_id = a.subscription_id
        where a.released_at is null and a.address = $1::inet and a.holder = 'STATIC' and i.desired = 'ISOLATED' limit 1`,
      [address],
    );
    return row !== undefined;
  }

  /** Hotspots with members who are isolated: an address of theirs is known there alone. */
  async hotspots(): Promise<string[]> {
    const rows = await this.database.query<{ routerId: string }>(
      `select distinct h.router_id as "routerId" from hotspot_placements h
         join access_intents i on i.subscription_id = h.subscription_id and i.desired = 'ISOLATED' order by 1`,
    );
    return rows.map(({ routerId }) => routerId);
  }

  /** Whose log-in a name on the hotspot of a router is. */
  async memberOf(routerId: string, username: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ id: string }>(
      `select h.subscription_id as id from hotspot_placements h where h.router_id = $1 and h.username = $2 limit 1`,
      [routerId, username],
    );
    return row?.id;
  }

  /** Whose account a name on a router is. */
  async subscriptionOf(routerId: string, username: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ id: string }>(
      `select p.subscription_id as id from pppoe_placements p where p.router_id = $1 and p.username = $2 limit 1`,
      [routerId, username],
    );
    return row?.id;
  }

  async service(subscriptionId: string): Promise<PageService | undefined> {
    return this.database.queryOne<PageService>(`${SERVICE} where s.id = $1`, [subscriptionId]);
  }

  /** The most limited service of the customer who has this number and whose phone number ends so. */
  async serviceOf(code: string, digits: string): Promise<PageService | undefined> {
    return this.database.queryOne<PageService>(
      `${SERVICE} where c.code = $1 and right(c.phone, 4) = $2 and c.status = 'ACTIVE' and s.status <> 'ENDED'
        order by coalesce(i.desired, 'DISABLED') = 'ISOLATED' desc, i.desired = 'ENABLED' desc, s.id limit 1`,
      [code, digits],
    );
  }

  /** Oldest due first. */
  async owed(customerId: string): Promise<OwedInvoice[]> {
    return this.database.query<OwedInvoice>(
      `select i.id, i.number, i.due_on as "dueOn", i.total_amount - i.paid_amount - i.credited_amount as remaining, i.currency
         from invoices i where i.customer_id = $1 and i.status = 'OPEN'
          and i.total_amount - i.paid_amount - i.credited_amount > 0
        order by i.due_on, i.id limit 12`,
      [customerId],
    );
  }

  async text(siteId: string): Promise<SiteText | undefined> {
    return this.database.queryOne<SiteText>(
      `select text_id as "textId", text_en as "textEn", contact from isolir_pages where site_id = $1`,
      [siteId],
    );
  }
}
