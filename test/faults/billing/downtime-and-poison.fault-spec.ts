import { once } from 'node:events';
import { join } from 'node:path';
import { type INestApplicationContext } from '@nestjs/common';
import { BillingRunService, LedgerProofService } from '@app/billing';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { seedSql } from '../../bench/invoice-run/scene.sql';
import { useTestEnvironment } from '../../support/api-app';
import { AS_OF, bootBilling } from './billing-process';
import { figuresOf, startProcess, untilBilled } from './billing-processes';

const CUSTOMERS = 1_000;
const LINES = 1_500;

/** billing.md 4.4, on the scene of the bench: what else must not harm a billing run. */
describe('a billing run', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;

  const boot = async (env: Record<string, string> = {}, customers = CUSTOMERS): Promise<void> => {
    testDatabase = await createTestDatabase();
    useTestEnvironment({ database: testDatabase, env: { BILLING_BATCH_SIZE: '1000', ...env } });
    app = await bootBilling('billing-observer');
    database = app.get(Database);
    await database.transaction(async () => {
      for (const sql of seedSql(customers, 'gen_random_uuid()')) await database.execute(sql);
    });
  };
  afterEach(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const run = (asOf = AS_OF) => app.get(BillingRunService).run({ asOf, trigger: 'SCHEDULE', requestedBy: 'test' });
  const mustHold = async (): Promise<void> => {
    expect(await app.get(LedgerProofService).prove()).toMatchObject({ proved: true, violations: 0, ledgerSum: 0n });
  };

  /**
   * Milliseconds from an instant to the first statement of the last batch: `now()` of a transaction is its beginning, and a
   * batch begins by claiming.
   */
  const lastClaimAfter = async (told: Date): Promise<number> => {
    const row = await database.queryOne<{ at: Date }>('select max(created_at) as at from ledger_transactions');
    return (row?.at.getTime() ?? 0) - told.getTime();
  };

  it('F3 fired twice for the same tick bills everybody once', async () => {
    await boot({ BILLING_BATCH_SIZE: '50' }, 300);
    const outcomes = await Promise.all([run(), run()]);
    const billed = outcomes.reduce((sum, outcome) => sum + (outcome.run?.invoiceCount ?? 0), 0);
    expect(billed).toBe(300);
    expect(await figuresOf(database)).toEqual({ invoices: 300, lines: 450, top: 300n, due: 0 });
    expect((await run()).run).toBeNull();
    await mustHold();
  }, 120_000);

  it('F15 follows a customer into another zone in the middle of a period: no gap, no overlap, the same amounts', async () => {
    await boot({}, 20);
    await run();
    await database.execute(
      `update billing_accounts set time_zone = 'Asia/Jayapura' where customer_id in (select customer_id from invoices limit 10)`,
    );
    await database.execute(
      `update subscriptions s set next_bill_at = s.next_period_start::timestamp at time zone a.time_zone
         from billing_accounts a where a.customer_id = s.customer_id`,
    );
    const next = (await run(new Date('2025-12-01T00:05:00+07:00'))).run;
    expect(next?.invoiceCount).toBe(20);
    const rows = await database.query<{ n: number; amounts: number; starts: string }>(
      `select count(*)::int as n, count(distinct net_amount + tax_amount)::int as amounts,
              string_agg(period_start::text || '/' || period_end::text, ' ' order by period_start) as starts
         from invoice_lines group by subscription_id`,
    );
    expect(new Set(rows.map((row) => row.starts))).toEqual(new Set(['2025-11-01/2025-12-01 2025-12-01/2026-01-01']));
    expect(rows.every(({ n, amounts }) => n === 2 && amounts === 1)).toBe(true);
    await mustHold();
  }, 60_000);

  it('F16 after ten days of downtime over a month end bills each missed period once, today, with days to pay', async () => {
    await boot({}, 30);
    await run(new Date('2025-11-24T08:00:00+07:00'));
    const back = await run(new Date('2025-12-04T08:00:00+07:00'));
    expect(back.run).toMatchObject({ invoiceCount: 30, isCatchUp: true, parkedCount: 0 });
    const invoices = await database.query<{ issued: string; least: number; early: number }>(
      `select issued_on::text as issued, min(due_on - issued_on)::int as least,
              count(*) filter (where isolir_at < issued_on + interval '5 days')::int as early
         from invoices where run_id = $1 group by issued_on`,
      [back.run?.id],
    );
    expect(invoices).toEqual([{ issued: '2025-12-04', least: expect.any(Number) as number, early: 0 }]);
    expect(invoices[0]?.least).toBeGreaterThanOrEqual(5);
    expect((await run(new Date('2025-12-04T08:05:00+07:00'))).run).toBeNull();
    await mustHold();
  }, 60_000);

  it('F19 with one poisoned subscription in a batch of 1,000 bills 999, parks one and tells', async () => {
    await boot();
    await database.execute(`update subscriptions set status = 'ENDED', next_bill_at = null
                             where id in (select max(id::text)::uuid from subscriptions group by customer_id having count(*) = 2)`);
    const bad = (await database.queryOne<{ id: string }>(
      `select id from subscriptions where status = 'ACTIVE' limit 1`,
    ))!;
    await database.execute(
      `create function poison() returns trigger language plpgsql as $$
       begin
         if new.subscription_id = '${bad.id}' then raise exception 'poisoned' using errcode = 'check_violation'; end if;
         return new;
       end $$`,
    );
    await database.execute(
      `create trigger poison before insert on invoice_lines for each row execute function poison()`,
    );
    expect((await run()).run).toMatchObject({ state: 'COMPLETED', invoiceCount: CUSTOMERS - 1, parkedCount: 1 });
    expect(await database.query(`select subscription_id as id, code from parked_subscriptions`)).toEqual([
      { id: bad.id, code: 'WRITE_FAILED' },
    ]);
    expect(await database.query(`select key from alerts where key like 'billing.parked:%'`)).toHaveLength(1);
    await mustHold();
  }, 120_000);

  it('F21 that gets SIGTERM commits the batch in hand, claims no other and exits with 0', async () => {
    await boot({ BILLING_BATCH_SIZE: '10', BILLING_LANES: '2' });
    const child = await startProcess(join(__dirname, 'billing-worker-process.ts'));
    const ended = once(child, 'exit') as Promise<[number | null]>;
    await untilBilled(database, 20, () => child.exitCode === null);
    const at = performance.now();
    child.kill('SIGTERM');
    const told = (await database.queryOne<{ at: Date }>('select clock_timestamp() as at'))!.at;
    const [code] = await ended;
    expect(code).toBe(0);
    expect(performance.now() - at).toBeLessThan(10_000);
    expect(await lastClaimAfter(told)).toBeLessThanOrEqual(1_000);
    const { invoices, lines, top, due } = await figuresOf(database);
    expect({ gapless: Number(top), complete: lines + due }).toEqual({ gapless: invoices, complete: LINES });
    expect(invoices).toBeLessThan(CUSTOMERS);
    expect(await database.query(`select state from billing_runs`)).toEqual([{ state: 'STOPPED' }]);
    await mustHold();
    await run();
    expect(await figuresOf(database)).toEqual({ invoices: CUSTOMERS, lines: LINES, top: BigInt(CUSTOMERS), due: 0 });
    await mustHold();
  }, 120_000);
});
