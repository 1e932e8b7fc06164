import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the registry knows of a router itself, its credentials in change, and every command that changed one. */
export class RouterRegistry1764000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table routers
        add column tags                    text[]      not null default '{}',
        add column serial_number           text,
        add column identity_state          text        not null default 'UNKNOWN',
        add column foreign_serial          text,
        add column identity_changed_at     timestamptz,
        add column clock_skew_ms           bigint,
        add column capabilities            jsonb,
        add column exposure                jsonb,
        add column capabilities_at         timestamptz,
        add column password_changed_at     timestamptz not null default now(),
        add column pending_password_sealed text,
        add column pending_password_until  timestamptz,
        add column pending_password_origin text,
        add column rotation_failed_at      timestamptz,
        add column rotation_error_code     text,
        add constraint ck_routers_identity_state check (identity_state in ('UNKNOWN', 'PINNED', 'IDENTITY_MISMATCH')),
        add constraint ck_routers_foreign_serial
          check ((identity_state = 'IDENTITY_MISMATCH') = (foreign_serial is not null)),
        add constraint ck_routers_pending_password
          check ((pending_password_sealed is null) = (pending_password_until is null)
            and (pending_password_sealed is null) = (pending_password_origin is null)),
        add constraint ck_routers_pending_password_origin check (pending_password_origin in ('ROTATION', 'SCRIPT')),
        drop constraint ck_routers_mode,
        add constraint ck_routers_mode check (mode in ('MANAGED', 'MAINTENANCE', 'DISABLED'));
      create index ix_routers_tags on routers using gin (tags);
      create index ix_routers_serial_number on routers (serial_number);
      create index ix_routers_pending_password_until on routers (pending_password_until)
        where pending_password_until is not null;

      create table router_access_drafts (
        id              uuid        not null,
        site_id         uuid        not null,
        username        text        not null,
        password_sealed text        not null,
        expires_at      timestamptz not null,
        created_at      timestamptz not null default now(),
        constraint pk_router_access_drafts primary key (id),
        constraint fk_router_access_drafts_site_id foreign key (site_id) references sites (id)
      );
      create index ix_router_access_drafts_site_id on router_access_drafts (site_id);
      create index ix_router_access_drafts_expires_at on router_access_drafts (expires_at);
    `);
    await runner.query(`
      create table router_command_log (
        id          uuid        not null,
        router_id   uuid        not null,
        occurred_at timestamptz not null default app_now(),
        cause       text        not null,
        actor_kind  text        not null,
        actor_id    text,
        actor_name  text,
        command     text        not null,
        words       text[]      not null,
        outcome     text        not null,
        error_code  text,
        error       text,
        constraint pk_router_command_log primary key (id, occurred_at),
        constraint ck_router_command_log_outcome check (outcome in ('DONE', 'REFUSED', 'UNKNOWN'))
      ) partition by range (occurred_at);
      create index ix_router_command_log_router_id on router_command_log (router_id, occurred_at, id);
      create table router_command_log_default partition of router_command_log default;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table router_command_log;
      drop table router_access_drafts;
      drop index ix_routers_tags, ix_routers_serial_number, ix_routers_pending_password_until;
      update routers set mode = 'MAINTENANCE' where mode = 'DISABLED';
      alter table routers
        drop constraint ck_routers_mode,
        add constraint ck_routers_mode check (mode in ('MANAGED', 'MAINTENANCE')),
        drop constraint ck_routers_identity_state,
        drop constraint ck_routers_foreign_serial,
        drop constraint ck_routers_pending_password,
        drop constraint ck_routers_pending_password_origin,
        drop column tags,
        drop column serial_number,
        drop column identity_state,
        drop column foreign_serial,
        drop column identity_changed_at,
        drop column clock_skew_ms,
        drop column capabilities,
        drop column exposure,
        drop column capabilities_at,
        drop column password_changed_at,
        drop column pending_password_sealed,
        drop column pending_password_until,
        drop column pending_password_origin,
        drop column rotation_failed_at,
        drop column rotation_error_code;
    `);
  }
}
