import { Logger } from '@nestjs/common';
import { type EntitySubscriberInterface, EventSubscriber, type QueryRunner } from 'typeorm';

type Callback = () => void;
/** Rows of one parameterised statement, outside of any transaction. */
export type Run = <Row>(sql: string, parameters?: readonly unknown[]) => Promise<Row[]>;
type Work = (run: Run) => Promise<void>;

/** One statement with its values. */
export interface Statement {
  sql: string;
  parameters: readonly unknown[];
}

/** The statement that writes what was gathered in a transaction. */
export type StatementOf<T> = (items: readonly T[]) => Statement;

type Write = (statements: readonly Statement[]) => Promise<void>;

/** How what was gathered is written: by itself, or as the end of the transaction with its commit. */
export interface Writers {
  write: Write;
  commit: Write;
}

interface Pending {
  gathered?: Map<StatementOf<never>, unknown[]>;
  writers?: Writers;
  /** Writes what was gathered, the last statement and the end of the transaction. */
  commit?: Write;
  afterCommit?: Callback[];
  afterRollback?: Work[];
}

/** Registers something to run once, when the running transaction has committed; it is dropped when that rolls back. */
export function onCommit(runner: QueryRunner, callback: Callback): void {
  const pending = runner.data as Pending;
  const callbacks = (pending.afterCommit ??= []);
  if (!callbacks.includes(callback)) callbacks.push(callback);
}

/** Registers something to do once the running transaction has rolled back; it is dropped when that commits. */
export function onRollback(runner: QueryRunner, work: Work): void {
  const pending = runner.data as Pending;
  (pending.afterRollback ??= []).push(work);
}

/** Keeps items until the running transaction commits; they are dropped when that rolls back. */
export function gather<T>(
  runner: QueryRunner,
  writers: Writers,
  statementOf: StatementOf<T>,
  items: readonly T[],
): void {
  const pending = runner.data as Pending;
  const gathered = (pending.gathered ??= new Map<StatementOf<never>, unknown[]>());
  pending.writers = writers;
  const already = gathered.get(statementOf);
  if (already) already.push(...items);
  else gathered.set(statementOf, [...items]);
}

/** Leaves the end of the running transaction to `commit`; it is dropped when that rolls back. */
export function commitBy(runner: QueryRunner, commit: Write): void {
  if (isNested(runner)) throw new Error('a savepoint does not commit');
  (runner.data as Pending).commit = commit;
}

function gathered(runner: QueryRunner): Statement[] {
  const pending = runner.data as Pending;
  const statements = [...(pending.gathered ?? [])].map(([statementOf, items]) => statementOf(items as never[]));
  delete pending.gathered;
  return statements;
}

/** Writes what {@link gather} kept so far. */
export async function writeGathered(runner: QueryRunner): Promise<void> {
  const { gathered: some, writers } = runner.data as Pending;
  if (some) await writers?.write(gathered(runner));
}

function take(runner: QueryRunner): Required<Pick<Pending, 'afterCommit' | 'afterRollback'>> {
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
    const pending = queryRunner.data as Pending;
    if (isNested(queryRunner)) {
      await writeGathered(queryRunner);
      return;
    }
    const commit = pending.commit ?? (pending.gathered && pending.writers?.commit);
    delete pending.commit;
    await commit?.(gathered(queryRunner));
  }

  afterTransactionCommit({ queryRunner }: { queryRunner: QueryRunner }): void {
    if (queryRunner.isTransactionActive) return; // why: a savepoint was released, the transaction goes on
    for (const callback of take(queryRunner).afterCommit) callback();
  }

  async afterTransactionRollback({ queryRunner }: { queryRunner: QueryRunner }): Promise<void> {
    delete (queryRunner.data as Pending).gathered;
    if (queryRunner.isTransactionActive) return;
    delete (queryRunner.data as Pending).commit;
    const run: Run = async <Row>(sql: string, parameters: readonly unknown[] = []) =>
      (await queryRunner.query(sql, [...parameters], true)).records as Row[];
    for (const work of take(queryRunner).afterRollback) {
      await work(run).catch((error: unknown) => {
        this.logger.error(`after a rollback: ${String(error)}`);
      });
    }
  }
}

/** Is it a savepoint that is being left? */
const isNested = (runner: QueryRunner): boolean =>
  (runner as unknown as { transactionDepth: number }).transactionDepth > 1;
