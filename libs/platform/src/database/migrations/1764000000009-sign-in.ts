import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** TOTP with recovery codes, from where accounts signed in, throttling of sign-ins. */
export class SignIn1764000000009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table roles add column totp_required boolean not null default false;
      update roles set totp_required = true where key in ('owner', 'finance');

      create table user_totp (
        user_id      uuid        not null,
        secret       text        not null,
        last_step    bigint,
        confirmed_at timestamptz,
        created_at   timestamptz not null default now(),
        constraint pk_user_totp primary key (user_id),
        constraint fk_user_totp_user_id foreign key (user_id) references users (id) on delete cascade
      );

      create table recovery_codes (
        user_id    uuid        not null,
        hash       bytea       not null,
        created_at timestamptz not null default now(),
        used_at    timestamptz,
        constraint pk_recovery_codes primary key (user_id, hash),
        constraint fk_recovery_codes_user_id foreign key (user_id) references users (id) on delete cascade
      );

      create table sign_in_sources (
        user_id         uuid        not null,
        kind            text        not null,
        value           text        not null,
        last_success_at timestamptz not null default now(),
        constraint pk_sign_in_sources primary key (user_id, kind, value),
        constraint fk_sign_in_sources_user_id foreign key (user_id) references users (id) on delete cascade,
        constraint ck_sign_in_sources_kind check (kind in ('IP', 'DEVICE'))
      );
      create index ix_sign_in_sources_last_success_at on sign_in_sources (last_success_at);

      create unlogged table sign_in_throttles (
        key           text        not null,
        failures      integer     not null,
        blocked_until timestamptz,
        expires_at    timestamptz not null,
        constraint pk_sign_in_throttles primary key (key)
      );
      create index ix_sign_in_throttles_expires_at on sign_in_throttles (expires_at);

      create index ix_sign_ins_expires_at on sign_ins (expires_at);
      create index ix_one_time_tokens_expires_at on one_time_tokens (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ix_one_time_tokens_expires_at;
      drop index ix_sign_ins_expires_at;
      drop table sign_in_throttles, sign_in_sources, recovery_codes, user_totp;
      alter table roles drop column totp_required;
    `);
  }
}
