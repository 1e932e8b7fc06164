import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { BillingConfig, PlansService } from '@app/billing';
import { addDays, type LocalDate, localDateOf, Money } from '@app/core';
import { SitesService } from '@app/iam';
import {
  MIKROTIK_CONFIGS,
  MikrotikWorkerModule,
  RoutersService,
  RouterSync,
  SyncPlansService,
  SyncRouterService,
} from '@app/mikrotik';
import { Database, PlatformModule } from '@app/platform';
import { type NewImport, PppoeConfig, PppoeWorkerModule, RouterImports, RunImport } from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter } from '../../../apps/simulator/src';

type Class<T> = abstract new (...args: never[]) => T;

/** A process with imports and the sync, whose jobs the test runs itself. */
export class ImportBench {
  private constructor(
    readonly testDatabase: TestDatabase,
    readonly app: INestApplicationContext,
    readonly site: string,
    readonly plans: Readonly<Record<'small' | 'large', string>>,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<ImportBench> {
    const testDatabase = await createTestDatabase();
    Object.assign(process.env, {
      DATABASE_URL: testDatabase.url,
      REDIS_URL: '',
      SECRET_KEYS: `k1:${Buffer.alloc(32, 3).toString('base64')}`,
      ...env,
    });
    const app = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot('import-test', [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig]),
        MikrotikWorkerModule,
        PppoeWorkerModule,
      ],
    }).compile();
    if (!process.env.TEST_LOG) app.useLogger(false);
    await app.init();
    const get = <T>(type: Class<T>): T => app.get<T>(type, { strict: false });
    const site = await get(SitesService).create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' });
    const plan = async (code: string, kbps: number): Promise<string> => {
      const rates = { downloadKbps: kbps, uploadKbps: kbps / 2 };
      const made = await get(PlansService).create({ code, name: code, ...rates, price: Money.of(150_000n, 'IDR') });
      return made.id;
    };
    const plans = { small: await plan('HOME10', 10_000), large: await plan('HOME20', 20_000) };
    return new ImportBench(testDatabase, app, site.id, plans);
  }

  get<T>(type: Class<T>): T {
    return this.app.get<T>(type, { strict: false });
  }

  get database(): Database {
    return this.get(Database);
  }

  async register(simulated: SimulatedRouter, username = 'admin'): Promise<string> {
    const access = { host: '127.0.0.1', port: simulated.port, username, password: 'secret' };
    const router = await this.get(RoutersService).create({ siteId: this.site, name: simulated.name, ...access });
    return router.id;
  }

  /** A month from now on, everything with its default. */
  settings(more: Partial<NewImport> = {}): NewImport {
    return {
      profiles: [
        { profile: '10M', planId: this.plans.small },
        { profile: '20M', planId: this.plans.large },
      ],
      ...{ areaId: null, anchorDay: 1, billFrom: this.day(30), customers: 'CREATE', nameFrom: 'COMMENT' },
      ...{ disabled: 'SKIP', skip: [], only: null },
      ...more,
    };
  }

  day(ahead: number): LocalDate {
    return addDays(localDateOf(new Date(), 'Asia/Jakarta'), ahead);
  }

  async start(routerId: string, more: Partial<NewImport> = {}): Promise<string> {
    return (await this.get(RouterImports).start(routerId, this.settings(more))).importId;
  }

  /** Runs the job. @param onProgress a crash when it throws */
  async run(importId: string, onProgress: (percent: number) => void = () => undefined): Promise<string> {
    const progress = (percent: number): Promise<void> => {
      onProgress(percent);
      return Promise.resolve();
    };
    return this.get(RunImport).run(importId, { signal: new AbortController().signal, progress });
  }

  /** Everything that waits for the router, and a whole comparison. */
  async sync(routerId: string): Promise<void> {
    await this.get(RouterSync).wantFullSync(routerId);
    await this.get(SyncRouterService).run(routerId, new AbortController().signal);
  }

  plan(routerId: string): ReturnType<SyncPlansService['plan']> {
    return this.get(SyncPlansService).plan(routerId);
  }

  async count(sql: string, ...parameters: unknown[]): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(`select count(*)::int as n from ${sql}`, parameters);
    return row?.n ?? 0;
  }

  /** Codes of an import's rows by name. */
  async codes(importId: string): Promise<Record<string, string>> {
    const rows = await this.database.query<{ name: string; state: string; code: string | null }>(
      `select name, state, code from router_import_rows where import_id = $1 order by name`,
      [importId],
    );
    return Object.fromEntries(rows.map(({ name, state, code }) => [name, code ?? state]));
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.testDatabase.drop();
  }
}

type Secret = Record<string, string>;

/** What every test router has besides its secrets. */
export const PROFILES: readonly Secret[] = [
  { name: '10M', 'rate-limit': '5M/10M', 'remote-address': 'pool1' },
  { name: '20M', 'rate-limit': '10M/20M' },
  { name: 'Khusus', 'rate-limit': '3M/3M' },
];

/** So many good secrets `u0`, `u1` …, each third on 20M, each fifth with a fixed address, half of them for any service. */
export function goodSecrets(count: number): Secret[] {
  return Array.from({ length: count }, (_, n) => ({
    ...{ name: `u${n}`, password: `00${n}xyz`, profile: n % 3 === 0 ? '20M' : '10M', comment: `Pelanggan ${n}` },
    ...(n % 2 === 0 ? { service: 'pppoe' } : {}),
    ...(n % 5 === 0 ? { 'remote-address': `10.20.${n >> 8}.${n & 255}` } : {}),
  }));
}
