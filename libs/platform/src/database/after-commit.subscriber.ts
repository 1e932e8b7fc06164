import { Logger } from '@nestjs/common';
import { type EntitySubscriberInterface, EventSubscriber, type QueryRunner } from 'typeorm';

type Callback = () => void;
/** Rows of one parameterised statement, outside of any transaction. */
export type Run = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;
type Work = (run: Run) => Promise<void>;

interface Pending {
  afterCommit?: Callback[];
  afterRollback?: Work[];
}

/** Registers something to run once the running transaction has committed; it is dropped when that rolls back. */
export function onCommit(runner: QueryRunner, callback: Callback): void {
  const pending = runner.data as Pending;
  (pending.afterCommit ??= []).push(callback);
}

/** Registers something to do once the running transaction has rolled back; it is dropped when that commits. */
export function onRollback(runner: QueryRunner, work: Work): void {
  const pending = runner.data as Pending;
  (pending.afterRollback ??= []).push(work);
}

function take(runner: QueryRunner): Required<Pending> {
  const pending = runner.data as Pending;
  const { afterCommit = [], afterRollback = [] } = pending;
  pending.afterCommit = [];
  pending.afterRollback = [];
  return { afterCommit, afterRollback };
}

/** Runs what {@link onCommit} and {@link onRollback} registered. */
@EventSubscriber()
export class AfterCommitSubscriber implements EntitySubscriberInterface {
  private readonly logger = new Logger(AfterCommitSubscriber.name);

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (queryRunner.isTransactionActive) return; // why: a savepoint was released, the transaction goes on
    for (const callback of take(queryRunner).afterCommit) callback();
  }

  async afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): Promise<void> {
    if (queryRunner.isTransactionActive) return;
    const run: Run = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await queryRunner.query(sql, [...parameters], true)).records as Row[];
    for (const work of take(queryRunner).afterRollback) {
      await work(run).catch((error: unknown) => {
        this.logger.error(`after a rollback: ${String(error)}`);
      });
    }
  }
}
