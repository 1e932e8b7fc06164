import { Injectable } from '@nestjs/common';
import { MikrotikConfig } from '../mikrotik.config';
import { type Outcome, RouterPool } from '../pool';
import { anyOf, command, print, RouterOsError, type Row, type Sentence } from '../transport';

/** Up to so many names are asked for one by one in a single print; above, the whole table is cheaper. */
const NAMES_PER_PRINT = 20;
/** Whole tables take longer than commands. */
const TABLE_FACTOR = 6;
/** Readings of a table that changes under our hands. */
const READINGS = 3;
/** So much may change between a print and its count, where rows come and go by themselves. */
const CHURN_ROWS = 5;
const CHURN_SHARE = 0.02;

/** Reads tables of routers. What cannot be read, or not in full, is thrown and never taken for an empty table. */
@Injectable()
export class RouterReader {
  constructor(
    private readonly pool: RouterPool,
    private readonly config: MikrotikConfig,
  ) {}

  /**
   * @param by rows whose column has one of these names; more may be answered
   * @throws RouterOsError
   */
  async named(
    routerId: string,
    menu: string,
    columns: readonly string[],
    { by, names }: { by: string; names: readonly string[] },
  ): Promise<Row[]> {
    if (names.length === 0) return [];
    if (names.length > NAMES_PER_PRINT) return this.table(routerId, menu, columns, { churning: true });
    return this.pool.exec(routerId, print(menu, columns, anyOf(by, names)));
  }

  /**
   * A whole table. The router is asked for the number of rows as well, and an answer that does not have as many is read
   * again: large replies have been seen cut short (routeros.md section 9).
   *
   * @param reading.queries rows that match these query words only
   * @param reading.churning the router adds and removes rows by itself, so the numbers need not agree to the row
   * @throws RouterOsError `INCOMPLETE_TABLE` where the numbers never agree
   */
  async table(
    routerId: string,
    menu: string,
    columns: readonly string[],
    { queries = [], churning = false }: { queries?: Sentence; churning?: boolean } = {},
  ): Promise<Row[]> {
    const timeoutMs = this.config.commandTimeoutMs * TABLE_FACTOR;
    const sentences = [print(menu, columns, queries), [...command(`${menu}/print`, { 'count-only': '' }), ...queries]];
    let seen = '';
    for (let reading = 0; reading < READINGS; reading++) {
      const outcomes = await this.pool.execAll(routerId, sentences, { lane: 'bulk', timeoutMs });
      const [rows, counted] = [rowsOf(outcomes[0]), rowsOf(outcomes[1])];
      const number = Number(counted.at(-1)?.ret);
      if (isComplete(rows.length, number, churning)) return rows;
      seen = `${rows.length} rows of ${number}`;
    }
    throw new RouterOsError('INCOMPLETE_TABLE', `${menu} was answered with ${seen}`, { command: `${menu}/print` });
  }
}

function rowsOf(outcome: Outcome | undefined): Row[] {
  if (!outcome) throw new RouterOsError('ENOTCONN', 'no answer');
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

function isComplete(rows: number, counted: number, churning: boolean): boolean {
  return Math.abs(rows - counted) <= (churning ? Math.max(CHURN_ROWS, counted * CHURN_SHARE) : 0);
}
