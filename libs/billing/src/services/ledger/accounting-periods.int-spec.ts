import { localDate, Money, uuidv7 } from '@app/core';
import { fakeActor, runAs } from '@app/testing';
import { Approvals } from '@app/iam';
import { BillingWorld } from '../../testing/billing-world.fixture-spec';
import { InvoiceDrafts } from '../documents/drafts.service';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';
import { SettlementService } from '../settlement.service';
import { AccountingPeriods } from './accounting-periods.service';
import { CustomerStatements } from './customer-statements.service';

describe('accounting periods and statements', () => {
  let world: BillingWorld;

  beforeAll(async () => {
    world = await BillingWorld.create();
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute('truncate accounting_periods');
  });
  afterAll(() => world.close());

  const periods = () => world.app.get(AccountingPeriods);
  const closed = async (...months: string[]) => {
    for (const month of months) await periods().close(month);
  };
  /** Invoices of October and November, paid in full; the payment is posted today. */
  const history = async (): Promise<string> => {
    const customer = await world.customer();
    await world.subscribe(customer, await world.plan(150_000n), '2025-10-01');
    await world.run('2025-10-01T00:05:00+07:00');
    await world.run('2025-11-01T00:05:00+07:00');
    await world.app.get(SettlementService).settle({
      ...{ paymentId: uuidv7(), customerId: customer, amount: Money.of(400_000n, 'IDR'), method: 'CASH' as const },
      receivedAt: new Date('2025-11-05T03:00:00Z'),
    });
    return customer;
  };
  const refused = (reason: RegExp) => ({
    code: 'BILLING_PERIOD_STATE',
    params: { reason: expect.stringMatching(reason) as string },
  });

  it('close in order, once over, without drafts, proved; and keep their figures', async () => {
    const customer = await history();
    const now = (await world.database.queryOne<{ month: string }>(`select to_char(app_now(), 'YYYY-MM') as month`))!
      .month;
    await expect(periods().close(now)).rejects.toMatchObject(refused(/not over/));
    await expect(periods().close('2025-11')).rejects.toMatchObject(refused(/2025-10/));
    await closed('2025-10');
    await expect(periods().close('2025-10')).rejects.toMatchObject(refused(/closed/));
    const draft = await world.app.get(InvoiceDrafts).create(customer, []);
    await world.database.execute(`update invoices set issued_on = '2025-11-20' where id = $1`, [draft]);
    await expect(periods().close('2025-11')).rejects.toMatchObject(refused(/1 draf/));
    await world.app.get(InvoiceDrafts).delete(draft);
    await closed('2025-11');
    const balance = await periods().trialBalance('2025-11');
    expect(balance.state).toBe('CLOSED');
    expect(balance.accounts.find(({ account }) => account === 'AR')).toMatchObject({
      ...{ opening: 166_500n, debit: 166_500n, credit: 0n, closing: 333_000n },
    });
    expect(balance.accounts.reduce((sum, row) => sum + row.closing, 0n)).toBe(0n);
    const kept = (await periods().list()).find(({ month }) => month === '2025-11-01');
    expect(kept?.figures).toMatchObject({ accounts: expect.arrayContaining([]) as unknown[] });
    // why: the next month begins with what was kept
    const carried = await periods().trialBalance('2025-12');
    expect(carried.accounts.find(({ account }) => account === 'AR')).toMatchObject({ opening: 333_000n, debit: 0n });
  });

  it('do not close on books that do not hold', async () => {
    await history();
    await world.database.execute(`update billing_accounts set deposit_amount = deposit_amount + 1`);
    await expect(periods().close('2025-10')).rejects.toMatchObject(refused(/proof fails/));
  });

  it('take nothing more: what is for a closed month is posted to the first open one', async () => {
    await history();
    await closed('2025-10', '2025-11');
    const refId = uuidv7();
    await world.database.transaction(() =>
      world.app.get(LedgerPostingRepository).post([
        {
          ...{ refType: 'GOODWILL', refId, customerId: null, postedOn: localDate('2025-10-15'), currency: 'IDR' },
          occurredAt: new Date('2025-10-15T00:00:00Z'),
          entries: [
            { account: 'GOODWILL', amount: 1n },
            { account: 'SUSPENSE', amount: -1n },
          ],
        },
      ]),
    );
    const row = await world.database.queryOne<{ day: string }>(
      'select posted_on::text as day from ledger_transactions where ref_id = $1',
      [refId],
    );
    expect(row?.day).toBe('2025-12-01');
    await expect(
      world.database.execute(
        `insert into ledger_transactions (id, ref_type, ref_id, posted_on, occurred_at, currency)
         values ($1, 'GOODWILL', $1, '2025-10-15', now(), 'IDR')`,
        [uuidv7()],
      ),
    ).rejects.toThrow(/period is closed/);
  });

  it('open again only the last one, and only with a second person', async () => {
    await history();
    await closed('2025-10', '2025-11');
    const [asker, other] = [fakeActor(null), fakeActor(null, ['ledger:approve', 'approval:read'])];
    await world.database.execute(
      `with r as (insert into roles (id, key, name) values ($1, 'test', 'Test') returning id)
       insert into users (id, email, name, role_id) select $1, 'test@test.invalid', 'Test', r.id from r`,
      [other.id],
    );
    await expect(periods().reopen('2025-10', 'wrong')).rejects.toMatchObject(refused(/not the last/));
    const reopen = () => runAs(world.app, asker, () => periods().reopen('2025-11', 'forgot one'));
    await expect(reopen()).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
    const { id } = (await world.database.queryOne<{ id: string }>(
      `select id from approvals where kind = 'billing.reopen-period' and state = 'PENDING'`,
    ))!;
    await runAs(world.app, other, () => world.app.get(Approvals, { strict: false }).approve(id));
    expect(await reopen()).toMatchObject({ state: 'OPEN', closedAt: null });
  });

  it('a statement opens, runs and closes, on every page', async () => {
    const customer = await history();
    const statements = world.app.get(CustomerStatements);
    const span = { from: localDate('2025-11-01'), to: localDate('2999-12-31') };
    const first = await statements.of(customer, span, { limit: 1 });
    expect(first).toMatchObject({
      ...{ opening: 166_500n, closing: -67_000n },
      items: [{ refType: 'INVOICE', number: 'INV/JKT/2025/11/000001', amount: 166_500n, balance: 333_000n }],
    });
    const second = await statements.of(customer, span, { limit: 5, cursor: first.nextCursor! });
    expect(second).toMatchObject({
      ...{ opening: 166_500n, closing: -67_000n, nextCursor: null },
      items: [{ refType: 'PAYMENT', amount: -400_000n, balance: -67_000n }],
    });
  });
});
