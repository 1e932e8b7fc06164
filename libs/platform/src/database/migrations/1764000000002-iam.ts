import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** Sites, roles, users, sign-ins, refresh tokens, one-time tokens. */
export class Iam1764000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sites (
        id         uuid        not null,
        code       text        not null,
        name       text        not null,
        time_zone  text        not null,
        currency   char(3)     not null default 'IDR',
        version    integer     not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint pk_sites primary key (id),
        constraint uq_sites_code unique (code)
      );

      create table roles (
        id              uuid        not null,
        key             text        not null,
        name            text        not null,
        all_permissions boolean     not null default false,
        permissions     text[]      not null default '{}',
        built_in        boolean     not null default false,
        version         integer     not null default 1,
        created_at      timestamptz not null default now(),
        updated_at      timestamptz not null default now(),
        constraint pk_roles primary key (id),
        constraint uq_roles_key unique (key)
      );

      create table users (
        id            uuid        not null,
        email         text        not null,
        name          text        not null,
        password_hash text,
        role_id       uuid        not null,
        all_sites     boolean     not null default false,
        status        text        not null default 'ACTIVE',
        language      text        not null default 'id',
        token_version integer     not null default 1,
        version       integer     not null default 1,
        created_at    timestamptz not null default now(),
        updated_at    timestamptz not null default now(),
        constraint pk_users primary key (id),
        constraint fk_users_role_id foreign key (role_id) references roles (id),
        constraint ck_users_status check (status in ('ACTIVE', 'DISABLED')),
        constraint ck_users_language check (language in ('id', 'en')),
        constraint ck_users_email check (email = lower(email))
      );
      create unique index uq_users_email on users (email);
      create index ix_users_role_id on users (role_id);

      create table user_sites (
        user_id uuid not null,
        site_id uuid not null,
        constraint pk_user_sites primary key (user_id, site_id),
        constraint fk_user_sites_user_id foreign key (user_id) references users (id) on delete cascade,
        constraint fk_user_sites_site_id foreign key (site_id) references sites (id)
      );
      create index ix_user_sites_site_id on user_sites (site_id);

      create table sign_ins (
        id            uuid        not null,
        user_id       uuid        not null,
        user_agent    text        not null default '',
        ip            text        not null default '',
        created_at    timestamptz not null default now(),
        last_used_at  timestamptz not null default now(),
        expires_at    timestamptz not null,
        revoked_at    timestamptz,
        revoke_reason text,
        constraint pk_sign_ins primary key (id),
        constraint fk_sign_ins_user_id foreign key (user_id) references users (id) on delete cascade
      );
      create index ix_sign_ins_user_id on sign_ins (user_id);

      create table refresh_tokens (
        hash       bytea       not null,
        sign_in_id uuid        not null,
        issued_at  timestamptz not null default now(),
        used_at    timestamptz,
        constraint pk_refresh_tokens primary key (hash),
        constraint fk_refresh_tokens_sign_in_id foreign key (sign_in_id) references sign_ins (id) on delete cascade
      );
      create index ix_refresh_tokens_sign_in_id on refresh_tokens (sign_in_id);

      create table one_time_tokens (
        id         uuid        not null,
        purpose    text        not null,
        hash       bytea       not null,
        user_id    uuid,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at    timestamptz,
        constraint pk_one_time_tokens primary key (id),
        constraint uq_one_time_tokens_hash unique (hash),
        constraint fk_one_time_tokens_user_id foreign key (user_id) references users (id) on delete cascade,
        constraint ck_one_time_tokens_purpose check (purpose in ('OWNER_BOOTSTRAP', 'PASSWORD_RESET'))
      );
      create index ix_one_time_tokens_user_id on one_time_tokens (user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table one_time_tokens, refresh_tokens, sign_ins, user_sites, users, roles, sites`);
  }
}
