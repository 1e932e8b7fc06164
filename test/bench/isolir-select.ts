import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig, BillingModule, DunningSelection } from '@app/billing';
import { PlatformModule } from '@app/platform';
import { BenchDatabase } from './invoice-run/bench-database';
import { BARE_SQL, invoicesSql, REST_SQL } from './isolir-select/scene.sql';

@Module({})
class BenchModule {}

/**
 * Choosing whom to isolate, with policies, promises, overrides and payers, against the bare SQL of "overdue and enabled",
 * interleaved. The last line of stdout is the result as JSON.
 */
const AS_OF = new Date('2025-11-20T00:00:00Z');

const number = (name: string, otherwise: number): number => {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} needs a whole number`);
  return value;
};

const say = (line: string): void => {
  if (!process.argv.includes('--json')) process.stderr.write(`${line}\n`);
};

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

async function main(): Promise<void> {
  const [size, rounds] = [number('size', 100_000), number('rounds', 9)];
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- isolir-select`');
  const database = await BenchDatabase.create(serverUrl);
  Object.assign(process.env, {
    ...{ NODE_ENV: 'test', TEST_CLOCK: 'true', REDIS_URL: '', DATABASE_SLOW_QUERY_MS: '600000' },
    ...{ DATABASE_URL: database.url, SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}` },
  });
  const imports = [PlatformModule.forRoot('bench', [BillingConfig]), BillingModule];
  const app = await NestFactory.createApplicationContext(
    { module: BenchModule, imports },
    { logger: ['error', 'warn'] },
  );
  try {
    await database.seed(size);
    for (const sql of [...invoicesSql(database.uuid), ...REST_SQL(database.uuid)]) await database.client.query(sql);
    const selection = app.get(DunningSelection);
    const times: { product: number; floor: number }[] = [];
    let [candidates, overdue] = [0, 0];
    for (let n = 0; n <= rounds; n++) {
      const floor = await timed(() => database.client.query(BARE_SQL, [AS_OF]));
      const product = await timed(() => selection.candidates(AS_OF));
      [overdue, candidates] = [floor.result.rows.length, product.result.length];
      say(`${n === 0 ? 'warm-up' : `round ${n}`}: bare SQL ${rounded(floor.ms)} ms, product ${rounded(product.ms)} ms`);
      if (n > 0) times.push({ product: product.ms, floor: floor.ms });
    }
    if (candidates === 0 || candidates > overdue) throw new Error(`${candidates} chosen of ${overdue} overdue`);
    const [productMs, floorMs] = [median(times.map((one) => one.product)), median(times.map((one) => one.floor))];
    const ratios = times.map(({ product, floor }) => rounded(product / floor, 2));
    process.stdout.write(
      `${JSON.stringify({
        ...{ bench: 'isolir-select', size, overdue, candidates, rounds },
        ...{ productMs: rounded(productMs), floorMs: rounded(floorMs), ratio: median(ratios), ratios },
      })}\n`,
    );
  } finally {
    await app.close();
    await database.drop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
