import { type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { BillingRunService, LedgerProofService } from '@app/billing';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { seedSql } from '../../bench/invoice-run/scene.sql';
import { useTestEnvironment } from '../../support/api-app';
import { AS_OF, bootBilling } from './billing-process';
import { figuresOf, startProcess, untilBilled } from './billing-processes';

const CUSTOMERS = 600;
const LINES = 900;
const KILLS = 20;
/** What twenty first batches of fresh processes may cost on a loaded machine, whatever the run does. */
const NOISE_MS = 60_000;

/** F1 and F2 of billing.md 4.4: whatever dies in the middle, nobody is billed twice, no number is lost, the books hold. */
describe('a billing run that is killed', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;

  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    useTestEnvironment({ database: testDatabase, env: { BILLING_BATCH_SIZE: '10', BILLING_LANES: '2' } });
    app = await bootBilling('billing-observer');
    database = app.get(Database);
    await database.transaction(async () => {
      for (const sql of seedSql(CUSTOMERS, 'gen_random_uuid()')) await database.execute(sql);
    });
  });
  afterEach(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const figures = () => figuresOf(database);

  const mustHold = async (): Promise<void> => {
    const proof = await app.get(LedgerProofService).prove();
    expect(proof).toMatchObject({ proved: true, violations: 0, ledgerSum: 0n });
    const { invoices, lines, top, due } = await figures();
    expect({ gapless: Number(top ?? 0n), everyLineOrDue: lines + due }).toEqual({
      gapless: invoices,
      everyLineOrDue: LINES,
    });
  };

  const startChild = (): Promise<ChildProcess> => startProcess(join(__dirname, 'billing-process.ts'));

  /** The server notices a dead client only when it next talks to it. */
  const untilGone = async (): Promise<void> => {
    for (;;) {
      const row = await database.queryOne<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity where application_name = 'billing-child' and datname = current_database()`,
      );
      if (row?.n === 0) return;
      await sleep(20);
    }
  };

  /** The same run on a database of its own, killed by nobody. */
  const undisturbedMs = async (): Promise<number> => {
    const other = await createTestDatabase();
    useTestEnvironment({ database: other, env: { BILLING_BATCH_SIZE: '10', BILLING_LANES: '2' } });
    const fresh = await bootBilling('billing-undisturbed');
    try {
      await fresh.get(Database).transaction(async () => {
        for (const sql of seedSql(CUSTOMERS, 'gen_random_uuid()')) await fresh.get(Database).execute(sql);
      });
      const start = performance.now();
      await fresh.get(BillingRunService).run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'undisturbed' });
      return performance.now() - start;
    } finally {
      await fresh.close();
      await other.drop();
    }
  };

  it(`F1 ${KILLS} times by SIGKILL is finished by the next one, as if nothing had happened`, async () => {
    let [interrupted, workingMs] = [0, 0];
    const timed = async <T>(act: () => Promise<T>): Promise<T> => {
      const start = performance.now();
      const result = await act();
      workingMs += performance.now() - start;
      return result;
    };
    for (let n = 0; n < KILLS; n++) {
      const child = await startChild();
      const before = (await figures()).invoices;
      await timed(() => untilBilled(database, before + randomInt(1, 25), () => child.exitCode === null));
      child.kill('SIGKILL');
      await untilGone();
      await mustHold();
      const { invoices } = await figures();
      if (invoices > before && invoices < CUSTOMERS) interrupted++;
    }
    expect(interrupted).toBeGreaterThan(0);
    const resume = { asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'resume' } as const;
    await timed(() => app.get(BillingRunService).run(resume));
    expect(await figures()).toEqual({ invoices: CUSTOMERS, lines: LINES, top: BigInt(CUSTOMERS), due: 0 });
    await mustHold();
    // the time of the runs, without the boot of processes: at most twice that of one that nobody kills
    expect(workingMs).toBeLessThan(Math.max(2 * (await undisturbedMs()), NOISE_MS));
    const again = await app.get(BillingRunService).run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'again' });
    expect(again.run).toBeNull();
  }, 900_000);

  it('F3 side by side with another process, of which one dies, bills everybody once', async () => {
    const [victim, other] = await Promise.all([startChild(), startChild()]);
    await untilBilled(database, randomInt(1, 150), () => victim.exitCode === null);
    victim.kill('SIGKILL');
    if (other.exitCode === null) await once(other, 'exit');
    await app.get(BillingRunService).run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'resume' });
    expect(await figures()).toEqual({ invoices: CUSTOMERS, lines: LINES, top: BigInt(CUSTOMERS), due: 0 });
    await mustHold();
  }, 60_000);

  it('F2 by the loss of its connections parks nobody, and the next run goes on', async () => {
    let over = false;
    const cut = async (): Promise<void> => {
      await untilBilled(database, randomInt(1, 100), () => !over);
      await database.execute(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'billing-observer' and pid <> pg_backend_pid()`,
      );
    };
    const run = app
      .get(BillingRunService)
      .run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'cut' })
      .finally(() => {
        over = true;
      });
    const [outcome] = await Promise.allSettled([run, cut()]);
    expect(outcome.status).toBe('rejected');
    await mustHold();
    expect(await database.query(`select 1 from parked_subscriptions`)).toEqual([]);
    await app.get(BillingRunService).run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy: 'resume' });
    expect(await figures()).toMatchObject({ invoices: CUSTOMERS, due: 0 });
    await mustHold();
  }, 60_000);
});
