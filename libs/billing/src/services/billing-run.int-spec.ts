import { BillingWorld } from '../testing/billing-world.fixture-spec';
import { BillingPreviewService } from './billing-preview.service';
import { BillingRunService } from './billing-run.service';

const count = async (world: BillingWorld, table: string): Promise<number> =>
  (await world.database.queryOne<{ n: number }>(`select count(*)::int as n from ${table}`))!.n;

describe('the billing run', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create({ BILLING_BATCH_SIZE: '7', BILLING_LANES: '2' });
  });
  beforeEach(() => world.reset());
  afterAll(() => world.close());

  const seed = async (customers: number): Promise<void> => {
    const plans = [await world.plan(150_000n), await world.plan(100_000n, { taxCode: 'PPN_INCLUSIVE' })];
    for (let i = 0; i < customers; i++) {
      const customer = await world.customer();
      await world.subscribe(customer, plans[i % 2]!, '2025-11-01');
      if (i % 2 === 0) await world.subscribe(customer, plans[1]!, '2025-11-01');
    }
  };

  it('makes one consolidated invoice per customer, numbers without gaps, balanced', async () => {
    await seed(20);
    const run = await world.run('2025-11-01T00:05:00+07:00');
    expect(run).toMatchObject({ state: 'COMPLETED', invoiceCount: 20, lineCount: 30, parkedCount: 0 });
    const invoices = await world.invoices();
    expect(invoices.map((invoice) => Number(invoice.seq))).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(invoices[0]).toMatchObject({
      number: 'INV/JKT/2025/11/000001',
      billKey: 'R:2025-11-01',
      issuedOn: '2025-11-01',
      dueOn: '2025-11-11',
      isolirAt: new Date('2025-11-14T17:00:00Z'),
    });
    expect(await count(world, "outbox_events where topic = 'billing.invoice.issued.v1'")).toBe(20);
    await world.mustHold();
  });

  it('requirement 8: executed twice writes nothing the second time', async () => {
    await seed(10);
    await world.run('2025-11-01T00:05:00+07:00');
    const before = await Promise.all(
      ['invoices', 'invoice_lines', 'ledger_entries', 'billing_runs'].map((t) => count(world, t)),
    );
    expect(await world.run('2025-11-01T00:10:00+07:00')).toBeNull();
    const after = await Promise.all(
      ['invoices', 'invoice_lines', 'ledger_entries', 'billing_runs'].map((t) => count(world, t)),
    );
    expect(after).toEqual(before);
    await world.mustHold();
  });

  it('executed side by side bills each customer once', async () => {
    await seed(40);
    const runs = await Promise.all([1, 2, 3].map(() => world.run('2025-11-01T00:05:00+07:00')));
    expect(runs.reduce((sum, run) => sum + (run?.invoiceCount ?? 0), 0)).toBe(40);
    expect(await world.invoices()).toHaveLength(40);
    await world.mustHold();
  });

  it('bills nobody before his local day begins', async () => {
    const plan = await world.plan(150_000n);
    await world.subscribe(await world.customer('Asia/Jayapura'), plan, '2025-11-01');
    await world.subscribe(await world.customer('Asia/Jakarta'), plan, '2025-11-01');
    expect(await world.run('2025-11-01T00:05:00+09:00')).toMatchObject({ invoiceCount: 1 });
    expect(await world.run('2025-11-01T00:05:00+07:00')).toMatchObject({ invoiceCount: 1 });
    expect((await world.invoices()).map((invoice) => invoice.issuedOn)).toEqual(['2025-11-01', '2025-11-01']);
  });

  it('catches up: one invoice per missed period, all issued today, none due before the minimum (X10)', async () => {
    const customer = await world.customer();
    await world.subscribe(customer, await world.plan(150_000n), '2025-08-01');
    await world.run('2025-11-02T09:00:00+07:00');
    const invoices = await world.invoices(customer);
    expect(invoices.map((invoice) => invoice.billKey)).toEqual([
      'R:2025-08-01',
      'R:2025-09-01',
      'R:2025-10-01',
      'R:2025-11-01',
    ]);
    expect(new Set(invoices.map((invoice) => invoice.issuedOn))).toEqual(new Set(['2025-11-02']));
    expect(invoices.every((invoice) => invoice.dueOn >= '2025-11-07')).toBe(true);
    await world.mustHold();
  });

  it('walks a year with anchor 31', async () => {
    const customer = await world.customer();
    const id = await world.subscribe(customer, await world.plan(150_000n), '2025-01-31', 31);
    for (let day = new Date('2025-01-31T01:00:00+07:00'); day < new Date('2026-02-01T00:00:00Z');) {
      await world.run(day.toISOString());
      day = new Date(day.getTime() + 5 * 86_400_000);
    }
    const lines = await world.database.query<{ period_start: string; net: bigint }>(
      `select period_start, net_amount as net from invoice_lines where subscription_id = $1 order by period_start`,
      [id],
    );
    const starts = '01-31 02-28 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31 01-31';
    expect(lines.map((line) => line.period_start.slice(5)).join(' ')).toBe(starts);
    expect(lines.every((line) => line.net === 150_000n)).toBe(true);
    await world.mustHold();
  });

  it('charges a stub, and the price that is valid on its first day', async () => {
    const customer = await world.customer();
    await world.subscribe(customer, await world.plan(150_000n), '2025-11-16');
    await world.run('2025-11-16T00:05:00+07:00');
    expect((await world.invoices(customer)).map((invoice) => invoice.total)).toEqual([83_250n]);
  });

  it('moves the pointer of a free plan without an invoice or a number', async () => {
    const customer = await world.customer();
    const id = await world.subscribe(customer, await world.plan(0n), '2025-11-01');
    await world.run('2025-11-01T00:05:00+07:00');
    expect(await world.invoices()).toEqual([]);
    expect(await count(world, 'number_series')).toBe(0);
    const row = await world.database.queryOne(`select next_period_start::text as p from subscriptions where id = $1`, [
      id,
    ]);
    expect(row).toEqual({ p: '2025-12-01' });
  });

  it('parks what cannot be computed and bills the rest, also of the same customer', async () => {
    await seed(10);
    const customer = await world.customer();
    const unpriced = await world.plan(150_000n);
    await world.database.execute(`delete from plan_prices where plan_id = $1`, [unpriced]);
    const good = await world.plan(200_000n);
    const id = await world.subscribe(customer, good, '2025-11-01');
    const bad = await world.subscribe(customer, good, '2025-11-01');
    await world.database.execute(`update subscriptions set plan_id = $2 where id = $1`, [bad, unpriced]);
    expect(await world.run('2025-11-01T00:05:00+07:00')).toMatchObject({ invoiceCount: 11, parkedCount: 1 });
    const parked = await world.database.query(`select subscription_id as id, code from parked_subscriptions`);
    expect(parked).toEqual([{ id: bad, code: 'NO_PRICE' }]);
    expect(id).not.toBe(bad);
    await world.mustHold();
  });

  it('hunts a row that the database refuses down to its subscription', async () => {
    await seed(20);
    const customer = await world.customer();
    const plan = await world.plan(200_000n);
    await world.subscribe(customer, plan, '2025-11-01');
    const bad = await world.subscribe(customer, plan, '2025-11-01');
    await world.database.execute(
      `create function poison() returns trigger language plpgsql as $$
       begin
         if new.subscription_id = '${bad}' then raise exception 'poisoned' using errcode = 'check_violation'; end if;
         return new;
       end $$`,
    );
    await world.database.execute(
      `create trigger poison before insert on invoice_lines for each row execute function poison()`,
    );
    expect(await world.run('2025-11-01T00:05:00+07:00')).toMatchObject({
      state: 'COMPLETED',
      invoiceCount: 21,
      parkedCount: 1,
    });
    expect(await world.database.query(`select subscription_id as id, code, reason from parked_subscriptions`)).toEqual([
      { id: bad, code: 'WRITE_FAILED', reason: 'poisoned' },
    ]);
    await world.database.execute(`drop trigger poison on invoice_lines`);
    expect(await world.run('2025-11-01T00:10:00+07:00')).toBeNull();
    await world.database.execute(`update subscriptions set parked = false where id = $1`, [bad]);
    expect(await world.run('2025-11-01T00:15:00+07:00')).toMatchObject({ invoiceCount: 1 });
    const keys = (await world.invoices(customer)).map((invoice) => invoice.billKey);
    expect(keys).toEqual(['R:2025-11-01', 'R:2025-11-01:2']);
    await world.mustHold();
  });

  it('parks more than 24 missed periods and does not guess', async () => {
    await world.subscribe(await world.customer(), await world.plan(150_000n), '2023-01-01');
    expect(await world.run('2025-11-02T09:00:00+07:00')).toMatchObject({ invoiceCount: 0, parkedCount: 1 });
  });

  it('previews what it will do and writes nothing', async () => {
    await seed(20);
    const asOf = new Date('2025-11-01T00:05:00+07:00');
    const preview = await world.app.get(BillingPreviewService).previewRun({ asOf });
    expect(await count(world, 'invoices')).toBe(0);
    expect(await count(world, 'number_series')).toBe(0);
    expect(await count(world, 'billing_runs')).toBe(0);
    const run = await world.run(asOf.toISOString());
    expect(preview).toMatchObject({ customerCount: 20, invoiceCount: run?.invoiceCount, lineCount: run?.lineCount });
    expect(preview.totals[0]?.total).toBe(run?.totalAmount);
  });

  it('stops claiming when it is told to, keeps what is committed, and goes on later', async () => {
    await seed(40);
    const stop = new AbortController();
    const outcome = await world.app.get(BillingRunService).run({
      asOf: new Date('2025-11-01T00:05:00+07:00'),
      trigger: 'SCHEDULE',
      requestedBy: 'test',
      signal: stop.signal,
      onProgress: () => {
        stop.abort();
        return Promise.resolve();
      },
    });
    expect(outcome.run?.state).toBe('STOPPED');
    expect(outcome.run?.invoiceCount).toBeLessThan(40);
    await world.mustHold();
    await world.run('2025-11-01T00:10:00+07:00');
    expect(await world.invoices()).toHaveLength(40);
    await world.mustHold();
  });

  it('refuses a time that went back or lies ahead', async () => {
    await seed(1);
    await world.run('2025-11-01T00:05:00+07:00');
    await expect(world.run('2025-10-01T00:05:00+07:00')).rejects.toThrow('BILLING_AS_OF_WENT_BACK');
    await expect(world.run('2999-10-01T00:05:00+07:00')).rejects.toThrow('BILLING_AS_OF_IN_FUTURE');
  });
});
