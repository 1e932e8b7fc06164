import { QueryFailedError } from 'typeorm';
import { CoreErrors, decodeCursor, type Page, type PageRequest, pageOf } from '@app/core';
import { type Database } from './database';

/** One column that a list may be sorted by. */
export interface SortColumn {
  /** SQL expression over the list's `from`; never null. */
  sql: string;
  /** PostgreSQL type of the expression: the cursor's text is cast to it. */
  type: 'text' | 'timestamptz' | 'date' | 'bigint' | 'integer' | 'uuid';
}

export interface KeysetListOptions<S extends string> {
  /** Columns and tables: `select … from …`, without `where`. */
  select: string;
  /** SQL of the unique last sort column. */
  id: string;
  sorts: Readonly<Record<S, SortColumn>>;
  /** Sort when the caller names none: a name of `sorts`, `-` in front for descending. */
  defaultSort: S | `-${S}`;
}

export interface ListRequest extends PageRequest {
  sort?: string;
  withTotal?: boolean;
}

/** A condition over the list with its parameters, written `$?` each: `condition('c.status = $?', 'ACTIVE')`. */
export interface Condition {
  sql: string;
  parameters: readonly unknown[];
}

export const condition = (sql: string, ...parameters: unknown[]): Condition => ({ sql, parameters });

/**
 * A list with keyset pages: stable order, no offset, whitelisted sorts (API.md, rules). One statement per page, a second
 * one only when the total is asked for.
 */
export class KeysetList<S extends string> {
  constructor(private readonly options: KeysetListOptions<S>) {}

  /** @throws DomainError CORE_VALIDATION_FAILED for an unknown sort, CORE_INVALID_CURSOR for a foreign cursor */
  async page<Row extends { id: string }>(
    database: Database,
    request: ListRequest,
    conditions: readonly Condition[],
  ): Promise<Page<Row>> {
    const { column, descending } = this.sortOf(request.sort);
    const parameters: unknown[] = [];
    const clauses = conditions.map((part) => bindParameters(part, parameters));
    const filter = clauses.length > 0 ? clauses.join(' and ') : 'true';
    const total = request.withTotal === true ? await this.total(database, filter, [...parameters]) : undefined;
    if (request.cursor !== undefined) {
      const [value, id] = decodeCursor(request.cursor, 2);
      const after = `(${column.sql}, ${this.options.id}) ${descending ? '<' : '>'} ($?::${column.type}, $?::uuid)`;
      clauses.push(bindParameters(condition(after, value, id), parameters));
    }
    const direction = descending ? 'desc' : 'asc';
    const sql = `${this.options.select.replace(/^\s*select\s/i, `select (${column.sql})::text as sort_value, `)}
       where ${clauses.length > 0 ? clauses.join(' and ') : 'true'}
       order by ${column.sql} ${direction}, ${this.options.id} ${direction}
       limit ${bindParameters(condition('$?', request.limit + 1), parameters)}`;
    const rows = await database.query<Row & { sort_value: string }>(sql, parameters).catch((error: unknown) => {
      throw request.cursor !== undefined && isDataException(error) ? CoreErrors.INVALID_CURSOR() : error;
    });
    const page = pageOf(rows, request.limit, (row) => [row.sort_value, row.id]);
    return total === undefined ? page : { ...page, total };
  }

  private async total(database: Database, filter: string, parameters: unknown[]): Promise<number> {
    const from = this.options.select.slice(fromOf(this.options.select));
    const row = await database.queryOne<{ total: number }>(
      `select count(*)::int as total ${from} where ${filter}`,
      parameters,
    );
    return row?.total ?? 0;
  }

  private sortOf(sort: string | undefined): { column: SortColumn; descending: boolean } {
    const wanted = sort ?? this.options.defaultSort;
    const descending = wanted.startsWith('-');
    const name = descending ? wanted.slice(1) : wanted;
    const { sorts } = this.options;
    if (!Object.hasOwn(sorts, name)) {
      const allowed = Object.keys(sorts).join(', ');
      throw CoreErrors.VALIDATION_FAILED({}, [
        {
          path: 'sort',
          code: 'UNKNOWN_SORT',
          message: { id: 'Urutan yang ada: {allowed}', en: 'Known sorts: {allowed}' },
          params: { allowed },
        },
      ]);
    }
    return { column: sorts[name as S], descending };
  }
}

/** Where the tables of a statement begin: at the first `from` outside of parentheses. */
function fromOf(select: string): number {
  let depth = 0;
  for (const { 0: found, index } of select.matchAll(/[()]|\sfrom\s/gi)) {
    if (found === '(') depth++;
    else if (found === ')') depth--;
    else if (depth === 0) return index;
  }
  throw new Error('a list needs tables');
}

/** SQLSTATE class 22: with a cursor, one whose values are not of the sort's type. */
function isDataException(error: unknown): boolean {
  return error instanceof QueryFailedError && String((error.driverError as { code?: unknown }).code).startsWith('22');
}

/** The condition's SQL with its placeholders numbered behind `parameters`, to whose end its own are added. */
export function bindParameters(part: Condition, parameters: unknown[]): string {
  let next = 0;
  return part.sql.replace(/\$\?/g, () => `$${parameters.push(part.parameters[next++])}`);
}
