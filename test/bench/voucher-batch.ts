import 'reflect-metadata';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig } from '@app/billing';
import { uuidv7 } from '@app/core';
import { MIKROTIK_CONFIGS } from '@app/mikrotik';
import { PaymentsConfig } from '@app/payments';
import { Database, PlatformModule } from '@app/platform';
import { type CodeStyle, MakeVouchersService, VouchersConfig, VouchersModule } from '@app/vouchers';
import { BenchDatabase } from './invoice-run/bench-database';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';
import { insertSite } from './routers/sync-process';

/**
 * A batch of vouchers as its job makes it (codes from the system's random numbers, chunk by chunk, each committed and
 * resumable, visible at once in the end) against one set-based insert of the same rows, interleaved. The last line of stdout
 * is the result as JSON.
 */
const GOAL = 2;
const STYLE: CodeStyle = { prefix: 'W', length: 10, alphabet: 'MIXED', passwordMode: 'SAME' };

const COLUMNS = `site_id, profile_id, reseller_id, router_id, password_sealed, provisioned, validity_minutes, valid_until,
  uptime_limit_seconds, data_limit_bytes, cost_amount, price_amount, currency, created_at`;

interface Round {
  productMs: number;
  floorMs: number;
}

@Module({})
class BenchModule {}

async function boot(url: string): Promise<INestApplicationContext> {
  Object.assign(process.env, {
    ...{ NODE_ENV: 'test', REDIS_URL: '', DATABASE_SLOW_QUERY_MS: '600000', DATABASE_URL: url },
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const configs = [BillingConfig, PaymentsConfig, VouchersConfig, ...MIKROTIK_CONFIGS];
  const imports = [PlatformModule.forRoot('bench', configs), VouchersModule];
  return NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error'] });
}

/** An ordered batch; nothing of it is made. */
async function order(database: Database, siteId: string, profileId: string, quantity: number): Promise<string> {
  const id = uuidv7();
  await database.execute(
    `insert into voucher_batches (id, site_id, profile_id, name, code_prefix, code_length, code_alphabet, password_mode,
       quantity, validity_minutes, cost_amount, price_amount, currency, created_by, created_by_name, created_at)
     values ($1, $2, $3, 'Bench', $4, $5, $6, $7, $8, 1440, 3000, 5000, 'IDR', 'bench', 'bench', now())`,
    [id, siteId, profileId, STYLE.prefix, STYLE.length, STYLE.alphabet, STYLE.passwordMode, quantity],
  );
  return id;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 10_000, rounds: 7 });
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- voucher-batch`');
  const bench = await BenchDatabase.create(serverUrl);
  const app = await boot(bench.url);
  try {
    const database = app.get(Database, { strict: false });
    const siteId = await insertSite(app);
    const profileId = uuidv7();
    await database.execute(
      `insert into hotspot_profiles (id, site_id, code, name, download_kbps, upload_kbps, currency)
       values ($1, $2, 'B1', 'Bench', 2048, 1024, 'IDR')`,
      [profileId, siteId],
    );
    report(options, await measure(options, { app, database, siteId, profileId }));
  } finally {
    await app.close();
    await bench.drop();
  }
}

async function measure(
  { size, rounds, ...options }: BenchOptions,
  scene: { app: INestApplicationContext; database: Database; siteId: string; profileId: string },
): Promise<Round[]> {
  const { app, database, siteId, profileId } = scene;
  const maker = app.get(MakeVouchersService, { strict: false });
  const context = { signal: new AbortController().signal, progress: async () => Promise.resolve() };
  const measured: Round[] = [];
  for (let n = -1; n < rounds; n++) {
    const batchId = await order(database, siteId, profileId, size);
    const productMs = await timed(() => maker.run({ batchId, quantity: size, style: STYLE }, context));
    await verify(database, batchId, size);
    const copyId = await order(database, siteId, profileId, size);
    const floorMs = await timed(() =>
      database.execute(
        `insert into vouchers (id, batch_id, code, ${COLUMNS})
         select gen_random_uuid(), $2, 'C' || $3 || code, ${COLUMNS} from vouchers where batch_id = $1`,
        [batchId, copyId, String(n + 1)],
      ),
    );
    say({ size, rounds, ...options }, `round ${n + 1}: product ${rounded(productMs)} ms, floor ${rounded(floorMs)} ms`);
    if (n >= 0) measured.push({ productMs, floorMs });
    await database.execute(`delete from vouchers`);
  }
  return measured;
}

async function verify(database: Database, batchId: string, size: number): Promise<void> {
  const row = await database.queryOne<{ state: string; codes: number }>(
    `select b.state, count(distinct v.code)::int as codes from voucher_batches b join vouchers v on v.batch_id = b.id
      where b.id = $1 group by b.state`,
    [batchId],
  );
  if (row?.state !== 'READY' || row.codes !== size) throw new Error(`the batch is not whole: ${JSON.stringify(row)}`);
}

function report(options: BenchOptions, rounds: readonly Round[]): void {
  const ratios = rounds.map(({ productMs, floorMs }) => productMs / floorMs);
  const result = {
    ...{ bench: 'voucher-batch', size: options.size },
    productMs: rounded(median(rounds.map(({ productMs }) => productMs))),
    floorMs: rounded(median(rounds.map(({ floorMs }) => floorMs))),
    ratio: rounded(median(ratios), 3),
    goal: GOAL,
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    rounds: rounds.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

start(main);
