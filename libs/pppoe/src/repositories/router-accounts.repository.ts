import { Injectable } from '@nestjs/common';
import { type RouterLoad, type ShareChange } from '@app/mikrotik';
import { among, Database, HOT } from '@app/platform';
import { type KeptProfile } from '../domain/kept-profile';
import { type ChangePolicy } from '../domain/profile-terms';
import { type UsageLimit } from '../domain/service-facts';
import { LIMIT, SETTINGS, settingsJoin } from './profile-settings.sql';

/** An account as the sync of a router needs it. */
export interface RouterAccount {
  id: string;
  subscriptionId: string;
  username: string;
  passwordSealed: string;
  /** null also where the account is a guest and its address is not routed. */
  remoteAddress: string | null;
  remoteIpv6Prefix: string | null;
  callerId: string | null;
  onceSet: string[];
  service: 'pppoe' | 'any';
  /** The operator's profile, at home only. */
  kept: KeptProfile | null;
  limit: UsageLimit;
  changePolicy: ChangePolicy;
}

/** A router on which the account of a subscription is wanted. */
export interface AccountPlace {
  subscriptionId: string;
  routerId: string;
  username: string;
  /** Its secret may be on a profile of the operator's. */
  kept: boolean;
}

/** What a router needs profiles for. */
export interface ProfileNeeds {
  /** One subscription of every plan whose own profile is in use. */
  samples: string[];
  /** Somebody on a profile of the operator's is isolated, or was: what was needed once stays there. */
  isolatesKept: boolean;
}

/** Does this account keep the operator's profile? As `profileFor` decides. */
const KEPT = `(p.router_id = a.router_id and a.kept_profile is not null
  and a.kept_terms = s.plan_id::text || ' ' || plans.upload_kbps || '/' || plans.download_kbps
  and not exists (select from pppoe_service_limits l where l.subscription_id = s.id and l.step_no > 0))`;

const PLACE = `p.subscription_id as "subscriptionId", p.router_id as "routerId", p.username,
  exists (select from pppoe_accounts k where k.id = p.account_id and k.kept_profile is not null) as kept`;

/**
 * The accounts as the worker sees them: by router, subscription and plan, of every site, one statement each. An account is
 * wanted on its home router and, while that is failed over, on the substitutes (view `pppoe_placements`).
 */
@Injectable()
export class RouterAccountsRepository {
  constructor(private readonly database: Database) {}

  /** Those at home come first, so that of two accounts of one name theirs counts. */
  async ofRouter(routerId: string, usernames: readonly string[] | 'all'): Promise<RouterAccount[]> {
    const isAll = usernames === 'all';
    return this.database.query<RouterAccount>(
      `select a.id, a.subscription_id as "subscriptionId", a.username, a.password_sealed as "passwordSealed",
              case when p.address_kept then host(a.remote_address) end as "remoteAddress", a.service,
              case when p.address_kept then a.remote_ipv6_prefix::text end as "remoteIpv6Prefix",
              a.caller_id as "callerId", a.once_set as "onceSet", ${LIMIT} as "limit", ${SETTINGS.changePolicy} as "changePolicy",
              case when p.home_router_id = p.router_id and a.kept_profile is not null then
                jsonb_build_object('profile', a.kept_profile, 'terms', a.kept_terms) end as kept
         from pppoe_placements p join pppoe_accounts a on a.id = p.account_id
         join subscriptions s on s.id = a.subscription_id ${settingsJoin('s.plan_id', 'p.router_id')}
        where p.router_id = $1 ${isAll ? '' : `and p.username ${among(usernames, '$2', 'text')}`}
        order by p.home_router_id <> p.router_id, a.id`,
      isAll ? [routerId] : [routerId, usernames],
      HOT,
    );
  }

