import { Client } from 'pg';
import { StatementBatch, type StatementResult } from './statement-batch';

const BEGIN = { name: 'begin', text: 'START TRANSACTION', values: [] };
const ENDS: readonly unknown[] = ['COMMIT', 'ROLLBACK'];
/** How pg answers statements that return nothing. */
const DONE = { rows: [], rowCount: null };

/**
 * Of a parameter that is a list, PostgreSQL believes that a plan for this very list is better than the kept one, and plans
 * anew at every call, which takes longer than the work. From the first batch that has one, a transaction is told to keep to
 * the kept plans; its end takes that back.
 */
const KEPT_PLANS = { name: 'kept_plans', text: 'set local plan_cache_mode = force_generic_plan', values: [] };
const USUAL_PLANS = { name: 'usual_plans', text: 'set local plan_cache_mode to default', values: [] };
/** The same around a batch that is no part of a transaction. */
const KEPT_FROM_HERE = { name: 'kept_from_here', text: 'set plan_cache_mode = force_generic_plan', values: [] };
const KEPT_UP_TO_HERE = { name: 'kept_up_to_here', text: 'reset plan_cache_mode', values: [] };

const ignore = (): void => undefined;

type Send = (statement: unknown, ...rest: unknown[]) => unknown;

/**
 * A connection that knows of its transaction, because whatever is asked of it comes through this door in its order, also what
 * TypeORM asks. It keeps the start back until the first statement, so that both travel in one round trip: a transaction
 * without any statement never reaches PostgreSQL, and a first statement that fails leaves one begun and aborted, as ever.
 */
export class TransactionClient extends Client {
  private isToBegin = false;
  private keepsPlans = false;

  /** What it answers hangs on what is asked, as in pg's own typings. */
  override query(statement: unknown, ...rest: unknown[]): never {
    return this.answer(super.query.bind(this), statement, rest) as never;
  }

  private answer(send: Send, statement: unknown, rest: readonly unknown[]): unknown {
    if (!this.isInTransaction) this.keepsPlans = false;
    if (statement === BEGIN.text) {
      this.isToBegin = true;
      return Promise.resolve(DONE);
    }
    if (statement instanceof StatementBatch) return send(this.ready(statement));
    const [values] = rest;
    if (!this.isToBegin && !this.keepsPlans) return send(statement, ...rest);
    if (typeof statement === 'string' && Array.isArray(values) && values.length > 0) {
      return this.alone(send, statement, values);
    }
    return this.textOnly(send, statement, rest);
  }

  private get isInTransaction(): boolean {
    return this.isToBegin || ['T', 'E'].includes(this.getTransactionStatus() ?? '');
  }

  /** With what has to come before it. */
  private ready(batch: StatementBatch): StatementBatch {
    if (batch.hasLists) this.keepPlans(batch);
    if (this.isToBegin) batch.addFirst(BEGIN, ignore);
    this.isToBegin = false;
    return batch;
  }

  private keepPlans(batch: StatementBatch): void {
    if (!this.isInTransaction) {
      batch.addFirst(KEPT_FROM_HERE, ignore);
      batch.add(KEPT_UP_TO_HERE, ignore);
    } else if (!this.keepsPlans) {
      batch.addFirst(KEPT_PLANS, ignore);
      this.keepsPlans = true;
    }
  }

  /** One that is not prepared, and has a plan of its own. */
  private async alone(send: Send, text: string, values: unknown[]): Promise<StatementResult> {
    return new Promise((resolve, reject) => {
      const batch = new StatementBatch();
      batch.add({ text, values }, (error, result) => {
        if (error) reject(error);
        else resolve(result);
      });
      if (this.keepsPlans) batch.addFirst(USUAL_PLANS, ignore);
      this.keepsPlans = false;
      send(this.ready(batch));
    });
  }

  /** Without values it may be several statements, which no batch can take. */
  private textOnly(send: Send, statement: unknown, rest: readonly unknown[]): unknown {
    if (!this.isToBegin) return send(statement, ...rest);
    this.isToBegin = false;
    if (ENDS.includes(statement)) return Promise.resolve(DONE);
    return (send(BEGIN.text) as Promise<unknown>).then(() => send(statement, ...rest));
  }
}
