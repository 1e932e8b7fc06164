import { Injectable } from '@nestjs/common';
import { type RouterLoad, type ShareChange, type StrandedLoad } from '@app/mikrotik';
import { among, Database, HOT } from '@app/platform';
import { type BurstRates, type StepRates } from '../domain/profile-terms';
import { type UsageLimit } from '../domain/service-facts';
import { LIMIT, settingsJoin } from '../repositories/profile-settings.sql';
import { type LineFacts } from './desired-line';

/** A line as the sync of its router needs it. */
export interface RouterLine extends LineFacts {
  subscriptionId: string;
  burst: BurstRates | null;
  /** Rates of the fair-use step that it has reached. */
  step: StepRates | null;
  limit: UsageLimit;
}

/** A router on which a line is wanted. */
export interface LinePlace {
  id: string;
  subscriptionId: string;
  routerId: string;
  name: string;
  macAddress: string | null;
}

const PLACE = `l.id, l.subscription_id as "subscriptionId", h.router_id as "routerId", l.name, l.mac_address as "macAddress"`;

/**
 * The lines as the worker sees them: of every site, one statement each. A line is wanted on its home router and, while that is
 * failed over, on the substitutes that its address can be routed to (view `static_placements`).
 */
@Injectable()
export class RouterLinesRepository {
  constructor(private readonly database: Database) {}

  /** @param by which of them: by the names of their queues, or by their ids */
  async ofRouter(routerId: string, by: { names?: readonly string[]; ids?: readonly string[] }): Promise<RouterLine[]> {
    return this.database.query<RouterLine>(
      `select l.id, l.subscription_id as "subscriptionId", l.name, host(l.address) as address, l.mac_address as "macAddress",
              case when h.router_id = h.home_router_id then l.dhcp_server end as "dhcpServer",
              case when h.router_id = h.home_router_id then l.parent_queue end as "parentQueue",
              case when p.burst_seconds is not null then jsonb_build_object('downloadKbps', p.burst_download_kbps,
                'uploadKbps', p.burst_upload_kbps, 'thresholdDownloadKbps', p.burst_threshold_download_kbps,
                'thresholdUploadKbps', p.burst_threshold_upload_kbps, 'seconds', p.burst_seconds) end as burst,
              (select jsonb_build_object('stepNo', f.step_no, 'downloadKbps', f.download_kbps, 'uploadKbps', f.upload_kbps)
                 from plan_fair_use_steps f where f.plan_id = p.id and f.step_no = limits.step_no) as step,
              ${LIMIT} as "limit"
         from static_placements h join static_lines l on l.id = h.line_id
         join subscriptions s on s.id = l.subscription_id join plans p on p.id = s.plan_id
         ${settingsJoin('s.plan_id', 'h.router_id')}
        where h.router_id = $1 and ($2::text[] is null or l.name = any ($2))
          and ($3::text[] is null or l.id::text = any ($3))
        order by h.router_id <> h.home_router_id, l.id`,
      [routerId, by.names ?? null, by.ids ?? null],
      HOT,
    );
  }

  async placesOf(subscriptionIds: readonly string[]): Promise<LinePlace[]> {
    return this.database.query<LinePlace>(
      `select ${PLACE} from static_placements h join static_lines l on l.id = h.line_id
        where h.subscription_id ${among(subscriptionIds)}`,
      [subscriptionIds],
      HOT,
    );
  }

  async placesOfPlans(planIds: readonly string[]): Promise<LinePlace[]> {
    return this.database.query<LinePlace>(
      `select ${PLACE} from subscriptions s join static_placements h on h.subscription_id = s.id
         join static_lines l on l.id = h.line_id where s.plan_id = any ($1::uuid[])`,
      [planIds],
    );
  }

  /** The lines that shares of a failover are about, wanted there or not. */
  async placesOfShares(changes: readonly ShareChange[]): Promise<LinePlace[]> {
    return this.database.query<LinePlace>(
      `select distinct l.id, l.subscription_id as "subscriptionId", c.router_id as "routerId", l.name,
              l.mac_address as "macAddress"
         from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as c (home_router_id, router_id, from_bucket, to_bucket)
         join static_lines l on l.router_id = c.home_router_id
          and placement_bucket(l.id) >= c.from_bucket and placement_bucket(l.id) < c.to_bucket`,
      [
        changes.map(({ homeRouterId }) => homeRouterId),
        changes.map(({ routerId }) => routerId),
        changes.map(({ from }) => from),
        changes.map(({ to }) => to),
      ],
    );
  }

  async loads(routerIds: readonly string[]): Promise<RouterLoad[]> {
    return this.database.query<RouterLoad>(
      `select h.router_id as "routerId", h.home_router_id as "homeRouterId", count(*)::int as subscribers
         from static_placements h where h.router_id = any ($1::uuid[]) group by h.router_id, h.home_router_id`,
      [routerIds],
    );
  }

  /** Lines of failed-over homes that nobody else can serve: their addresses go to the home alone. */
  async stranded(routerIds: readonly string[]): Promise<StrandedLoad[]> {
    return this.database.query<StrandedLoad>(
      `select l.router_id as "routerId", count(*)::int as subscribers
         from static_lines l join router_failovers f on f.router_id = l.router_id and f.ended_at is null
        where l.router_id = any ($1::uuid[])
          and not exists (select from static_placements h where h.line_id = l.id and h.router_id <> l.router_id)
        group by l.router_id`,
      [routerIds],
    );
  }

  /** Of these queues and leases, those of lines that another well member of the router's group serves. */
  async servedElsewhere(routerId: string, keys: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ key: string }>(
      `select distinct k.key
         from router_group_members own
         join router_group_members other on other.group_id = own.group_id and other.router_id <> own.router_id
         join routers r on r.id = other.router_id and r.health in ('ONLINE', 'DEGRADED')
         join static_placements h on h.router_id = r.id
         join static_lines l on l.id = h.line_id
         join unnest($2::text[]) as k (key) on k.key in (l.name, 'static-' || l.id)
        where own.router_id = $1`,
      [routerId, keys],
    );
    return rows.map(({ key }) => key);
  }

  /** Are there lines on this router or in its group, or were there ever any? */
  async concerns(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      `select exists (select from ip_assignments where router_id = $1 and holder = 'STATIC')
           or exists (select from static_lines where router_id = $1)
           or exists (select from router_group_members own
                        join router_group_members other on other.group_id = own.group_id
                        join static_lines l on l.router_id = other.router_id where own.router_id = $1) as found`,
      [routerId],
    );
    return row?.found ?? false;
  }

  /** Are there lines on this router now? */
  async has(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      'select exists (select from static_placements where router_id = $1) as found',
      [routerId],
    );
    return row?.found ?? false;
  }
}
