import { type TestingModule } from '@nestjs/testing';
import { BillingConfig, LedgerProofService, SettlementService } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { PaymentsConfig, PaymentsModule, RecordPaymentService } from '@app/payments';
import { Database } from '@app/platform';
import { createTestDatabase, createTestModule, type TestDatabase } from '@app/testing';

const rupiah = (amount: bigint): Money => Money.of(amount, 'IDR');

describe('S7 (payments, deposit)', () => {
  let server: TestDatabase;
  let module: TestingModule;
  let database: Database;
  let siteId: string;

  beforeAll(async () => {
    server = await createTestDatabase();
    module = await createTestModule({
      database: server,
      imports: [PaymentsModule],
      configs: [BillingConfig, PaymentsConfig],
    });
    database = module.get(Database);
    siteId = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, 'J', 'J', 'Asia/Jakarta')`, [
      siteId,
    ]);
  });
  afterAll(async () => {
    await module.close();
    await server.drop();
  });

  async function debtor(): Promise<string> {
    const id = uuidv7();
    await database.execute(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, right($1::uuid::text, 12), 'S', 'Asia/Jakarta')`,
      [id, siteId],
    );
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      [id, siteId],
    );
    return id;
  }
  const pay = (customerId: string, amount: bigint, idempotencyKey?: string) =>
    module.get(RecordPaymentService).record({
      customerId,
      amount: rupiah(amount),
      method: 'CASH',
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
  const deposit = async (customerId: string) =>
    (
      await database.queryOne<{ amount: bigint }>(
        'select deposit_amount as amount from billing_accounts where customer_id = $1',
        [customerId],
      )
    )?.amount;
  const count = async (customerId: string) =>
    (
      await database.queryOne<{ n: number }>('select count(*)::int as n from payments where customer_id = $1', [
        customerId,
      ])
    )?.n;

  it('a payment that is sent fifty times at once is one payment', async () => {
    const customerId = await debtor();
    const key = uuidv7();
    const answers = await Promise.allSettled(Array.from({ length: 50 }, () => pay(customerId, 10_000n, key)));
    expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    expect([await count(customerId), await deposit(customerId)]).toEqual([1, 10_000n]);
  });

  it('fifty payments at once are fifty, and no rupiah is lost', async () => {
    const customerId = await debtor();
    await Promise.all(Array.from({ length: 50 }, () => pay(customerId, 1_001n)));
    expect([await count(customerId), await deposit(customerId)]).toEqual([50, 50_050n]);
    expect((await module.get(LedgerProofService).prove()).proved).toBe(true);
  });

  it('a payment that fails half way leaves nothing', async () => {
    const customerId = await debtor();
    const settle = jest.spyOn(module.get(SettlementService), 'settle');
    const real = settle.getMockImplementation() ?? SettlementService.prototype.settle;
    settle.mockImplementationOnce(async function (this: SettlementService, ...args) {
      await real.apply(module.get(SettlementService), args);
      throw new Error('the power went out');
    });
    await expect(pay(customerId, 10_000n)).rejects.toThrow('the power went out');
    settle.mockRestore();
    expect([await count(customerId), await deposit(customerId)]).toEqual([0, 0n]);
    const ledger = await database.query('select 1 from ledger_entries where customer_id = $1', [customerId]);
    expect(ledger).toEqual([]);
  });

  it('a deposit is never below zero, whoever writes', async () => {
    const customerId = await debtor();
    await pay(customerId, 500n);
    const take = () =>
      database.execute('update billing_accounts set deposit_amount = deposit_amount - 100 where customer_id = $1', [
        customerId,
      ]);
    const takes = await Promise.allSettled(Array.from({ length: 20 }, take));
    expect(takes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await deposit(customerId)).toBe(0n);
  });
});
