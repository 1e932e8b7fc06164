import { createHmac } from 'node:crypto';
import { Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { BillingConfig, InvoiceDrafts, LedgerProofService } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { GatewayAccounts, PaymentsConfig, PaymentsModule } from '@app/payments';
import { Database, PlatformModule } from '@app/platform';

/** An open attempt of a customer to pay an invoice. */
export interface Debt {
  customerId: string;
  invoiceId: string;
  attemptId: string;
  orderId: string;
  amount: bigint;
}

/** A callback as it goes over the wire. */
export interface SignedCallback {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export const SCENE_SECRETS = { SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}` };
const PRIVATE_KEY = 'private-key-of-the-scene';
const API_KEY = '732B39FC61796845775D2C4FB05332AF';
const AT_ONCE = 8;

@Module({})
class SceneModule {}

/** Debtors, merchant accounts and attempts on a migrated database, and callbacks as Tripay and Duitku sign them. */
export class PayScene {
  private constructor(
    private readonly module: TestingModule,
    readonly siteId: string,
    readonly tripayId: string,
  ) {}

  static async open(url: string): Promise<PayScene> {
    Object.assign(process.env, {
      ...{ NODE_ENV: 'test', LOG_LEVEL: 'silent', TEST_CLOCK: 'true', DATABASE_POOL_SIZE: '10', DATABASE_URL: url },
      ...SCENE_SECRETS,
    });
    const imports = [PlatformModule.forRoot('pay-scene', [BillingConfig, PaymentsConfig]), PaymentsModule];
    const module = await Test.createTestingModule({ imports: [SceneModule, ...imports] }).compile();
    await module.init();
    const site = await module
      .get(SitesService, { strict: false })
      .create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' });
    const tripay = await module.get(GatewayAccounts, { strict: false }).create({
      ...{ code: 'TRIPAY-1', gateway: 'tripay', siteId: null, name: 'Tripay', environment: 'SANDBOX' },
      ...{ settings: { merchantCode: 'T0001' }, secrets: { apiKey: 'api-key', privateKey: PRIVATE_KEY } },
    });
    return new PayScene(module, site.id, tripay.id);
  }

  get database(): Database {
    return this.module.get(Database, { strict: false });
  }

  get<T>(type: abstract new (...args: never[]) => T): T {
    return this.module.get<T>(type, { strict: false });
  }

  async close(): Promise<void> {
    await this.module.close();
  }

  /** An account at Duitku whose questions go to `baseUrl`. */
  async duitku(baseUrl: string): Promise<string> {
    const account = await this.get(GatewayAccounts).create({
      ...{ code: 'DUITKU-1', gateway: 'duitku', siteId: null, name: 'Duitku', environment: 'SANDBOX' },
      ...{ settings: { merchantCode: 'DS12345', baseUrl }, secrets: { apiKey: API_KEY } },
    });
    return account.id;
  }

  /** Customers with one open invoice and one pending attempt each. */
  async debts(
    count: number,
    account: { gateway: string; id: string } = { gateway: 'tripay', id: this.tripayId },
  ): Promise<Debt[]> {
    const debts: Debt[] = [];
    for (let i = 0; i < count; i += AT_ONCE) {
      const group = Array.from({ length: Math.min(AT_ONCE, count - i) }, (_, n) =>
        this.debt(150_000n + BigInt(i + n), account),
      );
      debts.push(...(await Promise.all(group)));
    }
    return debts;
  }

  /** What Tripay sends. */
  callback(debt: Debt, change: { status?: string; amount?: bigint; key?: string; note?: string } = {}): SignedCallback {
    const { status = 'PAID', amount = debt.amount, key = PRIVATE_KEY, note } = change;
    const body = JSON.stringify({
      ...{ reference: `T-${debt.orderId}`, merchant_ref: debt.orderId, payment_method_code: 'BRIVA', status },
      ...{ total_amount: Number(amount), fee_merchant: 4_250, fee_customer: 0, total_fee: 4_250, is_closed_payment: 1 },
      ...{ amount_received: Number(amount) - 4_250, note: note ?? null },
    });
    return {
      path: `/api/v1/payments/callback/tripay/${this.tripayId}`,
      headers: {
        'content-type': 'application/json',
        'x-callback-event': 'payment_status',
        'x-callback-signature': createHmac('sha256', key).update(body).digest('hex'),
      },
      body,
    };
  }

  /** What Duitku sends: the state is not signed. */
  duitkuCallback(debt: Debt, accountId: string, change: { resultCode?: string; amount?: bigint } = {}): SignedCallback {
    const { resultCode = '00', amount = debt.amount } = change;
    const signed = `DS12345${amount}${debt.orderId}`;
    const form = new URLSearchParams({
      ...{ merchantCode: 'DS12345', amount: amount.toString(), merchantOrderId: debt.orderId, resultCode },
      ...{ reference: `D-${debt.orderId}`, paymentCode: 'BC', productDetail: 'internet' },
      signature: createHmac('sha256', API_KEY).update(signed).digest('hex'),
    });
    return {
      path: `/api/v1/payments/callback/duitku/${accountId}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    };
  }

  /** Payments, allocations and states as the database has them. */
  async figures(): Promise<{ payments: number; paid: bigint; attempts: number; invoices: number }> {
    const row = await this.database.queryOne<{ payments: number; paid: bigint; attempts: number; invoices: number }>(
      `select (select count(*)::int from payments) as payments, (select coalesce(sum(amount), 0)::bigint from payments) as paid,
              (select count(*)::int from payment_attempts where state = 'PAID') as attempts,
              (select count(*)::int from invoices where status = 'PAID') as invoices`,
    );
    return row ?? { payments: -1, paid: -1n, attempts: -1, invoices: -1 };
  }

  async stateOf({ attemptId }: Debt): Promise<string | undefined> {
    const sql = 'select state from payment_attempts where id = $1';
    return (await this.database.queryOne<{ state: string }>(sql, [attemptId]))?.state;
  }

  /** @throws Error for every broken invariant of the books, I8 among them */
  async prove(): Promise<void> {
    const { proved, invariants } = await this.get(LedgerProofService).prove();
    if (!proved) throw new Error(JSON.stringify(invariants.filter(({ violations }) => violations > 0)));
  }

  private async debt(amount: bigint, { gateway, id: accountId }: { gateway: string; id: string }): Promise<Debt> {
    const customers = this.get(CustomersService);
    const drafts = this.get(InvoiceDrafts);
    const { id: customerId } = await customers.create({ siteId: this.siteId, name: 'Siti' });
    const line = { description: 'Internet', quantity: 1, unitPrice: Money.of(amount, 'IDR'), taxCode: 'NONE' };
    const invoiceId = await drafts.create(customerId, [line]);
    await drafts.finalise(invoiceId);
    const attemptId = uuidv7();
    const debt = { customerId, invoiceId, attemptId, orderId: `INV-${attemptId.slice(-12)}`, amount };
    await this.insert(debt, 'PENDING', { gateway, id: accountId });
    return debt;
  }

  /** One more attempt for the same invoice, given up meanwhile. Its order is called after the first one. */
  async secondAttempt(debt: Debt): Promise<Debt> {
    const second = { ...debt, attemptId: uuidv7(), orderId: `${debt.orderId}-2` };
    await this.insert(second, 'CANCELLED', { gateway: 'tripay', id: this.tripayId });
    return second;
  }

  private async insert(debt: Debt, state: string, account: { gateway: string; id: string }): Promise<void> {
    await this.database.execute(
      `insert into payment_attempts (id, target_kind, target_id, customer_id, site_id, gateway, account_id, merchant_order_id,
              amount, currency, state, expires_at, created_at, updated_at)
       values ($1, 'INVOICE', $2, $3, $4, $5, $6, $7, $8, 'IDR', $9, app_now() + interval '1 day', app_now(), app_now())`,
      [
        ...[debt.attemptId, debt.invoiceId, debt.customerId, this.siteId, account.gateway, account.id, debt.orderId],
        ...[debt.amount, state],
      ],
    );
  }
}
