import { type Connection, Query, type Submittable } from 'pg';

/** A statement that a connection prepares once, under `name`. */
export interface NamedStatement {
  name: string;
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
  name: string;
  text: string;
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

  add(statement: NamedStatement, types: { getTypeParser: (oid: number) => unknown }, settle: Settle): void {
    this.queries.push(new Query({ ...statement, types } as never, settle as never) as unknown as Handlers);
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
    try {
      for (const query of this.queries) query.submit(silent);
      connection.sync();
    } finally {
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
      if (parsedStatements[query.name] === undefined) Reflect.deleteProperty(submittedNamedStatements, query.name);
      query.handleError(error, connection);
    }
  }

  handleReadyForQuery(connection: Connection): void {
    for (const query of this.queries) query.handleReadyForQuery(connection);
  }
}
