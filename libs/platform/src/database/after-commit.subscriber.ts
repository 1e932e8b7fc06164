import { type EntitySubscriberInterface, EventSubscriber, type QueryRunner } from 'typeorm';

const CALLBACKS = 'afterCommit';
type Callback = () => void;

/** Registers something to run once the running transaction has committed; it is dropped when that rolls back. */
export function onCommit(runner: QueryRunner, callback: Callback): void {
  const data = runner.data as Record<string, Callback[] | undefined>;
  (data[CALLBACKS] ??= []).push(callback);
}

function take(runner: QueryRunner): Callback[] {
  const data = runner.data as Record<string, Callback[] | undefined>;
  const callbacks = data[CALLBACKS] ?? [];
  data[CALLBACKS] = [];
  return callbacks;
}

/** Runs what {@link onCommit} registered. */
@EventSubscriber()
export class AfterCommitSubscriber implements EntitySubscriberInterface {
  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (queryRunner.isTransactionActive) return; // why: a savepoint was released, the transaction goes on
    for (const callback of take(queryRunner)) callback();
  }

  afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (!queryRunner.isTransactionActive) take(queryRunner);
  }
}
