import { Money, uuidv7 } from '@app/core';
import { BillingWorld } from '../testing/billing-world.fixture-spec';
import { LedgerProofService } from './ledger-proof.service';
import { SettlementService } from './settlement.service';

describe('the books', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    const plan = await world.plan(150_000n);
    const customer = await world.customer();
    await world.subscribe(customer, plan, '2025-09-01');
    await world.subscribe(await world.customer(), plan, '2025-11-01');
    await world.run('2025-11-01T00:05:00+07:00');
    const payment = { paymentId: uuidv7(), customerId: customer, method: 'TRANSFER' as const, receivedAt: new Date() };
    await world.app.get(SettlementService).settle({ ...payment, amount: Money.of(200_000n, 'IDR') });
  });
  afterAll(() => world.close());

  const prove = () => world.app.get(LedgerProofService).prove();

  /** Damage that the triggers would refuse. */
  const damage = async (sql: string): Promise<void> => {
    await world.database.transaction(async () => {
      await world.database.execute(`set local session_replication_role = replica`);
      await world.database.execute(sql);
    });
  };

  it('are proved when nothing is wrong', async () => {
    expect(await prove()).toMatchObject({ proved: true, violations: 0, invoices: 4, lines: 4, ledgerSum: 0n });
  });

  it.each([
    [
      'I1',
      `drop index uq_invoice_lines_charge; insert into invoice_lines select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'line_no', 99))).* from invoice_lines l limit 1`,
    ],
    ['I2', `update subscriptions set next_period_start = next_period_start + 31 where started_on = '2025-11-01'`],
    ['I2', `update invoice_lines set period_end = period_end + 1 where period_start = '2025-09-01'`],
    ['I2', `delete from invoice_lines where period_start = '2025-09-01'`],
    ['I3', `update invoices set seq = 99 where seq = 2`],
    ['I3', `update number_series set last_no = last_no + 1`],
    ['I4', `update ledger_entries set amount = amount + 1 where account = 'CASH.BANK'`],
    ['I4', `delete from ledger_entries where account = 'AR' and amount < 0`],
    ['I4', `delete from ledger_transactions where ref_type = 'INVOICE'`],
    ['I4', `update billing_accounts set deposit_amount = deposit_amount + 5`],
    ['I5', `update invoices set status = 'OPEN' where status = 'PAID'`],
    ['I5', `update invoice_lines set net_amount = net_amount - 1 where period_start = '2025-11-01'`],
  ])('find planted damage of %s: %s', async (invariant, sql) => {
    await damage(sql);
    const proof = await prove();
    expect(proof.proved).toBe(false);
    expect(proof.invariants.find((row) => row.invariant === invariant)?.violations).toBeGreaterThan(0);
    if (sql.startsWith('drop index')) {
      await world.reset();
      await world.database.execute(
        `create unique index uq_invoice_lines_charge on invoice_lines (subscription_id, period_start, charge_code)
          where subscription_id is not null`,
      );
    }
  });

  it.each([
    `update ledger_entries set amount = 1`,
    `delete from ledger_entries`,
    `update ledger_transactions set posted_on = '2025-01-01'`,
    `delete from ledger_transactions`,
    `update invoices set total_amount = total_amount + 1, net_amount = net_amount + 1`,
    `update invoices set customer = '{}'`,
    `delete from invoices`,
    `update invoice_lines set net_amount = 1`,
    `delete from invoice_lines`,
  ])('refuse: %s', async (sql) => {
    await expect(world.database.execute(sql)).rejects.toMatchObject({ driverError: { code: '23001' } });
    expect((await prove()).proved).toBe(true);
  });

  it('refuse a transaction that does not balance, and entries added later', async () => {
    const id = uuidv7();
    const unbalanced = world.database.transaction(async () => {
      await world.database.execute(
        `insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
         values ($1, 'TEST', $1, '2025-11-01', now(), 'IDR')`,
        [id],
      );
      await world.database.execute(
        `insert into ledger_entries (txn_id, posted_on, account, amount, currency)
         values ($1, '2025-11-01', 'AR', 5, 'IDR'), ($1, '2025-11-01', 'DEPOSIT', -4, 'IDR')`,
        [id],
      );
    });
    await expect(unbalanced).rejects.toThrow('does not balance');
    await expect(
      world.database.execute(
        `insert into ledger_entries (txn_id, posted_on, account, amount, currency)
         select id, posted_on, 'ROUNDING', 1, 'IDR' from ledger_transactions limit 1`,
      ),
    ).rejects.toThrow('only while it is being made');
  });
});
