import { type Connection, Query, type Submittable } from 'pg';
import { pgTypes } from './pg-types';

/** A statement; a connection that gets it under a name prepares it once. */
export interface BatchStatement {
  name?: string;
  text: string;
  values: unknown[];
}

export interface StatementResult {
  rows: object[];
  rowCount: number | null;
}

type Settle = (error: Error | null | undefined, result: StatementResult) => void;

/** What pg's own queries do between {@link Submittable.submit} and their end; its typings leave that out. */
interface Handlers extends Submittable {
  name: string | undefined;
  text: string;
  readonly _result: { _types: typeof pgTypes };
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleEmptyQuery(connection: Connection): void;
  handleError(error: Error, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
}

/** What pg keeps about the statements of a connection. */
type Known = Connection & {
  parsedStatements: Record<string, string>;
  submittedNamedStatements: Record<string, string>;
};

/**
 * Several statements in one round trip: PostgreSQL runs them one after the other, each with a snapshot of its own, and
 * answers all of them together. The first that fails ends the others with its error. Hand it to `client.query`.
 */
export class StatementBatch implements Submittable {
  private readonly queries: Handlers[] = [];
  private at = 0;
  private isSubmitting = false;
  /** Why the statement that is being submitted cannot be: no message can hold one of its values. */
  private refusal: Error | undefined;
  /** Has a prepared statement a parameter that is a list? */
  hasLists = false;

  add(statement: BatchStatement, settle: Settle): void {
    this.hasLists ||= statement.name !== undefined && statement.values.some(isList);
    this.queries.push(this.queryOf(statement, settle));
  }

  /** Puts one before the others. */
  addFirst(statement: BatchStatement, settle: Settle): void {
    this.queries.unshift(this.queryOf(statement, settle));
  }

  /** Of the statement that the server is at; pg remembers it as prepared. */
  get name(): string | undefined {
    return this.queries[this.at]?.name;
  }

  get text(): string | undefined {
    return this.queries[this.at]?.text;
  }

  readonly submit = (connection: Connection): null => {
    // why: one sync at the end makes it one message each way; pg would sync after every statement
    const silent = Object.create(connection, { sync: { value: () => undefined } }) as Connection;
    connection.stream.cork();
    this.isSubmitting = true;
    try {
      for (const [n, query] of this.queries.entries()) {
        query.submit(silent);
        if (!this.refusal) continue;
        this.leaveOut(n, this.refusal, connection);
        break;
      }
      connection.sync();
    } finally {
      this.isSubmitting = false;
      connection.stream.uncork();
    }
    return null;
  };

  handleRowDescription(message: unknown): void {
    this.queries[this.at]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.queries[this.at]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    this.queries[this.at++]?.handleCommandComplete(message, connection);
  }

  handleEmptyQuery(connection: Connection): void {
    this.queries[this.at++]?.handleEmptyQuery(connection);
  }

  handleError(error: Error, connection: Connection): void {
    const { parsedStatements, submittedNamedStatements } = connection as Known;
    // why: what fails after the last statement is the commit of them all
    const isCommit = this.at === this.queries.length;
    for (const [n, query] of this.queries.entries()) {
      if (n < this.at && !isCommit) {
        query.handleReadyForQuery(connection);
        continue;
      }
      // why: what comes after the failure was skipped, so that the server never heard of it
      const { name } = query;
      if (name !== undefined && parsedStatements[name] === undefined)
        Reflect.deleteProperty(submittedNamedStatements, name);
      query.handleError(error, connection);
    }
  }

  handleReadyForQuery(connection: Connection): void {
    for (const query of this.queries) query.handleReadyForQuery(connection);
  }

  private queryOf({ name, text, values }: BatchStatement, settle: Settle): Handlers {
    const noted: Settle = (error, result) => {
      if (error && this.isSubmitting) this.refusal ??= error;
      settle(error, result);
    };
    // why: of a configuration pg makes a copy, property by property, which costs more than all else that it does here
    const query = new Query(text, values, noted as never) as unknown as Handlers;
    query._result._types = pgTypes;
    return Object.assign(query, { name });
  }

  /** Nor does what comes after it go out: least of all a commit. */
  private leaveOut(from: number, error: Error, connection: Connection): void {
    const { parsedStatements, submittedNamedStatements } = connection as Known;
    const [refused, ...later] = this.queries.splice(from);
    const name = refused?.name;
    if (name !== undefined) {
      // why: pg has closed it
      Reflect.deleteProperty(parsedStatements, name);
      Reflect.deleteProperty(submittedNamedStatements, name);
    }
    for (const query of later) query.handleError(error, connection);
  }
}

const isList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && value.startsWith('{'));
