import { Injectable } from '@nestjs/common';
import { type RouterLoad, type ShareChange, type StrandedLoad } from '@app/mikrotik';
import { among, Database, HOT } from '@app/platform';
import { type AccountOnRouter, type PlanRates } from './desired-account';

/** A router on which an account is wanted, and the profile that it needs there. */
export interface AccountPlace {
  subscriptionId: string;
  routerId: string;
  username: string;
  profile: string;
}

/** Its own router and those that stand in for it, or every hotspot router of its site (view `hotspot_placements`). */
const PLACES = `hotspot_placements h join hotspot_accounts a on a.id = h.account_id
  join subscriptions s on s.id = a.subscription_id join plans p on p.id = s.plan_id
  left join hotspot_profiles k on k.plan_id = p.id and k.site_id = a.site_id and k.status = 'ACTIVE'`;

/** As `hotspotProfileName` and `planProfileName` say. */
const PROFILE = `coalesce('lg-' || k.code, 'lg-~' || p.code)`;
const PLACE = `a.subscription_id as "subscriptionId", h.router_id as "routerId", a.username, ${PROFILE} as profile`;

type StoredAccount = Omit<AccountOnRouter, 'password'> & { id: string; passwordSealed: string };

/** Hotspot accounts as the worker sees them: of every site, one statement each. */
@Injectable()
export class AccountPlacesRepository {
  constructor(private readonly database: Database) {}

  async ofRouter(routerId: string, usernames: readonly string[] | 'all'): Promise<StoredAccount[]> {
    return this.database.query<StoredAccount>(
      `select a.id, a.password_sealed as "passwordSealed", a.mac_address as "macAddress",
              coalesce(k.change_policy, 'KICK') as "changePolicy", ${PLACE} from ${PLACES}
        where h.router_id = $1 and ($2::text[] is null or a.username = any ($2)) order by a.id`,
      [routerId, usernames === 'all' ? null : usernames],
      HOT,
    );
  }

  /** Plans of the accounts of a router that have no package at its site. */
  async plansWithoutPackage(routerId: string): Promise<PlanRates[]> {
    return this.database.query<PlanRates>(
      `select distinct p.id as "planId", p.code as "planCode", p.download_kbps as "downloadKbps",
              p.upload_kbps as "uploadKbps" from ${PLACES} where h.router_id = $1 and k.id is null`,
      [routerId],
    );
  }

  async placesOf(subscriptionIds: readonly string[]): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select ${PLACE} from ${PLACES} where a.subscription_id ${among(subscriptionIds)} order by a.id, h.router_id`,
      [subscriptionIds],
      HOT,
    );
  }

  async placesOfPlans(planIds: readonly string[]): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select ${PLACE} from ${PLACES} where p.id = any ($1::uuid[]) order by a.id, h.router_id`,
      [planIds],
    );
  }

  /** The accounts of a plan at one site, with the code of the plan. */
  async placesOfPackage(siteId: string, planId: string): Promise<(AccountPlace & { planCode: string })[]> {
    return this.database.query<AccountPlace & { planCode: string }>(
      `select ${PLACE}, p.code as "planCode" from ${PLACES} where p.id = $2 and a.site_id = $1 order by a.id, h.router_id`,
      [siteId, planId],
    );
  }

  /** Who is on these profiles of a router and logs in anew when his package changes. */
  async kicked(routerId: string, profiles: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ username: string }>(
      `select a.username from ${PLACES}
         join access_intents i on i.subscription_id = a.subscription_id and i.desired = 'ENABLED'
        where h.router_id = $1 and ${PROFILE} = any ($2::text[]) and coalesce(k.change_policy, 'KICK') = 'KICK'`,
      [routerId, profiles],
    );
    return rows.map(({ username }) => username);
  }

  /** The accounts that shares of a failover are about, wanted there or not. */
  async placesOfShares(changes: readonly ShareChange[]): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select distinct a.subscription_id as "subscriptionId", c.router_id as "routerId", a.username, ${PROFILE} as profile
         from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as c (home_router_id, router_id, from_bucket, to_bucket)
         join hotspot_accounts a on a.router_id = c.home_router_id
          and placement_bucket(a.id) >= c.from_bucket and placement_bucket(a.id) < c.to_bucket
         join subscriptions s on s.id = a.subscription_id join plans p on p.id = s.plan_id
         left join hotspot_profiles k on k.plan_id = p.id and k.site_id = a.site_id and k.status = 'ACTIVE'`,
      [
        changes.map(({ homeRouterId }) => homeRouterId),
        changes.map(({ routerId }) => routerId),
        changes.map(({ from }) => from),
        changes.map(({ to }) => to),
      ],
    );
  }

  /** Accounts that are bound to a router; the others hang on none. */
  async loads(routerIds: readonly string[]): Promise<RouterLoad[]> {
    return this.database.query<RouterLoad>(
      `select h.router_id as "routerId", h.home_router_id as "homeRouterId", count(*)::int as subscribers
         from hotspot_placements h join hotspot_accounts a on a.id = h.account_id
        where h.router_id = any ($1::uuid[]) and a.router_id is not null group by h.router_id, h.home_router_id`,
      [routerIds],
    );
  }

  /** Accounts that are bound to a failed-over home and are on no hotspot that stands in for it. */
  async stranded(routerIds: readonly string[]): Promise<StrandedLoad[]> {
    return this.database.query<StrandedLoad>(
      `select a.router_id as "routerId", count(*)::int as subscribers
         from hotspot_accounts a join router_failovers f on f.router_id = a.router_id and f.ended_at is null
        where a.router_id = any ($1::uuid[])
          and not exists (select from hotspot_placements h where h.account_id = a.id and h.router_id <> a.router_id)
        group by a.router_id`,
      [routerIds],
    );
  }

  /** Of these names, those that another well hotspot of the router's group serves. */
  async servedElsewhere(routerId: string, usernames: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ username: string }>(
      `select distinct h.username
         from router_group_members own
         join router_group_members other on other.group_id = own.group_id and other.router_id <> own.router_id
         join routers r on r.id = other.router_id and r.health in ('ONLINE', 'DEGRADED')
         join hotspot_placements h on h.router_id = r.id and h.username = any ($2)
        where own.router_id = $1`,
      [routerId, usernames],
    );
    return rows.map(({ username }) => username);
  }

  /** Are there accounts that may be, or may have been, on this router? */
  async concerns(routerId: string): Promise<boolean> {
    const row = await this.database.queryOne<{ found: boolean }>(
      `select exists (select from hotspot_accounts a join routers r on r.site_id = a.site_id where r.id = $1) as found`,
      [routerId],
    );
    return row?.found ?? false;
  }
}
