import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Routers, and what is still to be written to each of them. */
export class Mikrotik1764000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table routers (
        id                 uuid        not null,
        site_id            uuid        not null,
        name               text        not null,
        host               text        not null,
        port               integer     not null default 8728,
        tls                boolean     not null default false,
        tls_fingerprint    text,
        username           text        not null,
        password_sealed    text        not null,
        mode               text        not null default 'MANAGED',
        health             text        not null default 'UNKNOWN',
        health_changed_at  timestamptz,
        identity           text,
        ros_version        text,
        board_name         text,
        last_seen_at       timestamptz,
        last_error_code    text,
        last_error         text,
        failures           integer     not null default 0,
        next_attempt_at    timestamptz,
        booted_at          timestamptz,
        cpu_load           smallint,
        full_sync_wanted_at timestamptz not null default now(),
        last_full_sync_at  timestamptz,
        version            integer     not null default 1,
        created_at         timestamptz not null default now(),
        updated_at         timestamptz not null default now(),
        constraint pk_routers primary key (id),
        constraint fk_routers_site_id foreign key (site_id) references sites (id),
        constraint uq_routers_name unique (name),
        constraint ck_routers_mode check (mode in ('MANAGED', 'MAINTENANCE')),
        constraint ck_routers_health check (health in ('UNKNOWN', 'ONLINE', 'DEGRADED', 'OFFLINE')),
        constraint ck_routers_port check (port between 1 and 65535)
      );
      create index ix_routers_site_id on routers (site_id);

      create table router_sync_items (
        router_id       uuid        not null,
        kind            text        not null,
        resource_key    text        not null,
        priority        smallint    not null default 5,
        wanted_version  bigint      not null default 1,
        applied_version bigint      not null default 0,
        attempts        integer     not null default 0,
        next_attempt_at timestamptz not null default now(),
        in_doubt        boolean     not null default false,
        dead            boolean     not null default false,
        last_error_code text,
        last_error      text,
        wanted_at       timestamptz not null default now(),
        applied_at      timestamptz,
        constraint pk_router_sync_items primary key (router_id, kind, resource_key),
        constraint fk_router_sync_items_router_id foreign key (router_id) references routers (id) on delete cascade
      );
      create index ix_router_sync_items_pending on router_sync_items (router_id, priority, next_attempt_at)
        where wanted_version > applied_version and not dead;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table router_sync_items, routers`);
  }
}
