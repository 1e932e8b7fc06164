import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Terms of PPPoE: profiles, numbering, pools with the history of their addresses, sessions, usage, the isolir page. */
export class Access1764000000035 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.terms(runner);
    await this.pools(runner);
    await this.sessions(runner);
    await this.usage(runner);
  }

  private async terms(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table pppoe_accounts
        add column caller_id text,
        add column remote_ipv6_prefix cidr,
        add column once_set text[] not null default '{}',
        add constraint ck_pppoe_accounts_caller_id check (caller_id ~ '^[0-9A-F]{2}(:[0-9A-F]{2}){5}$'),
        add constraint ck_pppoe_accounts_remote_ipv6_prefix check (family(remote_ipv6_prefix) = 6);
      create unique index uq_pppoe_accounts_router_id_remote_ipv6_prefix
        on pppoe_accounts (router_id, remote_ipv6_prefix) where remote_ipv6_prefix is not null;

      create table pppoe_numbering (
        site_id          uuid        not null,
        username_pattern text        not null default '{code}-{n}',
        password_length  smallint    not null default 10,
        password_style   text        not null default 'MIXED',
        version          integer     not null default 1,
        updated_at       timestamptz not null default now(),
        constraint pk_pppoe_numbering primary key (site_id),
        constraint fk_pppoe_numbering_site_id foreign key (site_id) references sites (id),
        constraint ck_pppoe_numbering_password check (
          password_length between 8 and 32 and password_style in ('MIXED', 'DIGITS'))
      );

      create table isolir_pages (
        site_id    uuid        not null,
        text_id    text        not null default '',
        text_en    text        not null default '',
        contact    text        not null default '',
        version    integer     not null default 1,
        updated_at timestamptz not null default now(),
        constraint pk_isolir_pages primary key (site_id),
        constraint fk_isolir_pages_site_id foreign key (site_id) references sites (id)
      );
    `);
  }

  private async pools(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ip_pools (
        id               uuid        not null,
        site_id          uuid        not null,
        router_id        uuid,
        name             text        not null,
        kind             text        not null,
        first_address    inet        not null,
        last_address     inet        not null,
        prefix_length    smallint,
        excluded         text[]      not null default '{}',
        status           text        not null default 'ACTIVE',
        version          integer     not null default 1,
        created_at       timestamptz not null default now(),
        updated_at       timestamptz not null default now(),
        constraint pk_ip_pools primary key (id),
        constraint fk_ip_pools_site_id foreign key (site_id) references sites (id),
        constraint fk_ip_pools_router_id foreign key (router_id) references routers (id),
        constraint uq_ip_pools_site_id_name unique (site_id, name),
        constraint ck_ip_pools_name check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.-]{0,47}$' and name <> 'isolir'),
        constraint ck_ip_pools_kind check (kind in ('FIXED', 'DYNAMIC', 'IPV6')),
        constraint ck_ip_pools_router check (kind <> 'DYNAMIC' or router_id is not null),
        constraint ck_ip_pools_status check (status in ('ACTIVE', 'RETIRED')),
        constraint ck_ip_pools_addresses check (
          first_address <= last_address and family(first_address) = family(last_address)
          and family(first_address) = case kind when 'IPV6' then 6 else 4 end
          and (kind = 'IPV6') = (prefix_length is not null) and prefix_length between 32 and 64)
      );
      create index ix_ip_pools_site_id on ip_pools (site_id, id);
      create index ix_ip_pools_router_id on ip_pools (router_id);

      create type uuid_range as range (subtype = uuid);

      create table ip_assignments (
        id              uuid        not null,
        site_id         uuid        not null,
        router_id       uuid        not null,
        pool_id         uuid,
        subscription_id uuid        not null,
        holder          text        not null default 'PPPOE',
        address         inet        not null,
        assigned_at     timestamptz not null default clock_timestamp(),
        assigned_by     text        not null,
        released_at     timestamptz,
        released_by     text,
        release_reason  text,
        constraint pk_ip_assignments primary key (id),
        constraint fk_ip_assignments_site_id foreign key (site_id) references sites (id),
        constraint fk_ip_assignments_router_id foreign key (router_id) references routers (id),
        constraint fk_ip_assignments_pool_id foreign key (pool_id) references ip_pools (id),
        constraint fk_ip_assignments_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint ck_ip_assignments_holder check (holder in ('PPPOE', 'STATIC')),
        constraint ck_ip_assignments_released check (
          (released_at is null) = (release_reason is null) and (released_at is null) = (released_by is null)
          and released_at >= assigned_at),
        constraint ck_ip_assignments_reason check (
          release_reason in ('CHANGED', 'ROUTER_CHANGED', 'ACCOUNT_DELETED', 'RELEASED')),
        constraint ex_ip_assignments_router exclude using gist (
          uuid_range(router_id, router_id, '[]') with &&, address inet_ops with &&,
          tstzrange(assigned_at, released_at) with &&),
        constraint ex_ip_assignments_pool exclude using gist (
          uuid_range(pool_id, pool_id, '[]') with &&, address inet_ops with &&,
          tstzrange(assigned_at, released_at) with &&) where (pool_id is not null)
      );
      create index ix_ip_assignments_site_id on ip_assignments (site_id, id);
      create index ix_ip_assignments_router_id on ip_assignments (router_id);
      create index ix_ip_assignments_pool_id on ip_assignments (pool_id);
      create index ix_ip_assignments_subscription_id on ip_assignments (subscription_id);
      create index ix_ip_assignments_open on ip_assignments (address) where released_at is null;
      insert into ip_assignments (id, site_id, router_id, subscription_id, address, assigned_at, assigned_by)
        select gen_random_uuid(), site_id, router_id, subscription_id, remote_address, updated_at, 'system'
          from pppoe_accounts where remote_address is not null;

      create table pppoe_profile_settings (
        id                 uuid        not null,
        plan_id            uuid        not null,
        router_id          uuid,
        pool_id            uuid,
        terms              jsonb       not null default '{}',
        once_set           text[]      not null default '{}',
        change_policy      text        not null default 'KICK',
        quota_action       text        not null default 'NOTIFY',
        version            integer     not null default 1,
        updated_at         timestamptz not null default now(),
        constraint pk_pppoe_profile_settings primary key (id),
        constraint fk_pppoe_profile_settings_plan_id foreign key (plan_id) references plans (id),
        constraint fk_pppoe_profile_settings_router_id foreign key (router_id) references routers (id),
        constraint fk_pppoe_profile_settings_pool_id foreign key (pool_id) references ip_pools (id),
        constraint uq_pppoe_profile_settings_plan_id_router_id unique nulls not distinct (plan_id, router_id),
        constraint ck_pppoe_profile_settings_policies check (
          change_policy in ('KICK', 'NEXT_SESSION') and quota_action in ('NOTIFY', 'BLOCK'))
      );
      create index ix_pppoe_profile_settings_router_id on pppoe_profile_settings (router_id);
      create index ix_pppoe_profile_settings_pool_id on pppoe_profile_settings (pool_id);
    `);
  }

  private async sessions(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pppoe_polls (
        router_id    uuid        not null,
        claim        bigint      not null default 0,
        next_poll_at timestamptz not null default clock_timestamp(),
        polled_at    timestamptz,
        sessions     integer     not null default 0,
        error_code   text,
        constraint pk_pppoe_polls primary key (router_id),
        constraint fk_pppoe_polls_router_id foreign key (router_id) references routers (id) on delete cascade
      );
      create index ix_pppoe_polls_next_poll_at on pppoe_polls (next_poll_at);

      create table pppoe_live_sessions (
        id           uuid        not null default gen_random_uuid(),
        router_id    uuid        not null,
        username     text        not null,
        session_key  text        not null,
        account_id   uuid,
        address      inet,
        caller_id    text        not null default '',
        started_at   timestamptz not null,
        seen_at      timestamptz not null,
        rx_counter   text,
        tx_counter   text,
        up_bytes     bigint      not null default 0,
        down_bytes   bigint      not null default 0,
        up_bps       bigint,
        down_bps     bigint,
        extra_polls  integer     not null default 0,
        constraint pk_pppoe_live_sessions primary key (router_id, username, session_key),
        constraint uq_pppoe_live_sessions_id unique (id),
        constraint fk_pppoe_live_sessions_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint fk_pppoe_live_sessions_account_id foreign key (account_id)
          references pppoe_accounts (id) on delete set null
      ) with (fillfactor = 70);
      create index ix_pppoe_live_sessions_account_id on pppoe_live_sessions (account_id);
      create index ix_pppoe_live_sessions_address on pppoe_live_sessions (address);

      create table pppoe_session_history (
        id              uuid        not null default gen_random_uuid(),
        router_id       uuid        not null,
        account_id      uuid        not null,
        subscription_id uuid        not null,
        site_id         uuid        not null,
        username        text        not null,
        address         inet,
        caller_id       text        not null default '',
        started_at      timestamptz not null,
        ended_at        timestamptz not null,
        up_bytes        bigint      not null,
        down_bytes      bigint      not null,
        end_reason      text        not null,
        constraint pk_pppoe_session_history primary key (ended_at, id),
        constraint fk_pppoe_session_history_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint fk_pppoe_session_history_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_pppoe_session_history_site_id foreign key (site_id) references sites (id),
        constraint ck_pppoe_session_history_end_reason check (end_reason in ('DROPPED', 'ROUTER_RESTARTED', 'GHOST'))
      ) partition by range (ended_at);
      create index ix_pppoe_session_history_router_id on pppoe_session_history (router_id, ended_at);
      create index ix_pppoe_session_history_account_id on pppoe_session_history (account_id, ended_at);
      create index ix_pppoe_session_history_subscription_id on pppoe_session_history (subscription_id);
      create index ix_pppoe_session_history_site_id on pppoe_session_history (site_id, ended_at);
    `);
  }

  private async usage(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pppoe_usage (
        day             date        not null,
        subscription_id uuid        not null,
        site_id         uuid        not null,
        up_bytes        bigint      not null,
        down_bytes      bigint      not null,
        constraint pk_pppoe_usage primary key (day, subscription_id),
        constraint fk_pppoe_usage_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_pppoe_usage_site_id foreign key (site_id) references sites (id)
      ) partition by range (day);
      create index ix_pppoe_usage_subscription_id on pppoe_usage (subscription_id, day);
      create index ix_pppoe_usage_site_id on pppoe_usage (site_id, day);

      create table pppoe_usage_months (
        month           date   not null,
        subscription_id uuid   not null,
        site_id         uuid   not null,
        up_bytes        bigint not null,
        down_bytes      bigint not null,
        constraint pk_pppoe_usage_months primary key (subscription_id, month),
        constraint fk_pppoe_usage_months_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_pppoe_usage_months_site_id foreign key (site_id) references sites (id)
      );
      create index ix_pppoe_usage_months_site_id on pppoe_usage_months (site_id, month);

      create table pppoe_usage_states (
        subscription_id uuid        not null,
        router_id       uuid,
        period_start    date        not null,
        used_bytes      bigint      not null default 0,
        step_no         smallint    not null default 0,
        quota_reached   boolean     not null default false,
        last_seen_at    timestamptz,
        last_address    inet,
        last_caller_id  text,
        constraint pk_pppoe_usage_states primary key (subscription_id),
        constraint fk_pppoe_usage_states_subscription_id foreign key (subscription_id) references subscriptions (id),
        constraint fk_pppoe_usage_states_router_id foreign key (router_id) references routers (id) on delete set null
      ) with (fillfactor = 70);
      create index ix_pppoe_usage_states_router_id on pppoe_usage_states (router_id);
      create index ix_pppoe_usage_states_limited on pppoe_usage_states (subscription_id)
        where step_no > 0 or quota_reached;

      -- The beginning of the billing period that holds a day: so many intervals before (or after) the next one.
      create function usage_period_start(next_start date, anchor int, unit text, count int, today date)
        returns date language sql immutable as $$
          select case
            when next_start is null then date_trunc('month', today)::date
            when unit = 'MONTH' then (
              select max(start) from (
                select first + least(anchor, extract(day from first + interval '1 month' - interval '1 day')::int) - 1 as start
                  from (select (date_trunc('month', next_start) - make_interval(months => (m + n) * count))::date as first
                          from (select ceil(((extract(year from next_start) - extract(year from today)) * 12
                                  + extract(month from next_start) - extract(month from today)) / count::numeric)::int as m) at,
                               generate_series(-1, 1) as n) firsts) starts
               where start <= today)
            else next_start - ceil((next_start - today) / (count * case unit when 'WEEK' then 7 else 1 end)::numeric)::int
              * count * case unit when 'WEEK' then 7 else 1 end
          end
        $$;

      -- What the usage of the running period does to a service: the fair-use step that it has reached, the quota.
      create view pppoe_service_limits as
        select u.subscription_id,
               coalesce((select max(f.step_no) from plan_fair_use_steps f
                          where f.plan_id = p.id and f.after_bytes <= u.used_bytes), 0)::smallint as step_no,
               coalesce(p.quota_bytes <= u.used_bytes, false) as quota_reached, u.used_bytes, u.period_start
          from pppoe_usage_states u
          join subscriptions s on s.id = u.subscription_id
          join plans p on p.id = s.plan_id
          join sites t on t.id = s.site_id
         where u.used_bytes > 0
           and (p.quota_bytes is not null or exists (select from plan_fair_use_steps f where f.plan_id = p.id))
           and u.period_start >= usage_period_start(s.next_period_start, s.anchor_day, p.interval_unit, p.interval_count,
                 (app_now() at time zone t.time_zone)::date);

      -- What an unsigned counter grew by; every step back that is no wrap is a new beginning.
      create function counter_growth(before text, now text) returns bigint language sql immutable as $$
        select least(case
          when now is null then 0
          when before is null then now::numeric
          when now::numeric >= before::numeric then now::numeric - before::numeric
          when before::numeric between 3865470566 and 4294967295 and now::numeric < 429496729
            then 4294967296 - before::numeric + now::numeric
          when before::numeric >= 16602069666338596454 and now::numeric < 1844674407370955161
            then 18446744073709551616 - before::numeric + now::numeric
          else now::numeric end, 9223372036854775807)::bigint
        $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view pppoe_service_limits;
      drop function counter_growth(text, text);
      drop function usage_period_start(date, int, text, int, date);
      drop table pppoe_usage_states, pppoe_usage_months, pppoe_usage;
      drop table pppoe_session_history, pppoe_live_sessions, pppoe_polls;
      drop table pppoe_profile_settings, ip_assignments, ip_pools;
      drop type uuid_range;
      drop table isolir_pages, pppoe_numbering;
      drop index uq_pppoe_accounts_router_id_remote_ipv6_prefix;
      alter table pppoe_accounts drop column caller_id, drop column remote_ipv6_prefix,
        drop column once_set;
    `);
  }
}
