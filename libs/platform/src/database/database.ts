import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { type Pool } from 'pg';
import {
  type EntityManager,
  type EntityTarget,
  type ObjectLiteral,
  QueryFailedError,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import {
  commitBy,
  gather,
  onCommit,
  onRollback,
  type Run,
  type Statement,
  type StatementOf,
  writeGathered,
} from './after-commit.subscriber';
import { hasCommitted } from './committed';
import { PreparedStatements } from './prepared-statements';
import { StatementLine } from './statement-line';
import { together } from './together';

/** What a statement with no result set did. */
export interface Affected {
  affected: number;
}

interface Result extends Affected {
  records: unknown[];
}

/**
 * For a statement that runs all the time and whose best plan does not hang on its values: a connection parses and plans it
 * once. The text must be the same every time. Statements of one transaction run in the order in which they are asked for;
 * prepared ones that are asked for without waiting in between, such as by `together`, travel in one round trip.
 */
export const HOT = Symbol('prepared once per connection');

/**
 * The door to PostgreSQL for repositories. Everything done through it joins the transaction that a service opened with
 * `@Transactional()` (or {@link Database.transaction}), and runs on a connection of the pool otherwise.
 */
@Injectable()
export class Database {
  private readonly prepared = new PreparedStatements();

  constructor(private readonly host: TransactionHost<TransactionalAdapterTypeOrm>) {}

  /** TypeORM's manager of the running transaction, or of the pool. */
  get manager(): EntityManager {
    return this.host.tx;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Rows of one parameterised statement; `bigint` columns are BigInt, `date` columns are `YYYY-MM-DD`. */
  async query<Row>(sql: string, parameters: readonly unknown[] = [], hot?: typeof HOT): Promise<Row[]> {
    return (await this.run(sql, parameters, hot)).records as Row[];
  }

  /** The first row, or undefined. */
  async queryOne<Row>(sql: string, parameters: readonly unknown[] = [], hot?: typeof HOT): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters, hot))[0];
  }

  /**
   * The first row of a statement that runs all the time, such as at every request: each connection parses and plans it
   * once. It takes no part in an open transaction.
   *
   * @param name unique for the text
   */
  async preparedOne<Row>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row | undefined> {
    const { master } = this.manager.dataSource.driver as unknown as { master: Pool };
    const { rows } = await master.query({ name, text: sql, values: [...parameters] });
    return rows[0] as Row | undefined;
  }

  /** For statements that answer with a count only. */
  async execute(sql: string, parameters: readonly unknown[] = [], hot?: typeof HOT): Promise<Affected> {
    const { affected } = await this.run(sql, parameters, hot);
    return { affected };
  }

  /** Runs `work` in the transaction that is open, or in a new one. Rolls back when it throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.host.withTransaction(work);
  }

  /** Is a transaction open here? */
  get inTransaction(): boolean {
    return this.manager.queryRunner?.isTransactionActive === true;
  }

  /**
   * Writes items with the commit of the open transaction, in one message, together with all others that were given to the
   * same `statementOf`: one `HOT` statement instead of many, for what nobody reads within the transaction. At once when none
   * is open. Its failure rolls the transaction back.
   *
   * @param statementOf the same function every time
   */
  async atCommit<T>(statementOf: StatementOf<T>, items: readonly T[]): Promise<void> {
    const runner = this.manager.queryRunner;
    if (runner?.isTransactionActive !== true) return this.writeAll([statementOf(items)]);
    const writers = { write: this.writeAll, commit: (all: readonly Statement[]) => this.endWith(runner, all) };
    gather(runner, writers, statementOf, items);
  }

  /**
   * Runs `HOT` statements as the very last of the open transaction, in one message with the commit: where one takes a lock
   * which everybody waits for, so that nobody waits for our way to PostgreSQL and back. For who opened the transaction himself
   * and does nothing in it afterwards. The failure of a statement is the failure of the transaction.
   *
   * @param failed what to throw instead of PostgreSQL's error
   */
  withCommit(last: readonly Statement[], failed: (error: unknown) => unknown = (error) => error): void {
    const runner = this.manager.queryRunner;
    if (runner?.isTransactionActive !== true) throw new Error('there is no transaction to commit');
    commitBy(runner, async (gathered) => {
      try {
        await this.endWith(runner, [...gathered, ...last]);
      } catch (error) {
        throw failed(error);
      }
    });
  }

  /**
   * Writes now what {@link atCommit} gathered in the open transaction: before it takes a lock that everybody waits for, so that
   * little more than the commit happens under it.
   */
  async writeGathered(): Promise<void> {
    const runner = this.manager.queryRunner;
    if (runner?.isTransactionActive === true) await writeGathered(runner);
  }

  /**
   * Runs `callback` after the open transaction has committed (at once when none is open). It must not fail and must not be
   * relied on: what has to happen belongs into the outbox, this only hurries it.
   */
  afterCommit(callback: () => void): void {
    const runner = this.manager.queryRunner;
    if (runner?.isTransactionActive === true) onCommit(runner, callback);
    else callback();
  }

  /**
   * Writes something that has to be there although the open transaction is going to be rolled back, by an error that is
   * about to be thrown: `work` runs on the same connection once it is over, before the error reaches whoever waits for it.
   * When the transaction is committed after all, `work` is dropped; with none open it runs at once. A failure of `work` is
   * logged, never thrown.
   */
  async afterRollback(work: (run: Run) => Promise<void>): Promise<void> {
    const runner = this.manager.queryRunner;
    if (runner?.isTransactionActive === true) onRollback(runner, work);
    else await work(async (sql, parameters = []) => this.query(sql, parameters));
  }

  /** Runs the last statements of a transaction and its commit in one message. */
  private async endWith(runner: QueryRunner, all: readonly Statement[]): Promise<void> {
    if (all.some(({ sql, parameters }) => this.prepared.nameOf(sql, parameters) === undefined)) {
      // why: what is not prepared travels by itself, and must not come after the commit
      for (const one of all) await this.run(one.sql, one.parameters, HOT);
      return;
    }
    const runs = all.map(({ sql, parameters }) => this.run(sql, parameters, HOT));
    await together([...runs, this.runPrepared(runner, 'commit', 'commit', [])]);
    hasCommitted(runner);
  }

  private readonly writeAll = async (statements: readonly Statement[]): Promise<void> => {
    await together(statements.map(({ sql, parameters }) => this.run(sql, parameters, HOT)));
  };

  private async run(sql: string, parameters: readonly unknown[], hot?: typeof HOT): Promise<Result> {
    const name = hot && this.prepared.nameOf(sql, parameters);
    return this.withRunner(async (runner) => {
      if (name !== undefined) return this.runPrepared(runner, name, sql, parameters);
      const { records, affected } = await StatementLine.of(runner).plain(() =>
        runner.query(sql, [...parameters], true),
      );
      return { records: records as unknown[], affected: affected ?? 0 };
    });
  }

  private async runPrepared(
    runner: QueryRunner,
    name: string,
    text: string,
    parameters: readonly unknown[],
  ): Promise<Result> {
    const values = [...parameters];
    const { logger, options } = runner.manager.dataSource;
    const begun = performance.now();
    try {
      const { rows, rowCount } = await StatementLine.of(runner).run({ name, text, values });
      const ms = performance.now() - begun;
      if (ms > (options.maxQueryExecutionTime ?? Infinity)) logger.logQuerySlow(ms, text, values, runner);
      return { records: rows, affected: rowCount ?? 0 };
    } catch (error) {
      this.prepared.learn(error);
      throw new QueryFailedError(text, values, error as Error);
    }
  }

  private async withRunner<T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> {
    const current = this.manager.queryRunner;
    if (current) return work(current);
    const runner = this.manager.dataSource.createQueryRunner();
    try {
      return await work(runner);
    } finally {
      await runner.release();
    }
  }
}
