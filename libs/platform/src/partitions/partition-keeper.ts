import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { type LocalDate } from '@app/core';
import { Database } from '../database/database';

/** The tables that are partitioned by month. */
export const PARTITIONED_TABLES = [
  'ledger_entries',
  'outbox_archive',
  'audit_log',
  'router_command_log',
  'router_health_samples',
  'router_traffic_samples',
  'pppoe_session_history',
  'pppoe_usage',
] as const;
export type PartitionedTable = (typeof PARTITIONED_TABLES)[number];

/** Sees to it that the month's partition is there before a row needs it. */
@Injectable()
export class PartitionKeeper {
  private readonly known = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
  ) {}

  /**
   * Makes the partition that holds `date`. It commits by itself, so call it before the transaction that writes to the table
   * (or to one that the table refers to) begins: afterwards it would wait for that transaction's own locks. Costs nothing
   * when this process has seen the month before.
   */
  async ensure(table: PartitionedTable, date: LocalDate): Promise<void> {
    const month = `${table}:${date.slice(0, 7)}`;
    if (this.known.has(month)) return;
    await this.host.withoutTransaction(() =>
      this.database.query('select ensure_month_partition($1::regclass, $2::date)', [table, date]),
    );
    this.known.add(month);
  }

  /** Every partitioned table, for the month of the database's clock and the next `months`. Returns the partitions. */
  async ensureAhead(months: number): Promise<string[]> {
    const rows = await this.database.query<{ partition: string }>(
      `select ensure_month_partition(t::regclass, (date_trunc('month', app_now()) + n * interval '1 month')::date) as partition
       from unnest($1::text[]) as t, generate_series(0, $2::int) as n`,
      [PARTITIONED_TABLES, months],
    );
    return rows.map((row) => row.partition);
  }
}
