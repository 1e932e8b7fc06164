import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What the sync of routers remembers: its brake, its comparisons, what they found; and an id for every waiting command. */
export class RouterSync1764000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table router_sync_items
        add column id uuid not null default gen_random_uuid(),
        add constraint uq_router_sync_items_id unique (id);
      create index ix_router_sync_items_waiting on router_sync_items (wanted_at, id)
        where wanted_version > applied_version;

      create table router_sync_states (
        router_id     uuid        not null,
        managed       integer     not null default 0,
        demanded_at   timestamptz,
        braked_at     timestamptz,
        brake         jsonb,
        allowed       text[]      not null default '{}',
        allowed_until timestamptz,
        window_began  timestamptz,
        removals      integer     not null default 0,
        cuts          integer     not null default 0,
        constraint pk_router_sync_states primary key (router_id),
        constraint fk_router_sync_states_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_sync_states_brake check ((braked_at is null) = (brake is null))
      );

      create table router_sync_runs (
        id          uuid        not null,
        router_id   uuid        not null,
        trigger     text        not null,
        outcome     text        not null,
        started_at  timestamptz not null,
        finished_at timestamptz not null default clock_timestamp(),
        managed     integer     not null,
        in_step     integer     not null,
        creates     integer     not null,
        updates     integer     not null,
        moves       integer     not null,
        removals    integer     not null,
        conflicts   integer     not null,
        foreigners  integer     not null,
        kinds       jsonb       not null,
        brake       jsonb,
        constraint pk_router_sync_runs primary key (id),
        constraint fk_router_sync_runs_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint ck_router_sync_runs_trigger check (trigger in ('FIRST', 'INTERVAL', 'RETURN', 'DEMAND', 'BRAKE')),
        constraint ck_router_sync_runs_outcome check (outcome in ('IN_STEP', 'DRIFT', 'BRAKED', 'INCOMPLETE'))
      );
      create index ix_router_sync_runs_router_id on router_sync_runs (router_id, started_at desc, id desc);
      create index ix_router_sync_runs_started_at on router_sync_runs (started_at);

      create table router_drift_entries (
        id           uuid not null,
        run_id       uuid not null,
        kind         text not null,
        resource_key text not null,
        action       text not null,
        changes      jsonb not null,
        constraint pk_router_drift_entries primary key (id),
        constraint fk_router_drift_entries_run_id foreign key (run_id) references router_sync_runs (id) on delete cascade,
        constraint ck_router_drift_entries_action
          check (action in ('create', 'update', 'move', 'remove', 'conflict', 'foreign'))
      );
      create index ix_router_drift_entries_run_id on router_drift_entries (run_id, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table router_drift_entries, router_sync_runs, router_sync_states;
      drop index ix_router_sync_items_waiting;
      alter table router_sync_items drop constraint uq_router_sync_items_id, drop column id;
    `);
  }
}
