import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { AuditLog, type ListRequest } from '@app/platform';
import { readFailure } from '../cache/router-cache';
import { RouterPool } from '../pool';
import {
  type CommandLogFilter,
  CommandLogRepository,
  type LoggedCommand,
} from '../repositories/command-log.repository';
import { RoutersService } from '../services/routers.service';
import { isSafeValue, print, RouterOsError, type Row, type Sentence } from '../transport';
import { READABLE_MENUS } from './readable-menus';

export const QUERY_TESTS = ['EQUALS', 'LESS', 'GREATER', 'PRESENT', 'ABSENT'] as const;
export type QueryTest = (typeof QUERY_TESTS)[number];

export interface ReadQuery {
  column: string;
  test: QueryTest;
  value?: string;
}

export interface ReadCommand {
  menu: string;
  columns?: readonly string[];
  /** All of them must hold. */
  query?: readonly ReadQuery[];
  limit?: number;
}

export interface ReadResult {
  columns: readonly string[];
  rows: Row[];
  /** There are more than were asked for. */
  truncated: boolean;
}

const MOST_ROWS = 1_000;
const NO_MENU = { id: 'menu ini tidak boleh dibaca', en: 'not a readable menu' };
const NO_COLUMN = { id: 'bukan kolom menu ini yang boleh dibaca', en: 'not a readable column of this menu' };
const WORDS: Readonly<Record<QueryTest, (column: string, value: string) => string>> = {
  EQUALS: (column, value) => `?${column}=${value}`,
  LESS: (column, value) => `?<${column}=${value}`,
  GREATER: (column, value) => `?>${column}=${value}`,
  PRESENT: (column) => `?${column}`,
  ABSENT: (column) => `?-${column}`,
};

/**
 * Prints that operators ask for, and the log of what was written. Menus, columns and the columns of queries are ours: no
 * command, no script and no secret can be reached by what is typed in (billing.md S2).
 */
@Injectable()
export class RouterReading {
  constructor(
    private readonly routers: RoutersService,
    private readonly pool: RouterPool,
    private readonly log: CommandLogRepository,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_VALIDATION_FAILED, MIKROTIK_MENU_MISSING, MIKROTIK_PERMISSION_MISSING,
   * MIKROTIK_ROUTER_UNREACHABLE
   */
  async read(id: string, asked: ReadCommand): Promise<ReadResult> {
    const { siteId } = await this.routers.get(id);
    const { menu, limit = 200 } = asked;
    const columns = columnsOf(asked);
    const queries = queryWords(asked);
    await this.audit.record({
      action: 'router.command-read',
      subject: { type: 'router', id },
      siteId,
      after: { menu, columns, queries: asked.query?.map(({ column, test }) => `${column} ${test}`) ?? [] },
    });
    try {
      const rows = await this.pool.exec(id, print(menu, columns, queries), { deadline: 'table', lane: 'telemetry' });
      const most = Math.min(limit, MOST_ROWS);
      return { columns, rows: rows.slice(0, most).map((row) => only(row, columns)), truncated: rows.length > most };
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw readFailure(error, menu);
    }
  }

  /** @throws DomainError CORE_NOT_FOUND */
  async written(id: string, request: ListRequest, filter: CommandLogFilter): Promise<Page<LoggedCommand>> {
    await this.routers.get(id);
    return this.log.page(id, request, filter);
  }
}

function columnsOf({ menu, columns }: ReadCommand): readonly string[] {
  const allowed = READABLE_MENUS.get(menu);
  if (!allowed) throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'menu', code: 'UNKNOWN', message: NO_MENU }]);
  const unknown = columns?.find((column) => !allowed.includes(column));
  if (unknown !== undefined) throw unknownColumn('columns');
  return columns === undefined || columns.length === 0 ? allowed : columns;
}

function queryWords({ menu, query = [] }: ReadCommand): Sentence {
  const allowed = READABLE_MENUS.get(menu) ?? [];
  return query.map(({ column, test, value = '' }) => {
    // why: a query on a hidden column would tell its value bit by bit
    if (!allowed.includes(column) || !isSafeValue(value)) throw unknownColumn('query');
    return WORDS[test](column, value);
  });
}

const unknownColumn = (path: string): Error =>
  CoreErrors.VALIDATION_FAILED({}, [{ path, code: 'UNKNOWN', message: NO_COLUMN }]);

const only = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => columns.includes(name)));
