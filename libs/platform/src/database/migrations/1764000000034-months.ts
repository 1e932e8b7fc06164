import { type MigrationInterface, type QueryRunner } from 'typeorm';

const head = (settings: string): string => `
      create or replace function ensure_month_partition(parent regclass, month date) returns text language plpgsql
      security definer set search_path from current ${settings} as $$
      declare
        first_day date := date_trunc('month', month)::date;
        partition text := parent::text || to_char(first_day, '"_y"YYYY"m"MM');`;

const MAKE = `
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
      end $$;`;

/**
 * A month whose first rows came before its partition stays in the default partition, where there is one. Locks are taken in
 * the order in which writers take them: what the rows refer to, then the table; whoever waits longer than half a second gives
 * up before a writer would have to (the deadlock check comes after one second).
 */
export class Months1764000000034 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${head(`set lock_timeout = '500ms'`)}
        referenced regclass;
        fallback oid := (select partdefid from pg_partitioned_table where partrelid = parent);
        day_column text := (select attname from pg_partitioned_table t join pg_attribute a
                              on a.attrelid = t.partrelid and a.attnum = t.partattrs[0] where t.partrelid = parent);
        taken boolean := false;
      begin
        if to_regclass(partition) is null then
          perform pg_advisory_xact_lock(hashtext(partition));
          if fallback <> 0 then
            execute format('select exists (select from %s where %I >= %L and %I < %L)', fallback::regclass, day_column,
              first_day, day_column, (first_day + interval '1 month')::date) into taken;
          end if;
          if taken then
            return fallback::regclass::text;
          end if;
          for referenced in
            select distinct confrelid::regclass from pg_constraint where conrelid = parent and contype = 'f' order by 1
          loop
            execute format('lock table %s in share row exclusive mode', referenced);
          end loop;${MAKE}

      -- why: made anew for every posting, the plan takes four times as long as its answer
      alter function check_ledger_balance() set plan_cache_mode = force_generic_plan;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${head('')}
      begin
        if to_regclass(partition) is null then
          perform pg_advisory_xact_lock(hashtext(partition));${MAKE}
      alter function check_ledger_balance() reset plan_cache_mode;`);
  }
}
