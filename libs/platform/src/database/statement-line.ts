import { type PoolClient } from 'pg';
import { type QueryRunner } from 'typeorm';
import { pgTypes } from './pg-types';
import { type NamedStatement, StatementBatch, type StatementResult } from './statement-batch';

interface Waiting {
  statement: NamedStatement;
  resolve: (result: StatementResult) => void;
  reject: (error: Error) => void;
}

/**
 * Of a parameter that is a list, PostgreSQL believes that a plan for this very list is better than the kept one, and plans
 * anew at every call, which takes longer than the work. Around statements that have one it is told to keep to the kept plan;
 * an error takes that back with everything else of the transaction.
 */
const KEPT_PLANS = { name: 'kept_plans', text: 'set plan_cache_mode = force_generic_plan', values: [] };
const USUAL_PLANS = { name: 'usual_plans', text: 'reset plan_cache_mode', values: [] };

/**
 * Prepared statements of a transaction in the order in which they were asked for. What is asked for without waiting in
 * between, such as within one `Promise.all`, travels in one round trip.
 */
export class StatementLine {
  private static readonly lines = new WeakMap<QueryRunner, StatementLine>();
  private waiting: Waiting[] = [];

  private constructor(private readonly runner: QueryRunner) {}

  static of(runner: QueryRunner): StatementLine {
    const known = StatementLine.lines.get(runner);
    if (known) return known;
    const line = new StatementLine(runner);
    StatementLine.lines.set(runner, line);
    return line;
  }

  async run(statement: NamedStatement): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ statement, resolve, reject });
      if (this.waiting.length === 1) process.nextTick(() => void this.send());
    });
  }

  private async send(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    try {
      if (this.runner.isReleased) throw new Error('a statement came after the end of its transaction');
      const client = (await this.runner.connect()) as PoolClient;
      client.query(batchOf(waiting));
    } catch (error) {
      for (const { reject } of waiting) reject(error as Error);
    }
  }
}

function batchOf(waiting: readonly Waiting[]): StatementBatch {
  const batch = new StatementBatch();
  const hasLists = waiting.some(({ statement }) => statement.values.some(isList));
  if (hasLists) batch.add(KEPT_PLANS, pgTypes, ignore);
  for (const { statement, resolve, reject } of waiting) {
    batch.add(statement, pgTypes, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  }
  if (hasLists) batch.add(USUAL_PLANS, pgTypes, ignore);
  return batch;
}

const ignore = (): void => undefined;
const isList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && value.startsWith('{'));
