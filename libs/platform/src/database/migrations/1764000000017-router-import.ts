import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What is on a router already: inventories for people to look at, imports of its PPP secrets, and what these leave as it is. */
export class RouterImport1764000000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table router_inventories (
        router_id uuid        not null,
        taken_at  timestamptz not null,
        objects   jsonb       not null,
        constraint pk_router_inventories primary key (router_id),
        constraint fk_router_inventories_router_id foreign key (router_id) references routers (id) on delete cascade
      );

      alter table pppoe_accounts
        add column service text not null default 'pppoe',
        add column kept_profile text,
        add column kept_terms text,
        add constraint ck_pppoe_accounts_service check (service in ('pppoe', 'any')),
        add constraint ck_pppoe_accounts_kept check ((kept_profile is null) = (kept_terms is null));

      create table router_imports (
        id               uuid        not null,
        router_id        uuid        not null,
        site_id          uuid        not null,
        state            text        not null default 'QUEUED',
        settings         jsonb       not null,
        requested_by     text        not null,
        job_id           uuid,
        total_count      integer,
        cancel_requested boolean     not null default false,
        problem          text,
        created_at       timestamptz not null default now(),
        started_at       timestamptz,
        finished_at      timestamptz,
        constraint pk_router_imports primary key (id),
        constraint fk_router_imports_router_id foreign key (router_id) references routers (id) on delete cascade,
        constraint fk_router_imports_site_id foreign key (site_id) references sites (id),
        constraint fk_router_imports_job_id foreign key (job_id) references background_jobs (id) on delete set null,
        constraint ck_router_imports_state check (state in ('QUEUED', 'RUNNING', 'COMPLETED', 'CANCELLED', 'FAILED')),
        constraint ck_router_imports_total_count check (total_count >= 0)
      );
      create unique index uq_router_imports_open on router_imports (router_id) where state in ('QUEUED', 'RUNNING');
      create index ix_router_imports_router_id on router_imports (router_id, created_at, id);
      create index ix_router_imports_site_id on router_imports (site_id);
      create index ix_router_imports_job_id on router_imports (job_id);

      create table router_import_rows (
        id              uuid    not null,
        import_id       uuid    not null,
        name            text    not null,
        profile         text    not null default '',
        address         text,
        state           text    not null default 'PENDING',
        code            text,
        detail          jsonb   not null default '{}',
        customer_id     uuid,
        subscription_id uuid,
        account_id      uuid,
        constraint pk_router_import_rows primary key (id),
        constraint fk_router_import_rows_import_id
          foreign key (import_id) references router_imports (id) on delete cascade,
        constraint fk_router_import_rows_customer_id foreign key (customer_id) references customers (id) on delete set null,
        constraint fk_router_import_rows_subscription_id
          foreign key (subscription_id) references subscriptions (id) on delete set null,
        constraint fk_router_import_rows_account_id
          foreign key (account_id) references pppoe_accounts (id) on delete set null,
        constraint uq_router_import_rows_name unique (import_id, name),
        constraint ck_router_import_rows_state check (state in ('PENDING', 'CREATED', 'ADOPTED', 'SKIPPED', 'FAILED')),
        constraint ck_router_import_rows_code check (code is not null or state not in ('SKIPPED', 'FAILED'))
      );
      create index ix_router_import_rows_state on router_import_rows (import_id, state, id);
      create index ix_router_import_rows_customer_id on router_import_rows (customer_id);
      create index ix_router_import_rows_subscription_id on router_import_rows (subscription_id);
      create index ix_router_import_rows_account_id on router_import_rows (account_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table router_import_rows, router_imports, router_inventories;
      alter table pppoe_accounts drop column service, drop column kept_profile, drop column kept_terms;
    `);
  }
}
