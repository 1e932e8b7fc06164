import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Hotspot packages with their terms, hotspot accounts of subscriptions, static lines. */
export class Hotspot1764000000036 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table hotspot_profiles (
        id                            uuid        not null,
        site_id                       uuid        not null,
        code                          text        not null,
        name                          text        not null,
        plan_id                       uuid,
        download_kbps                 integer     not null,
        upload_kbps                   integer     not null,
        burst_download_kbps           integer,
        burst_upload_kbps             integer,
        burst_threshold_download_kbps integer,
        burst_threshold_upload_kbps   integer,
        burst_seconds                 integer,
        shared_users                  smallint    not null default 1,
        session_timeout_seconds       integer,
        idle_timeout_seconds          integer,
        keepalive_timeout_seconds     integer,
        mac_cookie                    boolean     not null default true,
        mac_cookie_seconds            integer,
        address_pool                  text,
        validity_minutes              integer,
        uptime_limit_seconds          bigint,
        data_limit_bytes              bigint,
        cost_amount                   bigint      not null default 0,
        price_amount                  bigint      not null default 0,
        currency                      char(3)     not null,
        in_shop                       boolean     not null default false,
        status                        text        not null default 'ACTIVE',
        version                       integer     not null default 1,
        created_at                    timestamptz not null default now(),
        updated_at                    timestamptz not null default now(),
        constraint pk_hotspot_profiles primary key (id),
        constraint fk_hotspot_profiles_site_id foreign key (site_id) references sites (id),
        constraint fk_hotspot_profiles_plan_id foreign key (plan_id) references plans (id),
        constraint uq_hotspot_profiles_site_id_code unique (site_id, code),
        constraint uq_hotspot_profiles_plan_id unique (site_id, plan_id),
        constraint ck_hotspot_profiles_status check (status in ('ACTIVE', 'RETIRED')),
        constraint ck_hotspot_profiles_rates check (download_kbps > 0 and upload_kbps > 0),
        constraint ck_hotspot_profiles_burst check (
          num_nonnulls(burst_download_kbps, burst_upload_kbps, burst_threshold_download_kbps,
            burst_threshold_upload_kbps, burst_seconds) in (0, 5)),
        constraint ck_hotspot_profiles_shared_users check (shared_users between 1 and 1000),
        constraint ck_hotspot_profiles_limits check (session_timeout_seconds > 0 and idle_timeout_seconds > 0
          and keepalive_timeout_seconds > 0 and mac_cookie_seconds > 0 and validity_minutes > 0
          and uptime_limit_seconds > 0 and data_limit_bytes > 0),
        constraint ck_hotspot_profiles_amounts check (cost_amount >= 0 and price_amount >= 0)
      );
      create index ix_hotspot_profiles_plan_id on hotspot_profiles (plan_id);

      create view hotspot_routers as
        select r.id as router_id, r.site_id from routers r
         where r.mode <> 'DISABLED' and (r.tags @> '{hotspot}' or not exists (
           select from routers t where t.site_id = r.site_id and t.mode <> 'DISABLED' and t.tags @> '{hotspot}'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop view hotspot_routers; drop table hotspot_profiles');
  }
}
