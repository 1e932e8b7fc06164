import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Areas and resellers, whom they narrow customers and users down to, and approvals by a second user. */
export class Scopes1764000000008 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table areas (
        id         uuid        not null,
        site_id    uuid        not null,
        name       text        not null,
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_areas primary key (id),
        constraint fk_areas_site_id foreign key (site_id) references sites (id),
        constraint uq_areas_site_id_name unique (site_id, name),
        constraint uq_areas_id_site_id unique (id, site_id)
      );

      create table resellers (
        id         uuid        not null,
        site_id    uuid        not null,
        name       text        not null,
        status     text        not null default 'ACTIVE',
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_resellers primary key (id),
        constraint fk_resellers_site_id foreign key (site_id) references sites (id),
        constraint uq_resellers_site_id_name unique (site_id, name),
        constraint uq_resellers_id_site_id unique (id, site_id),
        constraint ck_resellers_status check (status in ('ACTIVE', 'DISABLED'))
      );

      alter table customers
        add column area_id uuid,
        add column reseller_id uuid,
        add constraint fk_customers_area_id foreign key (area_id, site_id) references areas (id, site_id),
        add constraint fk_customers_reseller_id foreign key (reseller_id, site_id) references resellers (id, site_id);
      create index ix_customers_area_id on customers (area_id, site_id);
      create index ix_customers_reseller_id on customers (reseller_id, site_id);

      create table user_areas (
        user_id uuid not null,
        area_id uuid not null,
        constraint pk_user_areas primary key (user_id, area_id),
        constraint fk_user_areas_user_id foreign key (user_id) references users (id) on delete cascade,
        constraint fk_user_areas_area_id foreign key (area_id) references areas (id)
      );
      create index ix_user_areas_area_id on user_areas (area_id);

      alter table users
        add column area_limited boolean not null default false,
        add column reseller_id uuid,
        add column customer_id uuid,
        add constraint fk_users_reseller_id foreign key (reseller_id) references resellers (id),
        add constraint fk_users_customer_id foreign key (customer_id) references customers (id),
        add constraint ck_users_scope check (
          num_nonnulls(reseller_id, customer_id) + area_limited::int + all_sites::int <= 1);
      create index ix_users_reseller_id on users (reseller_id);
      create index ix_users_customer_id on users (customer_id);

      create table approvals (
        id                uuid        not null,
        kind              text        not null,
        subject           text        not null,
        site_id           uuid,
        payload           jsonb       not null,
        payload_hash      bytea       not null,
        reason            text        not null default '',
        state             text        not null default 'PENDING',
        requested_by      text        not null,
        requested_by_name text        not null,
        created_at        timestamptz not null default now(),
        expires_at        timestamptz not null,
        decided_by        uuid,
        decided_by_name   text,
        decided_at        timestamptz,
        note              text        not null default '',
        used_at           timestamptz,
        constraint pk_approvals primary key (id),
        constraint fk_approvals_site_id foreign key (site_id) references sites (id),
        constraint fk_approvals_decided_by foreign key (decided_by) references users (id),
        constraint ck_approvals_state check (state in ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED')),
        constraint ck_approvals_decided check (state not in ('APPROVED', 'REJECTED') or decided_by is not null),
        constraint ck_approvals_four_eyes check (decided_by::text <> requested_by),
        constraint ck_approvals_used check (used_at is null or state = 'APPROVED')
      );
      create unique index uq_approvals_open on approvals (requested_by, kind, subject, payload_hash)
        where state in ('PENDING', 'APPROVED') and used_at is null;
      create index ix_approvals_created_at on approvals (created_at, id);
      create index ix_approvals_site_id on approvals (site_id);
      create index ix_approvals_decided_by on approvals (decided_by);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table approvals, user_areas;
      alter table users drop constraint ck_users_scope,
        drop column area_limited, drop column reseller_id, drop column customer_id;
      alter table customers drop column area_id, drop column reseller_id;
      drop table resellers, areas;
    `);
  }
}
