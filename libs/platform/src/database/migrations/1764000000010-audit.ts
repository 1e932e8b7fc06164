import { type MigrationInterface, type QueryRunner } from 'typeorm';

/** What an audit entry says, in the intake and in the log. */
const FACTS = `
  id           uuid        not null,
  occurred_at  timestamptz not null default app_now(),
  actor_kind   text        not null,
  actor_id     text,
  actor_name   text,
  ip           text,
  request_id   text,
  action       text        not null,
  subject_type text,
  subject_id   text,
  site_id      uuid,
  before       jsonb,
  after        jsonb`;

/** The audit log: intake, hash chain, heads (billing.md L1, L2). */
export class Audit1764000000010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_intake (${FACTS},
        constraint pk_audit_intake primary key (id)
      );
      create trigger tr_audit_intake_kept before update on audit_intake
        for each row execute function refuse_change();
      create trigger tr_audit_intake_kept_whole before truncate on audit_intake
        for each statement execute function refuse_change();

      create table audit_log (
        seq bigint not null, ${FACTS},
        prev_hash    bytea       not null,
        hash         bytea       not null,
        constraint pk_audit_log primary key (id, occurred_at),
        constraint uq_audit_log_seq unique (seq, occurred_at),
        constraint ck_audit_log_seq check (seq > 0),
        constraint ck_audit_log_hashes check (octet_length(prev_hash) = 32 and octet_length(hash) = 32)
      ) partition by range (occurred_at);
      create index ix_audit_log_occurred_at_id on audit_log (occurred_at, id);
      create index ix_audit_log_subject on audit_log (subject_id, occurred_at) where subject_id is not null;
      create index ix_audit_log_actor on audit_log (actor_id, occurred_at) where actor_id is not null;
      create index ix_audit_log_action on audit_log (action, occurred_at);
      create table audit_log_default partition of audit_log default;

      create trigger tr_audit_log_append_only before update or delete on audit_log
        for each row execute function refuse_change();
      create trigger tr_audit_log_kept_whole before truncate on audit_log
        for each statement execute function refuse_change();
      create trigger tr_audit_log_default_kept_whole before truncate on audit_log_default
        for each statement execute function refuse_change();

      create table audit_heads (
        chain text   not null,
        seq   bigint not null,
        hash  bytea  not null,
        constraint pk_audit_heads primary key (chain),
        constraint ck_audit_heads_hash check (octet_length(hash) = 32)
      );
      insert into audit_heads values ('main', 0, decode(repeat('00', 32), 'hex'));

      create table audit_daily_heads (
        day       date        not null,
        seq       bigint      not null,
        hash      bytea       not null,
        signature bytea       not null,
        signed_at timestamptz not null default now(),
        constraint pk_audit_daily_heads primary key (day)
      );
      create trigger tr_audit_daily_heads_append_only before update or delete on audit_daily_heads
        for each row execute function refuse_change();
      create trigger tr_audit_daily_heads_kept_whole before truncate on audit_daily_heads
        for each statement execute function refuse_change();

      create view audit_entries as
        select id, occurred_at, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id, site_id,
               before, after, seq, hash from audit_log
        union all
        select id, occurred_at, actor_kind, actor_id, actor_name, ip, request_id, action, subject_type, subject_id, site_id,
               before, after, null::bigint, null::bytea from audit_intake;

      revoke all on audit_log, audit_log_default, audit_intake, audit_heads, audit_daily_heads, audit_entries from public;
    `);
    await runner.query(`
      create or replace function ensure_month_partition(parent regclass, month date) returns text language plpgsql
      security definer set search_path from current as $$
      declare
        first_day date := date_trunc('month', month)::date;
        partition text := parent::text || to_char(first_day, '"_y"YYYY"m"MM');
      begin
        if to_regclass(partition) is null then
          perform pg_advisory_xact_lock(hashtext(partition));
          execute format('create table %I partition of %s for values from (%L) to (%L)',
            partition, parent, first_day, (first_day + interval '1 month')::date);
          -- row triggers come along from the parent, those of truncate do not
          if exists (select from pg_trigger where tgrelid = parent and tgtype & 32 <> 0) then
            execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()',
              'tr_' || partition || '_kept_whole', partition);
          end if;
        end if;
        return partition;
      exception when duplicate_table then
        return partition; -- somebody else made it while we waited, which a cached catalogue does not show
      end $$;
      revoke execute on function ensure_month_partition(regclass, date) from public;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view audit_entries;
      drop table audit_daily_heads, audit_heads, audit_log, audit_intake;
      drop function ensure_month_partition(regclass, date);

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
    `);
  }
}
