import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ClsService } from 'nestjs-cls';
import { BillingConfig } from '@app/billing';
import { localDate, Money, uuidv7 } from '@app/core';
import { type Actor, CurrentActor, Database, PlatformModule, siteScope } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type PaymentWithAllocations } from '../domain/payment';
import { PaymentsConfig } from '../payments.config';
import { PaymentsModule } from '../payments.module';
import { PaymentsService } from './payments.service';
import { type RecordPaymentCommand, RecordPaymentService } from './record-payment.service';

const rupiah = (amount: bigint): Money => Money.of(amount, 'IDR');

describe('recording a payment', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let site: { id: string; code: string };
  let otherSite: { id: string; code: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    process.env.DATABASE_URL = testDatabase.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    app = await Test.createTestingModule({
      imports: [PlatformModule.forRoot('payments-test', [BillingConfig, PaymentsConfig]), PaymentsModule],
    }).compile();
    await app.init();
    database = app.get(Database);
    site = await saveSite('JKT');
    otherSite = await saveSite('DPS');
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });
  afterEach(() => expectInvariants(database));

  async function saveSite(code: string): Promise<{ id: string; code: string }> {
    const id = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, $2, $2, 'Asia/Jakarta')`, [
      id,
      code,
    ]);
    return { id, code };
  }

  /** A customer with one open invoice per amount, the oldest first. */
  async function saveDebtor(amounts: readonly bigint[], at = site): Promise<{ id: string; invoices: string[] }> {
    const id = uuidv7();
    await database.execute(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, $3, 'Siti', 'Asia/Jakarta')`,
      [id, at.id, `P${id.slice(-12)}`],
    );
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      [id, at.id],
    );
    const invoices: string[] = [];
    for (const [month, amount] of amounts.entries()) invoices.push(await saveInvoice(id, at.id, month + 1, amount));
    return { id, invoices };
  }

  async function saveInvoice(customerId: string, siteId: string, month: number, amount: bigint): Promise<string> {
    const id = uuidv7();
    const dueOn = localDate(`2026-0${month}-10`);
    await database.transaction(async () => {
      await database.execute(
        `insert into invoices (id, site_id, customer_id, series, seq, number, bill_key, currency, net_amount, tax_amount,
                               total_amount, issued_on, due_on, overdue_at, isolir_at, customer)
         values ($1, $2, $3, $4, 1, $4, $4, 'IDR', $5, 0, $5, $6::date, $6::date, $6::date, $6::date, '{}')`,
        [id, siteId, customerId, `INV/${id}`, amount, dueOn],
      );
      await database.execute(
        `insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
         values ($1, 'INVOICE', $1, $2::date, $2::date, 'IDR')`,
        [id, dueOn],
      );
      await database.execute(
        `insert into ledger_entries (txn_id, posted_on, account, customer_id, amount, currency)
         values ($1, $2, 'AR', $3, $4, 'IDR'), ($1, $2, 'REVENUE.INTERNET', $3, $5, 'IDR')`,
        [id, dueOn, customerId, amount, -amount],
      );
    });
    return id;
  }

  /** Records as somebody of these sites (null: all) and reads what stands. */
  async function record(
    command: RecordPaymentCommand,
    as = { id: 'budi', siteIds: null as string[] | null },
  ): Promise<PaymentWithAllocations> {
    const actor: Actor = {
      kind: 'user',
      id: as.id,
      name: 'Budi',
      permissions: new Set(),
      scope: siteScope(as.siteIds ?? 'all'),
    };
    return app.get(ClsService).run(async () => {
      app.get(CurrentActor).set(actor);
      return app.get(PaymentsService).get(await app.get(RecordPaymentService).record(command));
    });
  }

  const count = async (sql: string, ...parameters: unknown[]): Promise<number> =>
    (await database.queryOne<{ n: number }>(`select count(*)::int as n from ${sql}`, parameters))?.n ?? -1;

  it('settles the oldest debt first, keeps the rest as deposit and numbers the receipt', async () => {
    const debtor = await saveDebtor([100_000n, 150_000n]);
    const payment = await record({ customerId: debtor.id, amount: rupiah(300_000n), method: 'CASH' });
    expect(payment.allocations.map(({ invoiceId, amount, remaining }) => ({ invoiceId, amount, remaining }))).toEqual([
      { invoiceId: debtor.invoices[0], amount: 100_000n, remaining: 0n },
      { invoiceId: debtor.invoices[1], amount: 150_000n, remaining: 0n },
    ]);
    expect(payment).toMatchObject({ depositAmount: 50_000n, recordedByName: 'Budi', siteId: site.id });
    expect(payment.number).toMatch(/^KW\/JKT\/\d{4}\/\d{2}\/00001$/);
    expect(await count(`outbox_events where topic = 'payments.payment.recorded.v1' and key = $1`, payment.id)).toBe(1);
    const receipt = await app.get(PaymentsService).receipt(payment.id, 'id');
    expect(receipt).toContain('Rp 300.000');
  });

  it('settles the named invoice before older ones', async () => {
    const debtor = await saveDebtor([100_000n, 150_000n]);
    const [older, named] = debtor.invoices;
    const amount = rupiah(160_000n);
    const payment = await record({ customerId: debtor.id, amount, method: 'TRANSFER', invoiceId: named! });
    const byInvoice = new Map(payment.allocations.map((part) => [part.invoiceId, part]));
    expect(byInvoice.get(named!)).toMatchObject({ amount: 150_000n, remaining: 0n });
    expect(byInvoice.get(older!)).toMatchObject({ amount: 10_000n, remaining: 90_000n });
  });

  it('makes one payment of 20 identical requests in parallel', async () => {
    const debtor = await saveDebtor([100_000n]);
    const amount = rupiah(100_000n);
    const all = await Promise.all(
      Array.from({ length: 20 }, () =>
        record({ customerId: debtor.id, amount, method: 'CASH', idempotencyKey: 'double-tap' }),
      ),
    );
    expect(new Set(all.map((payment) => payment.id)).size).toBe(1);
    expect(await count('payments where customer_id = $1', debtor.id)).toBe(1);
    expect(
      await count(`ledger_transactions t join payments p on p.id = t.ref_id where p.customer_id = $1`, debtor.id),
    ).toBe(1);
  });

  it('gives a key to each caller, and refuses it for another payment', async () => {
    const debtor = await saveDebtor([100_000n]);
    const command = { customerId: debtor.id, amount: rupiah(10_000n), method: 'CASH', idempotencyKey: 'mine' } as const;
    const first = await record(command);
    const others = await record(command, { id: 'wati', siteIds: null });
    expect(others.id).not.toBe(first.id);
    await expect(record({ ...command, amount: rupiah(10_001n) })).rejects.toMatchObject({
      code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED',
    });
    expect(await count('payments where customer_id = $1', debtor.id)).toBe(2);
  });

  it('joins the transaction of its caller, and vanishes with it', async () => {
    const debtor = await saveDebtor([100_000n]);
    const command = {
      customerId: debtor.id,
      amount: rupiah(100_000n),
      method: 'CASH',
      idempotencyKey: 'joined',
    } as const;
    const undone = database.transaction(async () => {
      const [first, again] = [await record(command), await record(command)];
      expect(again.id).toBe(first.id);
      throw new Error('the caller changed its mind');
    });
    await expect(undone).rejects.toThrow('changed its mind');
    expect(await count('payments where customer_id = $1', debtor.id)).toBe(0);
    expect(await count(`invoices where customer_id = $1 and status = 'OPEN'`, debtor.id)).toBe(1);
  });

  it('I3 numbers receipts without a gap, however many of their neighbours roll back', async () => {
    const debtor = await saveDebtor([100_000n]);
    const one = async (n: number): Promise<void> => {
      await database.transaction(async () => {
        await record({ customerId: debtor.id, amount: rupiah(1_000n), method: 'CASH' });
        if (n % 3 === 0) throw new Error('rolled back');
      });
    };
    const tries = await Promise.allSettled(Array.from({ length: 30 }, (_, n) => one(n)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    const series = await database.query(
      `select p.series, count(*)::int as receipts, max(p.seq)::int as top, max(n.last_no)::int as last
         from payments p join number_series n using (series) group by p.series
        having count(*) <> max(p.seq) or max(n.last_no) <> max(p.seq)`,
    );
    expect(series).toEqual([]);
  });

  it('allocates two different payments in parallel without paying an invoice twice', async () => {
    const debtor = await saveDebtor([100_000n, 150_000n]);
    const amounts = [120_000n, 140_000n];
    const payments = await Promise.all(
      amounts.map((amount) => record({ customerId: debtor.id, amount: rupiah(amount), method: 'CASH' })),
    );
    const allocated = payments.flatMap((payment) => payment.allocations.map((part) => part.amount));
    expect(allocated.reduce((a, b) => a + b, 0n)).toBe(250_000n);
    expect(payments.map((payment) => payment.depositAmount).sort()).toEqual([0n, 10_000n]);
    expect(await count(`invoices where customer_id = $1 and status = 'PAID'`, debtor.id)).toBe(2);
  });

  it.each([[0n], [-150_000n]])('refuses an amount of %s and changes nothing', async (amount) => {
    const debtor = await saveDebtor([100_000n]);
    const refused = record({ customerId: debtor.id, amount: rupiah(amount), method: 'CASH' });
    await expect(refused).rejects.toMatchObject({ code: 'PAYMENTS_AMOUNT_NOT_POSITIVE', kind: 'rule' });
    expect(await count('payments where customer_id = $1', debtor.id)).toBe(0);
  });

  it('refuses another currency, a future and a far past', async () => {
    const debtor = await saveDebtor([100_000n]);
    const base = { customerId: debtor.id, amount: rupiah(1n), method: 'CASH' } as const;
    const day = 86_400_000;
    const soon = new Date(Date.now() + day);
    const long = new Date(Date.now() - 91 * day);
    await expect(record({ ...base, amount: Money.of(1n, 'USD') })).rejects.toMatchObject({
      code: 'PAYMENTS_CURRENCY_MISMATCH',
    });
    await expect(record({ ...base, receivedAt: soon })).rejects.toMatchObject({ code: 'PAYMENTS_RECEIVED_IN_FUTURE' });
    await expect(record({ ...base, receivedAt: long })).rejects.toMatchObject({
      code: 'PAYMENTS_RECEIVED_TOO_LONG_AGO',
    });
    expect(await count('payments where customer_id = $1', debtor.id)).toBe(0);
  });

  it('knows neither strangers nor customers, payments and keys of other sites', async () => {
    const debtor = await saveDebtor([100_000n], otherSite);
    const command = { customerId: debtor.id, amount: rupiah(1_000n), method: 'CASH' } as const;
    const jakarta = { id: 'budi', siteIds: [site.id] };
    await expect(record({ ...command, customerId: uuidv7() })).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    await expect(record(command, jakarta)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    const { id } = await record(command, { id: 'made', siteIds: [otherSite.id] });
    const asJakarta = app.get(ClsService).run(async () => {
      app.get(CurrentActor).set({
        kind: 'user',
        id: 'budi',
        name: 'B',
        permissions: new Set(),
        scope: siteScope([site.id]),
      });
      expect((await app.get(PaymentsService).list({ limit: 200 })).items.map((payment) => payment.id)).not.toContain(
        id,
      );
      return app.get(PaymentsService).get(id);
    });
    await expect(asJakarta).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
  });

  it('refuses the invoice of somebody else', async () => {
    const [debtor, stranger] = [await saveDebtor([100_000n]), await saveDebtor([100_000n])];
    const amount = rupiah(100_000n);
    const refused = record({ customerId: debtor.id, amount, method: 'CASH', invoiceId: stranger.invoices[0]! });
    await expect(refused).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    expect(await count(`invoices where customer_id = any ($1) and status = 'PAID'`, [debtor.id, stranger.id])).toBe(0);
  });

  it('pages its list by the keyset and filters it', async () => {
    const debtor = await saveDebtor([]);
    for (const amount of [1n, 2n, 3n]) {
      await record({ customerId: debtor.id, amount: rupiah(amount), method: amount === 2n ? 'TRANSFER' : 'CASH' });
    }
    const payments = app.get(PaymentsService);
    const first = await payments.list({ customerId: debtor.id, limit: 2 });
    const second = await payments.list({ customerId: debtor.id, limit: 2, cursor: first.nextCursor! });
    expect([...first.items, ...second.items].map((payment) => payment.amount)).toEqual([3n, 2n, 1n]);
    expect(second.nextCursor).toBeNull();
    const transfers = await payments.list({ customerId: debtor.id, method: 'TRANSFER', limit: 50, withTotal: true });
    expect(transfers).toMatchObject({ total: 1, items: [{ amount: 2n }] });
  });
});

/** billing.md 4.3: what holds at any moment. */
async function expectInvariants(database: Database): Promise<void> {
  const broken = await database.query<{ rule: string }>(`
    select 'I3 ' || s.series as rule from number_series s
      left join (select series, count(*) n, max(seq) top from payments group by series) p using (series)
     where s.series like 'KW/%' and (s.last_no <> coalesce(p.n, 0) or s.last_no <> coalesce(p.top, 0))
    union all
    select 'I4 txn ' || txn_id from ledger_entries group by txn_id having sum(amount) <> 0
    union all
    select 'I4 AR ' || c.id from customers c
     where (select coalesce(sum(amount), 0) from ledger_entries e where e.customer_id = c.id and e.account = 'AR')
        <> (select coalesce(sum(total_amount - paid_amount - credited_amount), 0) from invoices i
             where i.customer_id = c.id and i.status = 'OPEN')
    union all
    select 'I4 deposit ' || b.customer_id from billing_accounts b
     where -b.deposit_amount <> (select coalesce(sum(amount), 0) from ledger_entries e
                                  where e.customer_id = b.customer_id and e.account = 'DEPOSIT')
    union all
    select 'I5 ' || number from invoices where paid_amount + credited_amount not between 0 and total_amount
    union all
    select 'I6 ' || p.number from payments p
     where p.amount <> p.deposit_amount
       + (select coalesce(sum(amount), 0) from payment_allocations a where a.payment_id = p.id)
    union all
    select 'paid ' || i.number from invoices i
     where i.paid_amount <> (select coalesce(sum(amount), 0) from payment_allocations a where a.invoice_id = i.id)`);
  expect(broken.map((row) => row.rule)).toEqual([]);
}
