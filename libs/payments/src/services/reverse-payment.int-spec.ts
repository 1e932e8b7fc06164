import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BillingConfig, BillingSettings, InvoiceDrafts, LedgerProofService } from '@app/billing';
import { Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { Database, PlatformModule } from '@app/platform';
import { createTestDatabase, fakeActor, runAs, type TestDatabase } from '@app/testing';
import { PaymentsConfig } from '../payments.config';
import { PaymentsModule } from '../payments.module';
import { PaymentsService } from './payments.service';
import { RecordPaymentService } from './record-payment.service';
import { ReversePaymentService } from './reverse-payment.service';

const rupiah = (amount: bigint): Money => Money.of(amount, 'IDR');

describe('taking payments back', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let siteId: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    process.env.DATABASE_URL = testDatabase.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    const imports = [PlatformModule.forRoot('payments-test', [BillingConfig, PaymentsConfig]), PaymentsModule];
    app = await Test.createTestingModule({ imports }).compile();
    await app.init();
    database = app.get(Database);
    const sites = app.get(SitesService, { strict: false });
    siteId = (await sites.create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
  });
  afterEach(async () => {
    const { proved, invariants } = await app.get(LedgerProofService, { strict: false }).prove();
    if (!proved) throw new Error(JSON.stringify(invariants.filter(({ violations }) => violations > 0)));
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const reversals = () => app.get(ReversePaymentService);
  const customer = async (): Promise<string> =>
    (await app.get(CustomersService, { strict: false }).create({ siteId, name: 'Budi' })).id;
  const invoice = async (customerId: string, price: bigint): Promise<string> => {
    const drafts = app.get(InvoiceDrafts, { strict: false });
    const line = { description: 'Kabel', quantity: 1, unitPrice: rupiah(price), taxCode: 'NONE' };
    const id = await drafts.create(customerId, [line]);
    await drafts.finalise(id);
    return id;
  };
  const pay = (customerId: string, amount: bigint) =>
    app.get(RecordPaymentService).record({ customerId, amount: rupiah(amount), method: 'CASH' });
  const reverse = (paymentId: string, amount?: bigint) =>
    reversals().reverse({
      ...{ paymentId, kind: 'REFUND', reason: 'asked for it' },
      ...(amount === undefined ? {} : { amount: rupiah(amount) }),
    });
  const stateOf = async (id: string) =>
    database.queryOne('select status, paid_amount as paid from invoices where id = $1', [id]);
  const deposit = async (id: string) => (await app.get(BillingSettings, { strict: false }).of(id)).depositAmount;

  it('leaves the payment as it was, writes rows of its own, and knows what is left', async () => {
    const id = await customer();
    const bill = await invoice(id, 100_000n);
    const payment = await pay(id, 130_000n);
    expect(await reverse(payment, 50_000n)).toMatchObject({ depositAmount: 30_000n, lostAmount: 0n });
    expect(await stateOf(bill)).toEqual({ status: 'OPEN', paid: 80_000n });
    expect(await deposit(id)).toBe(0n);
    await expect(reverse(payment, 80_001n)).rejects.toMatchObject({ code: 'BILLING_REVERSAL_EXCEEDS_PAYMENT' });
    expect(await reverse(payment)).toMatchObject({ reversedAmount: 80_000n, depositAmount: 0n });
    expect(await stateOf(bill)).toEqual({ status: 'OPEN', paid: 0n });
    await expect(reverse(payment)).rejects.toMatchObject({ code: 'BILLING_AMOUNT_NOT_POSITIVE' });
    expect(await app.get(PaymentsService).get(payment)).toMatchObject({ amount: 130_000n, depositAmount: 30_000n });
    expect(await reversals().of(payment)).toHaveLength(2);
    await expect(database.execute('delete from payment_reversals')).rejects.toThrow(/not allowed/);
  });

  it('reaches what its deposit has paid meanwhile', async () => {
    const id = await customer();
    const payment = await pay(id, 90_000n);
    const bill = await invoice(id, 60_000n);
    expect(await stateOf(bill)).toEqual({ status: 'PAID', paid: 60_000n });
    expect(await reverse(payment)).toMatchObject({ depositAmount: 30_000n, lostAmount: 0n });
    expect(await stateOf(bill)).toEqual({ status: 'OPEN', paid: 0n });
  });

  it('fifty at once take back no more than was paid', async () => {
    const id = await customer();
    const bill = await invoice(id, 500_000n);
    const payment = await pay(id, 600_000n);
    const tries = await Promise.allSettled(Array.from({ length: 50 }, () => reverse(payment, 20_000n)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(30);
    expect(await stateOf(bill)).toEqual({ status: 'OPEN', paid: 0n });
  });

  it('needs a second person above the limit', async () => {
    const id = await customer();
    const payment = await pay(id, 6_000_000n);
    const asked = runAs(app, fakeActor(null), () => reverse(payment));
    await expect(asked).rejects.toMatchObject({ code: 'IAM_APPROVAL_REQUIRED' });
  });

  it('lets only who may date a payment more than 90 days back', async () => {
    const id = await customer();
    const command = { customerId: id, amount: rupiah(1_000n), method: 'CASH' as const };
    const record = (permissions: string[]) =>
      runAs(app, fakeActor(null, permissions), () =>
        app.get(RecordPaymentService).record({ ...command, receivedAt: new Date('2024-01-01T00:00:00Z') }),
      );
    await expect(record([])).rejects.toMatchObject({ code: 'PAYMENTS_RECEIVED_TOO_LONG_AGO' });
    const payment = await record(['payment:backdate']);
    expect(await app.get(PaymentsService).get(payment)).toMatchObject({ receivedAt: new Date('2024-01-01T00:00:00Z') });
  });
});
