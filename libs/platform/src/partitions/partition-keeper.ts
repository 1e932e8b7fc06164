import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { type LocalDate } from '@app/core';
import { Database } from '../database/database';
import { sqlStateOf } from '../database/sql-state';

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

/** Where a row goes whose month has no partition. */
const WITH_DEFAULT: readonly PartitionedTable[] = ['ledger_entries', 'audit_log', 'router_command_log'];

const MONTHS_AHEAD = 2;
const MOST_TURNS = 20;

/**
 * Makes the partitions of the month of the database's clock and the next two; what is there stays. Run after migrating and
 * every few hours. Returns their names.
 *
 * @param query runs one statement
 */
export async function makePartitionsAhead(
  query: (sql: string, parameters: unknown[]) => Promise<{ partition: string }[]>,
): Promise<string[]> {
  const rows = await insist(() =>
    query(
      `select ensure_month_partition(t::regclass, (date_trunc('month', app_now()) + n * interval '1 month')::date) as partition
       from unnest($1::text[]) as t, generate_series(0, $2::int) as n`,
      [PARTITIONED_TABLES, MONTHS_AHEAD],
    ),
  );
  return rows.map((row) => row.partition);
}

/** A lock that somebody keeps, a deadlock, and a first row of the month that got into the default partition meanwhile. */
const TRY_AGAIN = ['55P03', '40P01', '23514'];

/** Asks again while writers keep the table busy: making a partition gives way to them. */
async function insist<T>(make: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn++) {
    try {
      return await make();
    } catch (error) {
      if (turn === MOST_TURNS || !TRY_AGAIN.includes(sqlStateOf(error) ?? '')) throw error;
      await sleep(turn * 50);
    }
  }
}

/** Sees to it that the month's partition is there before a row needs it. */
@Injectable()
export class PartitionKeeper {
  private readonly known = new Set<string>();

  constructor(
    private readonly database: Database,
    private readonly host: TransactionHost<TransactionalAdapterTypeOrm>,
  ) {}

  /**
   * Makes the partition that holds `date`, before the transaction that writes to the table. Costs nothing when this process
   * has seen the month before. Inside a transaction nothing is made for a table with a default partition: it takes the rows
   * of a month that nobody made (a back-dated posting), while making one would wait for that transaction's own locks.
   */
  async ensure(table: PartitionedTable, date: LocalDate): Promise<void> {
    const month = `${table}:${date.slice(0, 7)}`;
    if (this.known.has(month) || (this.host.isTransactionActive() && WITH_DEFAULT.includes(table))) return;
    const make = (): Promise<unknown> =>
      this.database.query('select ensure_month_partition($1::regclass, $2::date)', [table, date]);
    await insist(() => this.host.withoutTransaction(make));
    this.known.add(month);
  }

  /** As {@link makePartitionsAhead}. */
  async ensureAhead(): Promise<string[]> {
    return makePartitionsAhead((sql, parameters) => this.database.query<{ partition: string }>(sql, parameters));
  }
}
