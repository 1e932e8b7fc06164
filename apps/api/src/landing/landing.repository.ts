import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';

/** The demo in figures. Counts are counts, money is in booking units. */
export interface LandingFigures {
  sites: number;
  customers: number;
  enabled: number;
  isolated: number;
  disabled: number;
  openInvoices: number;
  openAmount: bigint;
  settledAmount: bigint;
  settledCount: number;
  currency: string;
  pendingSync: number;
  routers: { name: string; site: string; version: string | null; health: string }[];
}

export interface LandingState {
  /** No owner has been created yet. */
  ownerMissing: boolean;
  /** Real seconds since a worker last finished a scheduled job; null when none ever did. */
  workerIdleSeconds: number | null;
  /** The product's time, which the demo can move. */
  now: Date;
}

/** What the landing page shows: read-only, one statement each. */
@Injectable()
export class LandingRepository {
  constructor(private readonly database: Database) {}

  async state(): Promise<LandingState> {
    const row = await this.database.queryOne<LandingState>(
      `select not exists (select from users u join roles r on r.id = u.role_id where r.key = 'owner') as "ownerMissing",
              (select greatest(0, extract(epoch from now() - max(last_run_at)))::int from job_schedules) as "workerIdleSeconds",
              app_now() as now`,
    );
    if (!row) throw new Error('the database answered nothing');
    return row;
  }

  async figures(): Promise<LandingFigures> {
    const row = await this.database.queryOne<LandingFigures>(
      `with access as (
         select desired, count(*)::int as n from access_intents i
           join subscriptions s on s.id = i.subscription_id and s.status = 'ACTIVE' group by desired),
       open_invoices as (
         select count(*)::int as n, coalesce(sum(total_amount - paid_amount - credited_amount), 0)::bigint as amount
           from invoices where status = 'OPEN'),
       settled as (
         select count(*)::int as n, coalesce(sum(amount), 0)::bigint as amount from payments),
       devices as (
         select coalesce(json_agg(json_build_object('name', r.name, 'site', s.name, 'version', r.ros_version,
           'health', r.health) order by s.name, r.name), '[]') as list
           from routers r join sites s on s.id = r.site_id)
       select (select count(*)::int from sites) as sites,
              (select count(*)::int from customers where status = 'ACTIVE') as customers,
              coalesce((select n from access where desired = 'ENABLED'), 0) as enabled,
              coalesce((select n from access where desired = 'ISOLATED'), 0) as isolated,
              coalesce((select n from access where desired = 'DISABLED'), 0) as disabled,
              open_invoices.n as "openInvoices", open_invoices.amount as "openAmount",
              settled.n as "settledCount", settled.amount as "settledAmount",
              coalesce((select currency from sites order by code limit 1), 'IDR') as currency,
              (select count(*)::int from router_sync_items where wanted_version > applied_version) as "pendingSync", devices.list as routers
         from open_invoices, settled, devices`,
    );
    if (!row) throw new Error('the database answered nothing');
    return row;
  }
}
