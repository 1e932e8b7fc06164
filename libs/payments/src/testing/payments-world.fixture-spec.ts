import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { BillingConfig, BillingSettings, InvoiceDrafts, LedgerProofService } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { Database, Metrics, PlatformModule, SecretBox } from '@app/platform';
import { type TestDatabase } from '@app/testing';
import {
  type CancelResult,
  type CheckoutResult,
  type GatewayCapabilities,
  type GatewayCredentials,
  Gateways,
  PaymentGateway,
  type QueryResult,
  type RefundRequest,
  type RefundResult,
} from '../gateways';
import { GatewayCalls } from '../services/accounts/gateway-calls';
import { PaymentsConfig } from '../payments.config';
import { PaymentsModule } from '../payments.module';
import { GatewayAccountRepository, SECRETS } from '../repositories/accounts/gateway-account.repository';

export const rupiah = (amount: bigint): Money => Money.of(amount, 'IDR');

/** A gateway that answers what a test tells it, and remembers what it was asked. */
export class ScriptedGateway extends PaymentGateway {
  readonly code = 'duitku' as const;
  readonly title = 'Scripted';
  readonly settingsSchema = { fields: [] } as unknown as PaymentGateway['settingsSchema'];
  capabilities: GatewayCapabilities = {
    ...{ query: true, refund: 'partial', cancel: true, channelList: false, hostedPage: true },
    ...{ webhookAuth: 'body-hmac', confirmedBy: 'gateway', minAmount: 1n, currencies: ['IDR'] },
    callbackUrl: 'per-order',
  };
  readonly asked: string[] = [];
  /** Refunds really made, by key. */
  readonly refunds = new Map<string, bigint>();
  answer: (orderId: string) => Promise<QueryResult> = () => Promise.resolve({ state: 'pending', raw: {} });
  checkoutAnswer: () => Promise<CheckoutResult> = () => Promise.resolve({ outcome: 'unknown', cause: 'timeout' });
  refundAnswer: (request: RefundRequest) => Promise<RefundResult> = (request) => Promise.resolve(this.give(request));
  cancelAnswer: () => Promise<CancelResult> = () => Promise.resolve({ outcome: 'cancelled' });

  createCheckout(): Promise<CheckoutResult> {
    return this.checkoutAnswer();
  }

  verifyCallback(): { ok: false; reason: 'malformed' } {
    return { ok: false, reason: 'malformed' };
  }

  override queryStatus(
    _account: GatewayCredentials,
    { merchantOrderId }: { merchantOrderId: string },
  ): Promise<QueryResult> {
    this.asked.push(merchantOrderId);
    return this.answer(merchantOrderId);
  }

  override cancel(): Promise<CancelResult> {
    return this.cancelAnswer();
  }

  override refund(_account: GatewayCredentials, request: RefundRequest): Promise<RefundResult> {
    this.asked.push(`refund ${request.idempotencyKey}`);
    return this.refundAnswer(request);
  }

  /** Gives the money back, once per key. */
  give({ idempotencyKey, amount }: RefundRequest): RefundResult {
    this.refunds.set(idempotencyKey, amount.amount);
    return { outcome: 'refunded', refundRef: `RF-${idempotencyKey.slice(-6)}` };
  }
}

@Global()
@Module({ providers: [Metrics], exports: [Metrics] })
class Meters {}

/** The payments module on a database, with the gateway of the test in place of the real ones. */
export class PaymentsWorld {
  readonly gateway = new ScriptedGateway();
  readonly modules: TestingModule[] = [];
  siteId = '';
  accountId = '';

  constructor(private readonly server: TestDatabase) {}

  /** One process more. */
  async start(): Promise<TestingModule> {
    process.env.DATABASE_URL = this.server.url;
    process.env.SECRET_KEYS ??= `test:${Buffer.alloc(32, 7).toString('base64')}`;
    const imports = [PlatformModule.forRoot('payments-test', [BillingConfig, PaymentsConfig]), Meters, PaymentsModule];
    const module = await Test.createTestingModule({ imports })
      .overrideProvider(Gateways)
      .useValue({ get: () => this.gateway, list: () => [this.gateway] })
      .compile();
    await module.init();
    this.modules.push(module);
    if (this.siteId === '') await this.seed(module);
    return module;
  }

  async close(): Promise<void> {
    await Promise.all(this.modules.map((module) => module.close()));
    await this.server.drop();
  }

