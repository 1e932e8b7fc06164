import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { localDate, Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { Database, PlatformModule } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { BillingConfig } from '../billing.config';
import { BillingModule } from '../billing.module';
import { BillingRunService } from '../services/billing-run.service';
import { type ProofOptions } from '../repositories/ledger-proof.repository';
import { LedgerProofService } from '../services/ledger-proof.service';
import { type NewPlan, PlansService } from '../services/plans.service';
import { SubscriptionsService } from '../services/subscriptions.service';

const ROOTS = [
  ...['customers', 'plans', 'number_series', 'billing_runs', 'billing_ticks', 'ledger_transactions', 'outbox_events'],
  'payments',
];
/** Those that long lives fill: rows that are gone would be in the way of whoever reads on. */
const GROWING = [
  ...['invoices', 'invoice_lines', 'ledger_transactions', 'ledger_entries', 'outbox_events', 'audit_intake'],
  ...['customers', 'billing_accounts', 'subscriptions', 'subscription_events', 'access_intents', 'billing_runs'],
];

/** Billing on a database of its own, with what a test needs to set a scene. */
export class BillingWorld {
  private tables: string[] | undefined;

  private constructor(
    readonly app: INestApplicationContext,
    readonly testDatabase: TestDatabase,
    readonly siteId: string,
  ) {}

  static async create(env: Record<string, string> = {}): Promise<BillingWorld> {
    const testDatabase = await createTestDatabase();
    const app = await bootBilling(testDatabase.url, env);
    const site = await app.get(SitesService).create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' });
    return new BillingWorld(app, testDatabase, site.id);
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.testDatabase.drop();
  }

  /**
   * Forgets everything but the site. By deleting and one VACUUM: to truncate a hundred tables takes half a second, however
   * empty they are, because each of their files is made anew.
   */
  async reset(): Promise<void> {
    this.tables ??= await this.tablesOf(ROOTS);
    const deletes = this.tables.map((table) => `delete from ${table};`).join('\n');
    await this.database.transaction(async () => {
      await this.database.execute(`set local session_replication_role = replica;\n${deletes}`);
    });
    await this.database.execute(`vacuum ${GROWING.join(', ')}`);
  }

  /** These tables, and all that refer to them. */
  private async tablesOf(roots: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `with recursive found (id) as (
         select r::regclass::oid from unnest($1::text[]) r
         union
         select f.conrelid from found join pg_constraint f on f.confrelid = found.id and f.contype = 'f' and f.conparentid = 0)
       select id::regclass::text as name from found`,
      [roots],
    );
    return rows.map((row) => row.name);
  }

  get database(): Database {
    return this.app.get(Database);
  }

  async customer(timeZone?: string): Promise<string> {
    const input = { siteId: this.siteId, name: 'Budi', ...(timeZone === undefined ? {} : { timeZone }) };
    return (await this.app.get(CustomersService).create(input)).id;
  }

  async plan(price: bigint, more: Partial<NewPlan> = {}): Promise<string> {
    const code = `P-${uuidv7().slice(-8)}`;
    const input = { code, name: `Paket ${price}`, downloadKbps: 10_000, uploadKbps: 5_000, taxCode: 'PPN' };
    return (await this.app.get(PlansService).create({ ...input, price: Money.of(price, 'IDR'), ...more })).id;
  }

  /** An active subscription that is billed from `startsOn` on. It may start in the past or the future. */
  async subscribe(customerId: string, planId: string, startsOn: string, anchorDay = 1): Promise<string> {
    const service = this.app.get(SubscriptionsService);
    const { id } = await service.create({ customerId, planId, anchorDay });
    await service.activate(id);
    const { timeZone } = (await this.database.queryOne<{ timeZone: string }>(
      `select time_zone as "timeZone" from billing_accounts where customer_id = $1`,
      [customerId],
    ))!;
    await this.database.execute(
      `update subscriptions set started_on = $2, next_period_start = $2, plan_since = null,
              next_bill_at = $2::date::timestamp at time zone $3 where id = $1`,
      [id, localDate(startsOn), timeZone],
    );
    return id;
  }

  async run(asOf: string) {
    const outcome = await this.app
      .get(BillingRunService)
      .run({ asOf: new Date(asOf), trigger: 'MANUAL', requestedBy: 'test' });
    return outcome.run;
  }

  async invoices(customerId?: string) {
    return this.database.query<{
      id: string;
      number: string;
      seq: bigint;
      billKey: string;
      status: string;
      total: bigint;
      paid: bigint;
      issuedOn: string;
      dueOn: string;
      isolirAt: Date;
    }>(
      `select id, number, seq, bill_key as "billKey", status, total_amount as total, paid_amount as paid,
              issued_on as "issuedOn", due_on as "dueOn", isolir_at as "isolirAt"
         from invoices where $1::uuid is null or customer_id = $1 order by series, seq`,
      [customerId ?? null],
    );
  }

  /** Everything that the books say; throws with the findings when they do not hold. */
  async mustHold(options: ProofOptions = {}): Promise<void> {
    const proof = await this.app.get(LedgerProofService).prove(options);
    if (!proof.proved) throw new Error(`the books do not hold: ${JSON.stringify(proof.invariants, stringOfBigint)}`);
  }
}

const stringOfBigint = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/** A billing process on an existing database. */
export async function bootBilling(url: string, env: Record<string, string> = {}): Promise<INestApplicationContext> {
  Object.assign(process.env, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    TEST_CLOCK: 'true',
    DATABASE_POOL_SIZE: '8',
    DATABASE_SLOW_QUERY_MS: '600000',
    SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    DATABASE_URL: url,
    REDIS_URL: '',
    ...env,
  });
  const imports = [PlatformModule.forRoot('test-billing', [BillingConfig]), BillingModule];
  const app = await Test.createTestingModule({ imports }).compile();
  app.useLogger(process.env.TEST_LOG ? ['log', 'error', 'warn'] : false);
  return app.init();
}
