import { Global, type INestApplicationContext, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BillingConfig, InvoiceDrafts, LedgerProofService } from '@app/billing';
import { localDate, Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { Database, Metrics, PlatformModule } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { PaymentsConfig } from '../../payments.config';
import { PaymentsModule } from '../../payments.module';
import { type UniqueAmount } from '../../domain/bank/bank-account';
import { type PaymentAttempt } from '../../domain/attempts/attempt';
import { Attempts } from '../attempts/attempts.service';
import { BankMutations } from './bank-mutations.service';
import { MutationMatcher } from './mutation-matcher.service';
import { MutationReviews } from './mutation-reviews.service';
import { UniqueAmounts } from './unique-amounts.service';

const DAY_MS = 86_400_000;

@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
class Meters {}

describe('unique amounts and bank mutations (payments.md 10)', () => {
  let testDatabase: TestDatabase;
  let app: INestApplicationContext;
  let database: Database;
  let site: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    process.env.DATABASE_URL = testDatabase.url;
    process.env.SECRET_KEYS = `k1:${Buffer.alloc(32, 1).toString('base64')}`;
    process.env.DATABASE_POOL_SIZE = '12';
    app = await Test.createTestingModule({
      imports: [PlatformModule.forRoot('unique-amounts-test', [BillingConfig, PaymentsConfig]), Meters, PaymentsModule],
    }).compile();
    await app.init();
    database = app.get(Database);
    site = uuidv7();
    await database.execute(
      `insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'Mawar', 'Asia/Jakarta')`,
      [site],
    );
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function saveBank(more: { codeMax?: number; codeLimit?: number; extraTo?: string } = {}): Promise<string> {
    const id = uuidv7();
    await database.execute(
      `insert into bank_accounts (id, site_id, bank, account_number, holder_name, code_max, code_limit, extra_to)
       values ($1, $2, 'BCA', $3, 'PT Mawar', $4, $5, $6)`,
      [id, site, id.replace(/\D/g, ''), more.codeMax ?? 999, more.codeLimit ?? 9_999, more.extraTo ?? 'DEPOSIT'],
    );
    return id;
  }

  /** A gateway account of kode unik at this bank account. */
  async function saveGateway(bankAccountId: string): Promise<string> {
    const id = uuidv7();
    await database.execute(
      `insert into gateway_accounts (id, code, gateway, site_id, name, environment, settings, secrets_sealed, cash_account,
              currency)
       values ($1, $2, 'unique-transfer', $3, 'Transfer', 'PRODUCTION', $4::jsonb, '', 'CASH.BANK', 'IDR')`,
      [id, id.slice(-12), site, JSON.stringify({ bankAccountId })],
    );
    return id;
  }

  async function saveDebtor(amount: bigint): Promise<{ customerId: string; invoiceId: string }> {
    const { id: customerId } = await app
      .get(CustomersService, { strict: false })
      .create({ siteId: site, name: 'Siti' });
    const drafts = app.get(InvoiceDrafts, { strict: false });
    const line = { description: 'Kabel', quantity: 1, unitPrice: Money.of(amount, 'IDR'), taxCode: 'NONE' };
    const invoiceId = await drafts.create(customerId, [line]);
    await drafts.finalise(invoiceId);
    return { customerId, invoiceId };
  }

  /** A pending attempt with a reserved amount, written past the gateway. */
  async function saveAttempt(
    bankAccountId: string,
    gatewayId: string,
    due: bigint,
  ): Promise<PaymentAttempt & { invoiceId: string }> {
    const { customerId, invoiceId } = await saveDebtor(due);
    const id = uuidv7();
    await database.transaction(async () => {
      const expiresAt = new Date(Date.now() + DAY_MS);
      const { amount } = await app.get(UniqueAmounts).reserve(bankAccountId, id, Money.of(due, 'IDR'), expiresAt);
      const income = await database.queryOne(`select from bank_accounts where id = $1 and extra_to = 'INCOME'`, [
        bankAccountId,
      ]);
      await database.execute(
        `insert into payment_attempts (id, target_kind, target_id, customer_id, site_id, gateway, account_id,
                merchant_order_id, amount, fee_amount, currency, state, created_at, updated_at, expires_at)
         values ($1::uuid, 'INVOICE', $2, $3, $4, 'unique-transfer', $5, $1::uuid::text, $6, $7, 'IDR', 'PENDING', now(), now(), $8)`,
        [id, invoiceId, customerId, site, gatewayId, amount, income ? amount - due : 0n, expiresAt],
      );
    });
    return { ...(await app.get(Attempts).get(id)), invoiceId };
  }

  const today = async () =>
    localDate(
      (await database.queryOne<{ day: string }>(`select (now() at time zone 'Asia/Jakarta')::date::text as day`))
        ?.day ?? '',
    );
  const credit = async (amount: bigint, description = 'TRSF E-BANKING SITI', externalId?: string) => ({
    ...{ bookedOn: await today(), direction: 'CREDIT' as const, amount, description },
    ...(externalId === undefined ? {} : { externalId }),
  });
  const paid = (invoiceId: string) =>
    database.queryOne<{ paid: bigint; status: string }>(
      `select paid_amount as paid, status from invoices where id = $1`,
      [invoiceId],
    );
  const mutationOf = async (bankAccountId: string, amount: bigint) => {
    const { items } = await app.get(BankMutations).list({ limit: 50, bankAccountId });
    return items.find((one) => one.amount === amount);
  };
  afterEach(async () => {
    const { invariants } = await app.get(LedgerProofService, { strict: false }).prove();
    expect(invariants.filter(({ violations }) => violations > 0)).toEqual([]);
  });

  it('reserves 1,000 different amounts for one debt in parallel, beyond the first range', async () => {
    const bank = await saveBank();
    const gateway = await saveGateway(bank);
    const ids = Array.from({ length: 1_000 }, () => uuidv7());
    const expiresAt = new Date(Date.now() + DAY_MS);
    const reserved: UniqueAmount[] = [];
    const reserve = (id: string) =>
      database.transaction(async () => {
        const one = await app.get(UniqueAmounts).reserve(bank, id, Money.of(150_000n, 'IDR'), expiresAt);
        await database.execute(
          `insert into payment_attempts (id, target_kind, target_id, site_id, gateway, account_id, merchant_order_id, amount,
                  currency, state, created_at, updated_at)
           values ($1::uuid, 'INVOICE', $1::uuid, $2, 'unique-transfer', $3, $1::uuid::text, $4, 'IDR', 'PENDING', now(), now())`,
          [id, site, gateway, one.amount],
        );
        reserved.push(one);
      });
    // why: as many at once as there are connections, and some that wait for one
    const lane = async (): Promise<void> => {
      for (let id = ids.pop(); id !== undefined; id = ids.pop()) await reserve(id);
    };
    await Promise.all(Array.from({ length: 30 }, lane));
    const amounts = reserved.map(({ amount }) => amount);
    expect(new Set(amounts).size).toBe(1_000);
    expect(amounts.every((amount) => amount > 150_000n && amount <= 159_999n)).toBe(true);
    const rows = await database.query<{ n: number }>(
      `select count(*)::int as n from unique_amount_reservations where bank_account_id = $1 and active group by amount`,
      [bank],
    );
    expect(rows.every(({ n }) => n === 1)).toBe(true);
  });

  it('refuses when every code is in use, and gives them again after the grace period', async () => {
    const bank = await saveBank({ codeMax: 9, codeLimit: 9 });
    const gateway = await saveGateway(bank);
    const attempts = await Promise.all(Array.from({ length: 9 }, () => saveAttempt(bank, gateway, 50_000n)));
    expect(new Set(attempts.map(({ amount }) => amount)).size).toBe(9);
    await expect(saveAttempt(bank, gateway, 50_000n)).rejects.toMatchObject({ code: 'TRANSFERS_NO_FREE_AMOUNT' });
    await database.execute(
      `update unique_amount_reservations set expires_at = now() - interval '2 days', release_at = now() - interval '1 second'
        where attempt_id = $1`,
      [attempts[0]?.id],
    );
    expect((await saveAttempt(bank, gateway, 50_000n)).amount).toBe(attempts[0]?.amount);
  });

  it('settles by the one attempt with this amount: the invoice in full, the code to the deposit', async () => {
    const bank = await saveBank();
    const attempt = await saveAttempt(bank, await saveGateway(bank), 150_000n);
    const taken = await app.get(BankMutations).push(bank, [await credit(attempt.amount)]);
    expect(taken.taken).toBe(1);
    expect(await app.get(MutationMatcher).matchAll(bank)).toBe(1);
    expect(await paid(attempt.invoiceId)).toEqual({ paid: 150_000n, status: 'PAID' });
    const payment = await database.queryOne(
      `select method, amount, deposit_amount as deposit, cash_account as cash from payments where attempt_id = $1`,
      [attempt.id],
    );
    const code = attempt.amount - 150_000n;
    expect(payment).toEqual({ method: 'TRANSFER', amount: attempt.amount, deposit: code, cash: 'CASH.BANK' });
    expect(await mutationOf(bank, attempt.amount)).toMatchObject({
      state: 'MATCHED',
      candidates: 1,
      attemptId: attempt.id,
    });
  });

  it('books the code as income where that is the policy', async () => {
    const bank = await saveBank({ extraTo: 'INCOME' });
    const attempt = await saveAttempt(bank, await saveGateway(bank), 150_000n);
    await app.get(BankMutations).push(bank, [await credit(attempt.amount)]);
    await app.get(MutationMatcher).matchAll(bank);
    expect(await paid(attempt.invoiceId)).toMatchObject({ status: 'PAID' });
    const income = await database.queryOne<{ amount: bigint }>(
      `select e.amount from ledger_entries e join ledger_transactions t on t.id = e.txn_id join payments p on p.id = t.ref_id
        where p.attempt_id = $1 and e.account = 'UNIQUE_CODE_INCOME'`,
      [attempt.id],
    );
    expect(income?.amount).toBe(150_000n - attempt.amount);
  });

  it('takes every line once, whoever tells it how often, and settles once', async () => {
    const bank = await saveBank();
    const attempt = await saveAttempt(bank, await saveGateway(bank), 150_000n);
    const line = await credit(attempt.amount);
    const csv = `date,description,amount\n${line.bookedOn},TRSF E-BANKING SITI,${attempt.amount}\n${line.bookedOn},x,-5000`;
    const upload = () => app.get(BankMutations).upload(bank, Buffer.from(csv));
    const push = () => app.get(BankMutations).push(bank, [{ ...line, externalId: 'moota-1' }]);
    await Promise.all([upload(), push(), upload(), push(), upload()]);
    await Promise.all(Array.from({ length: 4 }, () => app.get(MutationMatcher).matchAll(bank)));
    const { items } = await app.get(BankMutations).list({ limit: 50, bankAccountId: bank });
    expect(items.map(({ state }) => state).sort()).toEqual(['MATCHED', 'NOT_OURS']);
    expect(items.find(({ state }) => state === 'MATCHED')?.externalId).toBe('moota-1');
    expect(await database.query(`select from payments where attempt_id = $1`, [attempt.id])).toHaveLength(1);
  });

  it('leaves what matches nothing, too much or something paid to a person', async () => {
    const bank = await saveBank();
    const gateway = await saveGateway(bank);
    const attempt = await saveAttempt(bank, gateway, 150_000n);
    await app
      .get(BankMutations)
      .push(bank, [
        await credit(150_000n, 'without a code'),
        await credit(attempt.amount, 'first', 'a'),
        await credit(attempt.amount, 'again', 'b'),
      ]);
    await app.get(MutationMatcher).matchAll(bank);
    const { items } = await app.get(BankMutations).list({ limit: 50, bankAccountId: bank, state: 'REVIEW' });
    expect(items.map(({ candidates }) => candidates).sort()).toEqual([0, 1]);

    const reviews = app.get(MutationReviews);
    const { customerId } = await saveDebtor(70_000n);
    const stray = items.find(({ candidates }) => candidates === 0);
    const recorded = await reviews.assign(stray?.id ?? '', { customerId });
    expect(recorded).toMatchObject({ state: 'RECORDED' });
    await expect(reviews.assign(stray?.id ?? '', { customerId })).rejects.toMatchObject({
      code: 'TRANSFERS_MUTATION_DECIDED',
    });
    const twice = items.find(({ candidates }) => candidates === 1);
    await expect(reviews.assign(twice?.id ?? '', { attemptId: attempt.id })).rejects.toMatchObject({
      code: 'CORE_RULE_BROKEN',
    });
    expect(await reviews.ignore(twice?.id ?? '', 'refunded')).toMatchObject({ state: 'IGNORED', note: 'refunded' });
  });

  it('does not take an old day for a new attempt', async () => {
    const bank = await saveBank();
    const attempt = await saveAttempt(bank, await saveGateway(bank), 150_000n);
    await app.get(BankMutations).push(bank, [{ ...(await credit(attempt.amount)), bookedOn: localDate('2026-01-05') }]);
    await app.get(MutationMatcher).matchAll(bank);
    expect(await mutationOf(bank, attempt.amount)).toMatchObject({ state: 'REVIEW', candidates: 0 });
    expect(await paid(attempt.invoiceId)).toMatchObject({ paid: 0n });
  });
});
