import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Alerts; health, history and config backups of routers. */
export class AlertsAndHealth1764000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table alerts (
        id                   uuid        not null,
        key                  text        not null,
        severity             text        not null,
        subject_type         text        not null,
        subject_id           text        not null,
        site_id              uuid,
        title                jsonb       not null,
        detail               jsonb       not null default '{}',
        count                integer     not null default 1,
        first_seen_at        timestamptz not null default now(),
        last_seen_at         timestamptz not null default now(),
        worse_since          timestamptz not null default now(),
        acknowledged_at      timestamptz,
        acknowledged_by      text,
        acknowledged_by_name text,
        resolved_at          timestamptz,
        constraint pk_alerts primary key (id),
        constraint ck_alerts_severity check (severity in ('INFO', 'WARNING', 'CRITICAL')),
        constraint ck_alerts_count check (count > 0),
        constraint ck_alerts_acknowledged check ((acknowledged_at is null) = (acknowledged_by is null))
      );
      create unique index uq_alerts_open_key on alerts (key) where resolved_at is null;
      create index ix_alerts_first_seen_at on alerts (first_seen_at, id);
      create index ix_alerts_site_id on alerts (site_id, first_seen_at, id);
      create index ix_alerts_subject on alerts (subject_type, subject_id, first_seen_at);
      create index ix_alerts_resolved_at on alerts (resolved_at) where resolved_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table alerts');
  }
}
