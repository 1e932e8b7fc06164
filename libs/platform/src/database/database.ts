import { Injectable } from '@nestjs/common';
import { TransactionHost } from '@nestjs-cls/transactional';
import { type TransactionalAdapterTypeOrm } from '@nestjs-cls/transactional-adapter-typeorm';
import { type Pool } from 'pg';
import { type EntityManager, type EntityTarget, type ObjectLiteral, type QueryRunner, type Repository } from 'typeorm';
import { onCommit, onRollback, type Run } from './after-commit.subscriber';

/** What a statement with no result set did. */
export interface Affected {
  affected: number;
}

/**
 * The door to PostgreSQL for repositories. Everything done through it joins the transaction that a service opened with
 * `@Transactional()` (or {@link Database.transaction}), and runs on a connection of the pool otherwise.
 */
@Injectable()
export class Database {
  constructor(private readonly host: TransactionHost<TransactionalAdapterTypeOrm>) {}

  /** TypeORM's manager of the running transaction, or of the pool. */
  get manager(): EntityManager {
    return this.host.tx;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Rows of one parameterised statement; `bigint` columns are BigInt, `date` columns are `YYYY-MM-DD`. */
  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.withRunner(async (runner) => {
      const result = await runner.query(sql, [...parameters], true);
      return result.records as Row[];
    });
  }

  /** The first row, or undefined. */
  async queryOne<Row>(sql: string, parameters: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, parameters))[0];
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
  async execute(sql: string, parameters: readonly unknown[] = []): Promise<Affected> {
    return this.withRunner(async (runner) => {
      const result = await runner.query(sql, [...parameters], true);
      return { affected: result.affected ?? 0 };
    });
  }

  /** Runs `work` in the transaction that is open, or in a new one. Rolls back when it throws. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.host.withTransaction(work);
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
