import { type PoolClient } from 'pg';
import { type QueryRunner } from 'typeorm';
import { type BatchStatement, StatementBatch, type StatementResult } from './statement-batch';

interface Waiting {
  statement: BatchStatement;
  resolve: (result: StatementResult) => void;
  reject: (error: Error) => void;
  ended: Promise<StatementResult>;
}

/**
 * Prepared statements of a transaction in the order in which they were asked for. What is asked for without waiting in
 * between, such as within one `Promise.all`, travels in one round trip.
 */
export class StatementLine {
  private static readonly lines = new WeakMap<QueryRunner, StatementLine>();
  private waiting: Waiting[] = [];
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly runner: QueryRunner) {}

  static of(runner: QueryRunner): StatementLine {
    const known = StatementLine.lines.get(runner);
    if (known) return known;
    const line = new StatementLine(runner);
    StatementLine.lines.set(runner, line);
    return line;
  }

  async run(statement: BatchStatement): Promise<StatementResult> {
    const asked = waitingOf(statement);
    this.waiting.push(asked);
    if (this.waiting.length === 1) {
      process.nextTick(() => {
        this.send();
      });
    }
    return asked.ended;
  }

  /** A statement that is not prepared, in its turn: after those that were asked for before it. */
  async plain<T>(work: () => Promise<T>): Promise<T> {
    this.send();
    return this.inTurn(work);
  }

  private send(): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    void this.inTurn(() => this.submit(waiting));
  }

  /** A connection does one thing at a time. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(ignore);
    return mine;
  }

  private async submit(waiting: readonly Waiting[]): Promise<void> {
    try {
      if (this.runner.isReleased) throw new Error('a statement came after the end of its transaction');
      const client = (await this.runner.connect()) as PoolClient;
      client.query(batchOf(waiting));
    } catch (error) {
      for (const { reject } of waiting) reject(error as Error);
    }
    await Promise.allSettled(waiting.map(({ ended }) => ended));
  }
}

function waitingOf(statement: BatchStatement): Waiting {
  let settle: Pick<Waiting, 'resolve' | 'reject'> | undefined;
  const ended = new Promise<StatementResult>((resolve, reject) => {
    settle = { resolve, reject };
  });
  if (!settle) throw new Error('a promise that nobody can settle');
  return { statement, ended, ...settle };
}

function batchOf(waiting: readonly Waiting[]): StatementBatch {
  const batch = new StatementBatch();
  for (const { statement, resolve, reject } of waiting) {
    batch.add(statement, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  }
  return batch;
}

const ignore = (): void => undefined;