  get app(): TestingModule {
    const [first] = this.modules;
    if (!first) throw new Error('the world was not started');
    return first;
  }

  get database(): Database {
    return this.app.get(Database, { strict: false });
  }

  /** @throws Error for every broken invariant of the books */
  async prove(): Promise<void> {
    const { proved, invariants } = await this.app.get(LedgerProofService, { strict: false }).prove();
    if (!proved) throw new Error(JSON.stringify(invariants.filter(({ violations }) => violations > 0)));
  }

  async customer(): Promise<string> {
    const customers = this.app.get(CustomersService, { strict: false });
    return (await customers.create({ siteId: this.siteId, name: 'Budi' })).id;
  }

  async invoice(customerId: string, price: bigint): Promise<string> {
    const drafts = this.app.get(InvoiceDrafts, { strict: false });
    const line = { description: 'Kabel', quantity: 1, unitPrice: rupiah(price), taxCode: 'NONE' };
    const id = await drafts.create(customerId, [line]);
    await drafts.finalise(id);
    return id;
  }

  /** An attempt as the core leaves it, due for a question now. */
  async attempt(
    invoiceId: string,
    facts: { ageMinutes?: number; lifeMinutes?: number; state?: string; due?: boolean } = {},
  ): Promise<string> {
    const { ageMinutes = 10, lifeMinutes = 1_440, state = 'PENDING', due = true } = facts;
    const id = uuidv7();
    await this.database.execute(
      `insert into payment_attempts (id, target_kind, target_id, customer_id, site_id, gateway, account_id, merchant_order_id,
              provider_ref, amount, currency, state, expires_at, next_check_at, created_at, updated_at)
       select $1::uuid, 'INVOICE', i.id, i.customer_id, $3, 'duitku', $4, 'O-' || $1::uuid, 'R-' || $1::uuid,
              i.total_amount, 'IDR', $5, app_now() - ($6::int - $7::int) * interval '1 minute', case when $8 then app_now() end,
              app_now() - $6 * interval '1 minute', app_now()
         from invoices i where i.id = $2`,
      [id, invoiceId, this.siteId, this.accountId, state, ageMinutes, lifeMinutes, due],
    );
    return id;
  }

  async attemptRow(id: string): Promise<{ state: string; checks: number; nextCheckAt: Date | null } | undefined> {
    return this.database.queryOne(
      `select state, checks, next_check_at as "nextCheckAt" from payment_attempts where id = $1`,
      [id],
    );
  }

  async invoiceRow(id: string): Promise<object | undefined> {
    return this.database.queryOne('select status, paid_amount as paid from invoices where id = $1', [id]);
  }

  async paymentsOf(attemptId: string): Promise<{ id: string; amount: bigint }[]> {
    return this.database.query('select id, amount from payments where attempt_id = $1', [attemptId]);
  }

  async deposit(customerId: string): Promise<bigint> {
    return (await this.app.get(BillingSettings, { strict: false }).of(customerId)).depositAmount;
  }

  async balance(account: string): Promise<bigint> {
    const row = await this.database.queryOne<{ sum: bigint }>(
      'select coalesce(sum(amount), 0)::bigint as sum from ledger_entries where account = $1',
      [account],
    );
    return row?.sum ?? 0n;
  }

  /** The account's budget is full again, its pauses are over. */
  async rest(): Promise<void> {
    this.mend();
    await this.database.execute('delete from gateway_budgets');
    await this.database.execute('update leases set expires_at = clock_timestamp()');
  }

  /** Forgets what the breakers have learnt. */
  mend(): void {
    for (const module of this.modules) {
      const calls: unknown = module.get(GatewayCalls, { strict: false });
      (calls as { breakers: Map<string, unknown> }).breakers.clear();
    }
  }

  private async seed(module: TestingModule): Promise<void> {
    const sites = module.get(SitesService, { strict: false });
    this.siteId = (await sites.create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    this.accountId = uuidv7();
    await module.get(GatewayAccountRepository, { strict: false }).insert({
      ...{
        id: this.accountId,
        code: 'DUITKU1',
        gateway: 'duitku',
        siteId: null,
        name: 'Duitku',
        environment: 'SANDBOX',
      },
      ...{ settings: {}, cashAccount: 'CASH.GATEWAY', currency: 'IDR', minAmount: 0n, maxAmount: null, priority: 1 },
      secretsSealed: module.get(SecretBox, { strict: false }).seal('{}', SECRETS.place(this.accountId)),
    });
  }
}
