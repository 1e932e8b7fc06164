import { Logger } from '@nestjs/common';
import { type EntitySubscriberInterface, EventSubscriber, type QueryRunner } from 'typeorm';
import { together } from './together';

type Callback = () => void;
/** Rows of one parameterised statement, outside of any transaction. */
export type Run = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;
type Work = (run: Run) => Promise<void>;

/** Writes what was gathered in a transaction. */
export type Write<T> = (items: readonly T[]) => Promise<void>;

interface Pending {
  gathered?: Map<Write<never>, unknown[]>;
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

/** Keeps items until right before the running transaction commits; they are dropped when that rolls back. */
export function gather<T>(runner: QueryRunner, write: Write<T>, items: readonly T[]): void {
  const pending = runner.data as Pending;
  const gathered = (pending.gathered ??= new Map<Write<never>, unknown[]>());
  const already = gathered.get(write);
  if (already) already.push(...items);
  else gathered.set(write, [...items]);
}

/** Writes what {@link gather} kept so far. */
export async function writeGathered(runner: QueryRunner): Promise<void> {
  const pending = runner.data as Pending;
  const gathered = [...(pending.gathered ?? [])];
  delete pending.gathered;
  await together(gathered.map(([write, items]) => write(items as never[])));
}

function take(runner: QueryRunner): Required<Omit<Pending, 'gathered'>> {
  const pending = runner.data as Pending;
  const { afterCommit = [], afterRollback = [] } = pending;
  pending.afterCommit = [];
  pending.afterRollback = [];
  return { afterCommit, afterRollback };
}

/** Runs what {@link gather}, {@link onCommit} and {@link onRollback} registered. */
@EventSubscriber()
export class AfterCommitSubscriber implements EntitySubscriberInterface {
  private readonly logger = new Logger(AfterCommitSubscriber.name);

  /** What was gathered before a savepoint does not vanish with it. */
  async beforeTransactionStart({ queryRunner }: { queryRunner: QueryRunner }): Promise<void> {
    await writeGathered(queryRunner);
  }

  async beforeTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): Promise<void> {
    await writeGathered(queryRunner);
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (queryRunner.isTransactionActive) return; // why: a savepoint was released, the transaction goes on
    for (const callback of take(queryRunner).afterCommit) callback();
  }

  async afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): Promise<void> {
    delete (queryRunner.data as Pending).gathered;
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
