import { createHash } from 'node:crypto';

/** Longer lists are planned anew for their length: a plan for a few rows is a bad one for thousands. */
const LONGEST_LIST = 100;
/** The same for lists that come as PostgreSQL's own text: as many ids. */
const LONGEST_TEXT = 3_700;

/** SQLSTATE: the result of a prepared statement changed its type (a migration), or the connection does not know it. */
const STALE = new Set(['0A000', '26000']);

/**
 * Names under which connections keep statements that run all the time, so that PostgreSQL parses and plans each of them
 * once per connection.
 */
export class PreparedStatements {
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** Undefined where these parameters deserve a plan of their own. */
  nameOf(sql: string, parameters: readonly unknown[]): string | undefined {
    if (parameters.some(isLong)) return undefined;
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    const name = `${createHash('sha1').update(sql).digest('base64url').slice(0, 20)}_${this.generation}`;
    this.names.set(sql, name);
    return name;
  }

  /** After a failure: statements that connections hold no more, or in another form, get new names. */
  learn(error: unknown): void {
    if (!STALE.has(String((error as { code?: unknown }).code))) return;
    this.generation++;
    this.names.clear();
  }
}

function isLong(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > LONGEST_LIST;
  return typeof value === 'string' && value.startsWith('{') && value.length > LONGEST_TEXT;
}
