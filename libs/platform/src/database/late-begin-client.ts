import { Client } from 'pg';
import { StatementBatch, type StatementResult } from './statement-batch';

const BEGIN = { name: 'begin', text: 'START TRANSACTION', values: [] };
const ENDS: readonly unknown[] = ['COMMIT', 'ROLLBACK'];
/** How pg answers statements that return nothing. */
const DONE = { rows: [], rowCount: null };

type Send = (statement: unknown, ...rest: unknown[]) => unknown;

/**
 * A connection that keeps the start of a transaction back until its first statement, so that both travel in one round trip;
 * a transaction without any statement never reaches PostgreSQL. It is done here because whatever is asked of a connection
 * comes through this door in its order, also what TypeORM asks. A first statement that fails leaves the transaction begun
 * and aborted, as ever.
 */
export class LateBeginClient extends Client {
  private isToBegin = false;

  /** What it answers hangs on what is asked, as in pg's own typings. */
  override query(statement: unknown, ...rest: unknown[]): never {
    const send = super.query.bind(this) as Send;
    return this.inTransaction(send, statement, rest) as never;
  }

  private inTransaction(send: Send, statement: unknown, rest: readonly unknown[]): unknown {
    if (statement === BEGIN.text) {
      this.isToBegin = true;
      return Promise.resolve(DONE);
    }
    if (!this.isToBegin) return send(statement, ...rest);
    this.isToBegin = false;
    if (ENDS.includes(statement)) return Promise.resolve(DONE);
    if (statement instanceof StatementBatch) return send(begun(statement));
    const [values] = rest;
    if (typeof statement === 'string' && Array.isArray(values) && values.length > 0) {
      return alone(send, statement, values);
    }
    // why: a text without values may be several statements, which no batch can take
    return (send(BEGIN.text) as Promise<unknown>).then(() => send(statement, ...rest));
  }
}

function begun(batch: StatementBatch): StatementBatch {
  batch.addFirst(BEGIN, () => undefined);
  return batch;
}

async function alone(send: Send, text: string, values: unknown[]): Promise<StatementResult> {
  return new Promise((resolve, reject) => {
    const batch = new StatementBatch();
    batch.add({ text, values }, (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
    send(begun(batch));
  });
}
