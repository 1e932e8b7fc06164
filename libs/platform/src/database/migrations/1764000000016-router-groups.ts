import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Groups of routers that share subscribers, failover between them, and the isolir infrastructure of each router. */
export class RouterGroups1764000000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table router_groups (
        id                      uuid        not null,
        site_id                 uuid        not null,
        name                    text        not null,
        failover_mode           text        not null default 'AUTO',
        fail_back_mode          text        not null default 'AUTO',
        failover_after_seconds  integer     not null default 120,
        fail_back_after_seconds integer     not null default 600,
        substitutes             text        not null default 'ONE',
        shared_addresses        boolean     not null default false,
        version                 integer     not null default 1,
        created_at              timestamptz not null default now(),
        updated_at              timestamptz not null default now(),
        constraint pk_router_groups primary key (id),
        constraint fk_router_groups_site_id foreign key (site_id) references sites (id),
        constraint uq_router_groups_site_id_name unique (site_id, name),
        constraint ck_router_groups_failover_mode check (failover_mode in ('AUTO', 'MANUAL')),
        constraint ck_router_groups_fail_back_mode check (fail_back_mode in ('AUTO', 'MANUAL')),
        constraint ck_router_groups_substitutes check (substitutes in ('ONE', 'ALL')),
        constraint ck_router_groups_after
          check (failover_after_seconds between 10 and 86400 and fail_back_after_seconds between 10 and 604800)
      );

      create table router_group_members (
        router_id    uuid        not null,
        group_id     uuid        not null,
        weight       smallint    not null default 1,
        capacity     integer,
        priority     smallint    not null default 1,
        down_seconds integer     not null default 0,
        up_since     timestamptz,
        observed_at  timestamptz,
        constraint pk_router_group_members primary key (router_id),
        constraint fk_router_group_members_router_id foreign key (router_id) references routers (id),
        constraint fk_router_group_members_group_id
          foreign key (group_id) references router_groups (id) on delete cascade,
        constraint ck_router_group_members_weight check (weight between 1 and 1000),
        constraint ck_router_group_members_capacity check (capacity >= 0),
        constraint ck_router_group_members_priority check (priority between 1 and 9)
      );
      create index ix_router_group_members_group_id on router_group_members (group_id);

      create table router_failovers (
        id          uuid        not null,
        group_id    uuid        not null,
        router_id   uuid        not null,
        trigger     text        not null,
        started_at  timestamptz not null,
        ended_at    timestamptz,
        end_trigger text,
        constraint pk_router_failovers primary key (id),
        constraint fk_router_failovers_group_id
          foreign key (group_id) references router_groups (id) on delete cascade,
        constraint fk_router_failovers_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_failovers_trigger check (trigger in ('AUTO', 'MANUAL')),
        constraint ck_router_failovers_ended
          check ((ended_at is null) = (end_trigger is null) and end_trigger in ('AUTO', 'MANUAL'))
      );
      create unique index uq_router_failovers_live on router_failovers (router_id) where ended_at is null;
      create index ix_router_failovers_group_id on router_failovers (group_id, started_at, id);
      create index ix_router_failovers_router_id on router_failovers (router_id);

      create table router_failover_shares (
        failover_id uuid     not null,
        router_id   uuid     not null,
        from_bucket smallint not null,
        to_bucket   smallint not null,
        constraint pk_router_failover_shares primary key (failover_id, router_id, from_bucket),
        constraint fk_router_failover_shares_failover_id
          foreign key (failover_id) references router_failovers (id) on delete cascade,
        constraint fk_router_failover_shares_router_id foreign key (router_id) references routers (id),
        constraint ck_router_failover_shares_range check (0 <= from_bucket and from_bucket < to_bucket and to_bucket <= 1024)
      );
      create index ix_router_failover_shares_router_id on router_failover_shares (router_id);
    `);
    await runner.query(`
      create table router_isolir (
        router_id      uuid        not null,
        installed      boolean     not null,
        portal_address inet,
        portal_port    integer,
        allow_hosts    text[]      not null default '{}',
        pool_range     text,
        local_address  inet,
        changed_at     timestamptz not null default now(),
        constraint pk_router_isolir primary key (router_id),
        constraint fk_router_isolir_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_isolir_portal_port check (portal_port between 1 and 65535),
        constraint ck_router_isolir_pool check ((pool_range is null) = (local_address is null))
      );
    `);
    await this.placements(runner);
  }

  /** Where PPPoE accounts are wanted: at home, and on the substitutes while their router is failed over. */
  private async placements(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function placement_bucket(id uuid) returns integer language sql immutable parallel safe as $$
        select ((get_byte(uuid_send(id), 14) & 3) << 8) | get_byte(uuid_send(id), 15)
      $$;

      create view pppoe_placements as
        select a.id as account_id, a.subscription_id, a.username, a.router_id, a.router_id as home_router_id,
               true as address_kept
          from pppoe_accounts a
        union all
        select a.id, a.subscription_id, a.username, s.router_id, f.router_id,
               g.shared_addresses and not exists (
                 select from pppoe_accounts h where h.router_id = s.router_id and h.remote_address = a.remote_address)
          from router_failovers f
          join router_groups g on g.id = f.group_id
          join router_failover_shares s on s.failover_id = f.id
          join pppoe_accounts a on a.router_id = f.router_id
           and placement_bucket(a.id) >= s.from_bucket and placement_bucket(a.id) < s.to_bucket
         where f.ended_at is null
           and not exists (
             select from pppoe_accounts h where h.router_id = s.router_id and h.username = a.username);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view pppoe_placements;
      drop function placement_bucket(uuid);
      drop table router_isolir, router_failover_shares, router_failovers, router_group_members, router_groups;
    `);
  }
}