  /** Whose profiles the accounts on a router need, where they do not keep those of the operator. */
  async profileNeeds(routerId: string): Promise<ProfileNeeds> {
    const row = await this.database.queryOne<ProfileNeeds>(
      `select array(
                select distinct on (s.plan_id) s.id
                  from pppoe_placements p join pppoe_accounts a on a.id = p.account_id
                  join subscriptions s on s.id = p.subscription_id join plans on plans.id = s.plan_id
                 where p.router_id = $1 and not coalesce(${KEPT}, false) order by s.plan_id, s.id) as samples,
              exists (
                select from pppoe_accounts a join access_intents i on i.subscription_id = a.subscription_id
                 where a.router_id = $1 and a.kept_profile is not null and (i.desired = 'ISOLATED' or i.version > 1
                   or exists (select from pppoe_service_limits l where l.subscription_id = a.subscription_id and l.quota_reached)))
                as "isolatesKept"`,
      [routerId],
    );
    return row ?? { samples: [], isolatesKept: false };
  }

  async placesOf(subscriptionIds: readonly string[]): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select ${PLACE} from pppoe_placements p where p.subscription_id ${among(subscriptionIds)}
        order by p.home_router_id <> p.router_id, p.router_id`,
      [subscriptionIds],
      HOT,
    );
  }

  async placesOfPlan(planId: string): Promise<AccountPlace[]> {
    return this.database.query<AccountPlace>(
      `select ${PLACE} from subscriptions s join pppoe_placements p on p.subscription_id = s.id where s.plan_id = $1`,
      [planId],
    );
  }

  /** Numbers of the plan's fair-use steps. What was taken away goes from the routers with their next full sync. */
  async stepsOf(planId: string): Promise<number[]> {
    const rows = await this.database.query<{ stepNo: number }>(
      `select step_no as "stepNo" from plan_fair_use_steps where plan_id = $1 order by step_no`,
      [planId],
    );
    return rows.map(({ stepNo }) => stepNo);
  }

  /** The accounts that shares of a failover are about, with their plans, wanted there or not. */
  async placesOfShares(changes: readonly ShareChange[]): Promise<(AccountPlace & { planCode: string })[]> {
    return this.database.query<AccountPlace & { planCode: string }>(
      `select distinct a.subscription_id as "subscriptionId", c.router_id as "routerId", a.username, false as kept,
              p.code as "planCode"
         from unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[]) as c (home_router_id, router_id, from_bucket, to_bucket)
         join pppoe_accounts a on a.router_id = c.home_router_id
          and placement_bucket(a.id) >= c.from_bucket and placement_bucket(a.id) < c.to_bucket
         join subscriptions s on s.id = a.subscription_id join plans p on p.id = s.plan_id`,
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
      `select p.router_id as "routerId", p.home_router_id as "homeRouterId", count(*)::int as subscribers
         from pppoe_placements p where p.router_id = any ($1::uuid[]) group by p.router_id, p.home_router_id`,
      [routerIds],
    );
  }

  /** Of these names, those that another well member of the router's group serves. */
  async servedElsewhere(routerId: string, usernames: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ username: string }>(
      `select distinct p.username
         from router_group_members own
         join router_group_members other on other.group_id = own.group_id and other.router_id <> own.router_id
         join routers r on r.id = other.router_id and r.health in ('ONLINE', 'DEGRADED')
         join pppoe_placements p on p.router_id = r.id and p.username = any ($2)
        where own.router_id = $1`,
      [routerId, usernames],
    );
    return rows.map(({ username }) => username);
  }

  /** Is one of these names taken on another router of its router's group? They might meet there after a failover. */
  async isTakenInGroup(names: readonly Pick<AccountPlace, 'routerId' | 'username'>[]): Promise<boolean> {
    const row = await this.database.queryOne(
      `select 1 from unnest($1::uuid[], $2::text[]) as n (router_id, username)
         join router_group_members own on own.router_id = n.router_id
         join router_group_members other on other.group_id = own.group_id and other.router_id <> own.router_id
         join pppoe_accounts a on a.router_id = other.router_id and a.username = n.username limit 1`,
      [names.map(({ routerId }) => routerId), names.map(({ username }) => username)],
    );
    return row !== undefined;
  }
}
