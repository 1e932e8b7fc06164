import { BenchDatabase, type Figures } from './invoice-run/bench-database';
import { type Measured, ProductProcess } from './invoice-run/product-process';
import { floorSql } from './invoice-run/scene.sql';

/**
 * The billing run against its set-based floor on the same schema, interleaved (billing.md 3.4). The last line of stdout is
 * the result as JSON.
 */
interface Round {
  floorMs: number;
  productMs: number;
  /** CPU of its process, which is all of the product but PostgreSQL. */
  productCpuMs: number;
  /** Most memory of its process during the run, and what it held afterwards. */
  rssMb: number;
  rssAfterMb: number;
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

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
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
  const product = await ProductProcess.start(database.url);
  try {
    await database.seed(options.size);
    const rounds: Round[] = [];
    let figures: Figures | undefined;
    for (let n = 0; n <= options.rounds; n++) {
      await database.reset();
      const floorMs = await timed(() => database.client.query(floorSql(database.uuid)));
      const expected = await database.verify(options.size);
      await database.reset();
      const own = await product.run();
      figures = await database.verify(options.size);
      if (figures.total !== expected.total) throw new Error(`totals differ: ${figures.total} and ${expected.total}`);
      const round = roundOf(floorMs, own);
      const label = n === 0 ? 'warm-up' : `round ${n}`;
      const took = `floor ${rounded(floorMs)} ms, product ${rounded(own.ms)} ms (CPU ${rounded(own.cpuMs)} ms, ${own.rssMb} MB)`;
      say(options, `${label}: ${took}, ratio ${rounded(round.ratio, 2)}`);
      if (n > 0) rounds.push(round);
    }
    const again = await product.run();
    const proof = await product.prove();
    report(options, rounds, { nothingDueMs: again.ms, proofMs: proof.ms, lines: figures?.lines ?? 0 });
  } finally {
    await product.stop();
    await database.drop();
  }
}

const roundOf = (floorMs: number, { ms, cpuMs, rssMb, rssAfterMb }: Measured): Round => ({
  ...{ floorMs, productMs: ms, productCpuMs: cpuMs, rssMb, rssAfterMb, ratio: ms / floorMs },
});

function report(
  options: Options,
  rounds: readonly Round[],
  extra: { nothingDueMs: number; proofMs: number; lines: number },
): void {
  const productMs = median(rounds.map((round) => round.productMs));
  const floorMs = median(rounds.map((round) => round.floorMs));
  const productCpuMs = median(rounds.map((round) => round.productCpuMs));
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
    productCpuMs: rounded(productCpuMs),
    nothingDueMs: rounded(extra.nothingDueMs, 1),
    proofMs: rounded(extra.proofMs),
    productMicrosPerInvoice: rounded((productMs * 1000) / options.size, 1),
    productCpuMicrosPerInvoice: rounded((productCpuMs * 1000) / options.size, 1),
    rssMb: Math.max(...rounds.map((round) => round.rssMb)),
    rssByRoundMb: rounds.map((round) => round.rssMb),
    lines: extra.lines,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
