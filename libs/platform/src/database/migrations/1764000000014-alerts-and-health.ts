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
    await runner.query(`
      create table router_health (
        router_id            uuid        not null,
        claim                bigint      not null default 0,
        next_probe_at        timestamptz not null default now(),
        probed_at            timestamptz,
        memory               jsonb       not null default '{}',
        conditions           text[]      not null default '{}',
        facts                jsonb       not null default '{}',
        facts_at             timestamptz,
        slow_facts_at        timestamptz,
        rebooted_at          timestamptz,
        alerted              jsonb       not null default '{}',
        monitored_interfaces text[],
        counters             jsonb       not null default '{}',
        counters_at          timestamptz,
        constraint pk_router_health primary key (router_id),
        constraint fk_router_health_router_id foreign key (router_id) references routers (id) on delete cascade
      );
      create index ix_router_health_next_probe_at on router_health (next_probe_at);

      create table router_health_changes (
        id          uuid        not null,
        router_id   uuid        not null,
        from_state  text        not null,
        to_state    text        not null,
        conditions  text[]      not null default '{}',
        error_code  text,
        changed_at  timestamptz not null default now(),
        constraint pk_router_health_changes primary key (id),
        constraint fk_router_health_changes_router_id foreign key (router_id) references routers (id) on delete cascade
      );
      create index ix_router_health_changes_router_id on router_health_changes (router_id, changed_at, id);
      create index ix_router_health_changes_changed_at on router_health_changes (changed_at);

      create table router_health_samples (
        router_id      uuid        not null,
        resolution     text        not null default 'RAW',
        sampled_at     timestamptz not null default now(),
        samples        integer     not null default 1,
        answered       integer     not null,
        latency_ms     integer,
        latency_max_ms integer,
        cpu            integer,
        cpu_max        integer,
        memory_percent integer,
        disk_percent   integer,
        temperature_dc integer,
        voltage_mv     integer,
        sessions       integer,
        sessions_max   integer,
        constraint pk_router_health_samples primary key (router_id, resolution, sampled_at),
        constraint fk_router_health_samples_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_health_samples_resolution check (resolution in ('RAW', 'HOUR', 'DAY'))
      ) partition by range (sampled_at);
      create index ix_router_health_samples_sampled_at on router_health_samples (resolution, sampled_at);

      create table router_traffic_samples (
        router_id   uuid        not null,
        interface   text        not null,
        resolution  text        not null default 'RAW',
        sampled_at  timestamptz not null default now(),
        millis      bigint      not null,
        rx_bytes    bigint      not null,
        tx_bytes    bigint      not null,
        rx_peak_bps bigint      not null,
        tx_peak_bps bigint      not null,
        constraint pk_router_traffic_samples primary key (router_id, interface, resolution, sampled_at),
        constraint fk_router_traffic_samples_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_traffic_samples_resolution check (resolution in ('RAW', 'HOUR', 'DAY')),
        constraint ck_router_traffic_samples_millis check (millis > 0)
      ) partition by range (sampled_at);
      create index ix_router_traffic_samples_sampled_at on router_traffic_samples (resolution, sampled_at);
    `);
    await runner.query(`
      create table router_backups (
        id          uuid        not null,
        router_id   uuid        not null,
        cause       text        not null,
        hash        bytea       not null,
        content     bytea       not null,
        bytes       integer     not null,
        lines       integer     not null,
        added       integer     not null default 0,
        removed     integer     not null default 0,
        ros_version text,
        unsupported text[]      not null default '{}',
        taken_at    timestamptz not null default now(),
        verified_at timestamptz not null default now(),
        constraint pk_router_backups primary key (id),
        constraint fk_router_backups_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_backups_cause check (cause in ('SCHEDULED', 'MANUAL')),
        constraint ck_router_backups_hash check (octet_length(hash) = 32)
      );
      create index ix_router_backups_router_id on router_backups (router_id, taken_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table router_backups, router_traffic_samples, router_health_samples, router_health_changes, router_health, alerts
    `);
  }
}
