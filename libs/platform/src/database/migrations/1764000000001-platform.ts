import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Clock, partitions, outbox, jobs, schedules, leases, idempotency, rate limits. */
export class Platform1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table travelling_clock (
        only_row   boolean     not null default true,
        offset_ms  bigint      not null default 0,
        changed_at timestamptz not null default now(),
        constraint pk_travelling_clock primary key (only_row),
        constraint ck_travelling_clock_only_row check (only_row)
      );
      insert into travelling_clock default values;

      create function app_now() returns timestamptz language sql volatile as $$
        select clock_timestamp() + (select offset_ms from travelling_clock) * interval '1 millisecond'
      $$;

      create function ensure_month_partition(parent regclass, month date) returns text language plpgsql as $$
      declare
        first_day date := date_trunc('month', month)::date;
        partition text := parent::text || to_char(first_day, '"_y"YYYY"m"MM');
      begin
        if to_regclass(partition) is null then
          perform pg_advisory_xact_lock(hashtext(partition));
          execute format('create table if not exists %I partition of %s for values from (%L) to (%L)',
            partition, parent, first_day, (first_day + interval '1 month')::date);
        end if;
        return partition;
      end $$;

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% of % is not allowed', tg_op, tg_table_name using errcode = 'restrict_violation';
      end $$;
    `);
    await runner.query(`
      create table outbox_events (
        id          uuid        not null,
        topic       text        not null,
        key         text        not null,
        payload     jsonb       not null,
        occurred_at timestamptz not null default now(),
        relayed_at  timestamptz,
        constraint pk_outbox_events primary key (id),
        constraint uq_outbox_events_topic_key unique (topic, key)
      );
      create index ix_outbox_events_unrelayed on outbox_events (id) where relayed_at is null;

      create table outbox_deliveries (
        event_id      uuid        not null,
        handler       text        not null,
        queue         text        not null,
        state         text        not null default 'PENDING',
        attempts      integer     not null default 0,
        enqueue_after timestamptz not null default now(),
        done_at       timestamptz,
        failed_at     timestamptz,
        last_error    text,
        constraint pk_outbox_deliveries primary key (event_id, handler),
        constraint fk_outbox_deliveries_event_id foreign key (event_id) references outbox_events (id) on delete cascade,
        constraint ck_outbox_deliveries_state check (state in ('PENDING', 'DONE', 'DEAD'))
      );
      create index ix_outbox_deliveries_pending on outbox_deliveries (enqueue_after) where state = 'PENDING';
      create index ix_outbox_deliveries_dead on outbox_deliveries (handler) where state = 'DEAD';

      create table outbox_archive (
        id          uuid        not null,
        topic       text        not null,
        key         text        not null,
        payload     jsonb       not null,
        occurred_at timestamptz not null,
        deliveries  jsonb       not null,
        constraint pk_outbox_archive primary key (id, occurred_at)
      ) partition by range (occurred_at);
    `);
    await runner.query(`
      create table background_jobs (
        id           uuid        not null,
        name         text        not null,
        queue        text        not null,
        data         jsonb       not null,
        state        text        not null default 'QUEUED',
        progress     smallint    not null default 0,
        result       jsonb,
        problem      jsonb,
        requested_by text        not null,
        enqueued_at  timestamptz not null default now(),
        created_at   timestamptz not null default now(),
        started_at   timestamptz,
        heartbeat_at timestamptz,
        finished_at  timestamptz,
        constraint pk_background_jobs primary key (id),
        constraint ck_background_jobs_state check (state in ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED')),
        constraint ck_background_jobs_progress check (progress between 0 and 100)
      );
      create index ix_background_jobs_open on background_jobs (enqueued_at) where state in ('QUEUED', 'RUNNING');

      create table job_schedules (
        key          text        not null,
        job_name     text        not null,
        queue        text        not null,
        description  text        not null,
        every_ms     integer,
        cron         text,
        time_zone    text,
        enabled      boolean     not null default true,
        last_run_at  timestamptz,
        last_outcome text,
        last_error   text,
        version      integer     not null default 1,
        created_at   timestamptz not null default now(),
        updated_at   timestamptz not null default now(),
        constraint pk_job_schedules primary key (key),
        constraint ck_job_schedules_rhythm check ((every_ms is null) <> (cron is null)),
        constraint ck_job_schedules_last_outcome check (last_outcome in ('COMPLETED', 'FAILED'))
      );

      create table leases (
        name       text        not null,
        holder     uuid        not null,
        fence      bigint      not null,
        expires_at timestamptz not null,
        constraint pk_leases primary key (name)
      );

      create table idempotency_keys (
        actor_id        text        not null,
        key             text        not null,
        request_hash    text        not null,
        claim           uuid        not null,
        locked_until    timestamptz not null,
        response_status smallint,
        response_body   json,
        created_at      timestamptz not null default now(),
        expires_at      timestamptz not null,
        constraint pk_idempotency_keys primary key (actor_id, key)
      );
      create index ix_idempotency_keys_expires_at on idempotency_keys (expires_at);

      create unlogged table rate_limits (
        key           text        not null,
        hits          integer     not null,
        expires_at    timestamptz not null,
        blocked_until timestamptz,
        constraint pk_rate_limits primary key (key)
      );
      create index ix_rate_limits_expires_at on rate_limits (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table rate_limits, idempotency_keys, leases, job_schedules, background_jobs,
        outbox_archive, outbox_deliveries, outbox_events;
      drop function refuse_change();
      drop function ensure_month_partition(regclass, date);
      drop function app_now();
      drop table travelling_clock;
    `);
  }
}
