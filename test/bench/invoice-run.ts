import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig, BillingModule, BillingRunService, LedgerProofService } from '@app/billing';
import { PlatformModule } from '@app/platform';
import { BenchDatabase, type Figures } from './invoice-run/bench-database';
import { AS_OF, floorSql } from './invoice-run/scene.sql';

@Module({})
class BenchModule {}

/**
 * The billing run against its set-based floor on the same schema, interleaved (billing.md 3.4). The last line of stdout is
 * the result as JSON.
 */
interface Round {
  floorMs: number;
  productMs: number;
  /** CPU of this process, which is all of the product but PostgreSQL. */
  productCpuMs: number;
  ratio: number;
}

interface Options {
  size: number;
  rounds: number;
  json: boolean;
}

const say = (options: Options, line: string): void => {
  if (!options.json) process.stderr.write(`${line}\n`);
};

function optionsOf(args: readonly string[]): Options {
  const number = (name: string, otherwise: number): number => {
    const at = args.indexOf(`--${name}`);
    const value = at < 0 ? otherwise : Number(args[at + 1]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} needs a whole number`);
    return value;
  };
  return { size: number('size', 10_000), rounds: number('rounds', 5), json: args.includes('--json') };
}

async function boot(url: string): ReturnType<typeof NestFactory.createApplicationContext> {
  Object.assign(process.env, {
    NODE_ENV: 'test',
    TEST_CLOCK: 'true',
    REDIS_URL: '',
    DATABASE_SLOW_QUERY_MS: '600000',
    DATABASE_URL: url,
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const imports = [PlatformModule.forRoot('bench', [BillingConfig]), BillingModule];
  return NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error', 'warn'] });
}

async function timed(work: () => Promise<unknown>): Promise<{ ms: number; cpuMs: number }> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const used = process.cpuUsage(cpu);
  return { ms: performance.now() - start, cpuMs: (used.user + used.system) / 1000 };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const rounded = (value: number, digits = 0): number => Number(value.toFixed(digits));

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- invoice-run`');
  const database = await BenchDatabase.create(serverUrl);
  const app = await boot(database.url);
  try {
    await database.seed(options.size);
    const runs = app.get(BillingRunService);
    const product = () => runs.run({ asOf: new Date(AS_OF), trigger: 'MANUAL', requestedBy: 'bench' });
    const floor = () => database.client.query(floorSql(database.uuid));
    const rounds: Round[] = [];
    let figures: Figures | undefined;
    for (let n = 0; n <= options.rounds; n++) {
      await database.reset();
      const low = await timed(floor);
      const expected = await database.verify(options.size);
      await database.reset();
      const own = await timed(product);
      figures = await database.verify(options.size);
      if (figures.total !== expected.total) throw new Error(`totals differ: ${figures.total} and ${expected.total}`);
      const round = { floorMs: low.ms, productMs: own.ms, productCpuMs: own.cpuMs, ratio: own.ms / low.ms };
      const label = n === 0 ? 'warm-up' : `round ${n}`;
      say(
        options,
        `${label}: floor ${rounded(low.ms)} ms, product ${rounded(own.ms)} ms (CPU ${rounded(own.cpuMs)} ms), ratio ${rounded(round.ratio, 2)}`,
      );
      if (n > 0) rounds.push(round);
    }
    const again = await timed(product);
    const proof = await app.get(LedgerProofService).prove();
    if (!proof.proved) throw new Error(`the books do not hold: ${proof.violations} violations`);
    report(options, rounds, { nothingDueMs: again.ms, proofMs: proof.tookMs, lines: figures?.lines ?? 0 });
  } finally {
    await app.close();
    await database.drop();
  }
}

function report(
  options: Options,
  rounds: readonly Round[],
  extra: { nothingDueMs: number; proofMs: number; lines: number },
): void {
  const productMs = median(rounds.map((round) => round.productMs));
  const floorMs = median(rounds.map((round) => round.floorMs));
  const result = {
    bench: 'invoice-run',
    size: options.size,
    productMs: rounded(productMs),
    floorMs: rounded(floorMs),
    product: rounded((options.size * 1000) / productMs),
    floor: rounded((options.size * 1000) / floorMs),
    unit: 'invoices/s',
    ratio: rounded(median(rounds.map((round) => round.ratio)), 3),
    ratios: rounds.map((round) => rounded(round.ratio, 3)),
    rounds: rounds.length,
    productCpuMs: rounded(median(rounds.map((round) => round.productCpuMs))),
    nothingDueMs: rounded(extra.nothingDueMs, 1),
    proofMs: extra.proofMs,
    rssMb: rounded(process.resourceUsage().maxRSS / 1024),
    lines: extra.lines,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
