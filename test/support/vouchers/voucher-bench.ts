import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BillingConfig, LedgerProofService } from '@app/billing';
import { SitesService } from '@app/iam';
import { MIKROTIK_CONFIGS, MikrotikWorkerModule, RoutersService, RouterSync, SyncRouterService } from '@app/mikrotik';
import { GatewayAccounts, PaymentsConfig } from '@app/payments';
import { Database, PlatformModule } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import {
  type HotspotProfile,
  type HotspotProfileInput,
  HotspotProfiles,
  MakeVouchersService,
  type StartBatch,
  VoucherBatches,
  VouchersConfig,
  VouchersWorkerModule,
} from '@app/vouchers';
import { type SimulatedRouter } from '../../../apps/simulator/src';

type Class<T> = abstract new (...args: never[]) => T;

/** A package of a day for 5,000. */
export const hotspotPackage = (
  more: Pick<HotspotProfileInput, 'siteId' | 'code'> & Partial<HotspotProfileInput>,
): HotspotProfileInput => ({
  ...{ name: 'Harian', planId: null, burst: null, sharedUsers: 1, inShop: false },
  ...{ downloadKbps: 4_096, uploadKbps: 1_024, sessionTimeoutSeconds: null, idleTimeoutSeconds: null },
  ...{ keepaliveTimeoutSeconds: null, macCookie: true, macCookieSeconds: null, addressPool: null },
  ...{ validityMinutes: 1_440, uptimeLimitSeconds: null, dataLimitBytes: null },
  ...{ costAmount: 3_000n, priceAmount: 5_000n },
  ...more,
});

/** A process with vouchers and the sync, whose jobs the test runs itself. */
export class VoucherBench {
  private packages = 0;

  private constructor(
    readonly testDatabase: TestDatabase,
    readonly app: INestApplicationContext,
    readonly site: string,
  ) {}

  static async start(): Promise<VoucherBench> {
    const testDatabase = await createTestDatabase();
    const secrets = `k1:${Buffer.alloc(32, 3).toString('base64')}`;
    Object.assign(process.env, { DATABASE_URL: testDatabase.url, REDIS_URL: '', SECRET_KEYS: secrets });
    const configs = [BillingConfig, PaymentsConfig, VouchersConfig, ...MIKROTIK_CONFIGS];
    const app = await Test.createTestingModule({
      imports: [PlatformModule.forRoot('vouchers-test', configs), MikrotikWorkerModule, VouchersWorkerModule],
    }).compile();
    if (!process.env.TEST_LOG) app.useLogger(false);
    await app.init();
    const sites = app.get(SitesService, { strict: false });
    const site = await sites.create({ code: 'KDR', name: 'Kediri', timeZone: 'Asia/Jakarta' });
    return new VoucherBench(testDatabase, app, site.id);
  }

  get<T>(type: Class<T>): T {
    return this.app.get<T>(type, { strict: false });
  }

  get database(): Database {
    return this.get(Database);
  }

  async profile(more: Partial<HotspotProfileInput> = {}): Promise<HotspotProfile> {
    this.packages += 1;
    return this.get(HotspotProfiles).create(hotspotPackage({ siteId: this.site, code: `P${this.packages}`, ...more }));
  }

  order(profileId: string, more: Partial<StartBatch> = {}): StartBatch {
    return {
      ...{ profileId, name: 'Warung', quantity: 3, provisioning: 'PRECREATED', resellerId: null, routerId: null },
      ...{ validUntil: null, style: { prefix: 'W', length: 9, alphabet: 'MIXED', passwordMode: 'SAME' } },
      ...more,
    };
  }

  /** A batch that is ready. @returns its codes */
  async batch(profileId: string, more: Partial<StartBatch> = {}): Promise<string[]> {
    const { id, quantity, style } = await this.get(VoucherBatches).place(this.order(profileId, more));
    await this.make({ batchId: id, quantity, style });
    return this.codes(id);
  }

  async make(data: Parameters<MakeVouchersService['run']>[0]): Promise<void> {
    const signal = new AbortController().signal;
    await this.get(MakeVouchersService).run(data, { signal, progress: () => Promise.resolve() });
  }

  async codes(batchId: string): Promise<string[]> {
    const rows = await this.database.query<{ code: string }>(
      `select code from vouchers where batch_id = $1 order by code`,
      [batchId],
    );
    return rows.map(({ code }) => code);
  }

  async register(simulated: SimulatedRouter): Promise<string> {
    const access = { host: '127.0.0.1', port: simulated.port, username: 'admin', password: 'secret' };
    const router = await this.get(RoutersService).create({ siteId: this.site, name: simulated.name, ...access });
    return router.id;
  }

  /** What waits for the router. */
  async sync(routerId: string, whole = false): Promise<void> {
    if (whole) await this.get(RouterSync).wantFullSync(routerId);
    await this.get(SyncRouterService).run(routerId, new AbortController().signal);
  }

  /** `account amount` of everything that was posted for a kind of fact, summed up. */
  async posted(refType: string): Promise<string[]> {
    const rows = await this.database.query<{ line: string }>(
      `select e.account || ' ' || sum(e.amount) as line from ledger_entries e join ledger_transactions t on t.id = e.txn_id
        where t.ref_type = $1 group by e.account order by 1`,
      [refType],
    );
    return rows.map(({ line }) => line);
  }

  /** An account at a gateway. */
  async merchant(): Promise<string> {
    const { id } = await this.get(GatewayAccounts).create({
      ...{ code: 'TRIPAY-1', gateway: 'tripay', siteId: null, name: 'Tripay', environment: 'SANDBOX' },
      ...{ settings: { merchantCode: 'T0001' }, secrets: { apiKey: 'api-key', privateKey: 'private-key' } },
    });
    return id;
  }

  /** Where the money of an account lies. */
  async cashOf(accountId: string): Promise<string> {
    const row = await this.database.queryOne<{ account: string }>(
      `select cash_account as account from gateway_accounts where id = $1`,
      [accountId],
    );
    return row?.account ?? '';
  }

  /** What the books find wrong. */
  async findings(): Promise<unknown> {
    return this.get(LedgerProofService).prove();
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.testDatabase.drop();
  }
}
