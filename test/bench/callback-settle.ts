import 'reflect-metadata';
import { type Client } from 'pg';
import {
  ACCOUNT_ID,
  callbackOf,
  COUNTS_SQL,
  openOrders,
  type Order,
  PATH,
  seedAttempts,
} from './callback-settle/scene';
import { Server } from './callback-settle/server';
import { BenchDatabase } from './invoice-run/bench-database';
import { ProductProcess } from './invoice-run/product-process';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';

/**
 * A callback from the socket to the commit: 16 at once at one API process, against a bare Fastify with one statement that
 * writes the same rows, round by round in turn (issue 6). Then a burst: 1,000 callbacks in 10 s while an invoice run works in
 * another process (billing.md F25). `--size` callbacks a round. The last line of stdout is the result as JSON.
 */
const AT_ONCE = 16;
const GOAL_RATIO = 2;
const GOAL_P99_MS = 1_000;
const BURST = 1_000;
const BURST_MS = 10_000;
const RUN_CUSTOMERS = 10_000;
const WARM_UP = 200;

type Counts = Record<string, number>;

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * q) - 1)] ?? NaN;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function counts(client: Client): Promise<Counts> {
  return (await client.query<Counts>(COUNTS_SQL)).rows[0] ?? {};
}

/** Sends the callbacks of these orders, {@link AT_ONCE} at a time. Returns the time of each. */
async function settle(server: Server, path: string, orders: readonly Order[]): Promise<number[]> {
  const times: number[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let order = orders[next++]; order; order = orders[next++]) {
      const { headers, body } = callbackOf(order);
      times.push(await server.post(path, headers, body));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return times;
}

/** @throws Error when a side wrote other rows than one of each kind per callback says */
function check(side: string, before: Counts, after: Counts, size: number): Counts {
  const made = Object.fromEntries(Object.entries(after).map(([key, value]) => [key, value - (before[key] ?? 0)]));
  for (const key of ['payments', 'allocations', 'transactions', 'notices', 'paid', 'settled']) {
    if (made[key] !== size) throw new Error(`${side}: ${key} grew by ${made[key]} instead of ${size}`);
  }
  return made;
}

async function compare(options: BenchOptions, database: BenchDatabase, product: Server, floor: Server) {
  const { client } = database;
  const orders = await openOrders(client);
  const take = (count: number): Order[] => orders.splice(0, count);
  await settle(product, PATH, take(WARM_UP));
  await settle(floor, '/callback', take(WARM_UP));
  const ratios: number[] = [];
  const product_ = { ms: [] as number[], p99: [] as number[] };
  const floorMs: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const start_ = await counts(client);
    let times: number[] = [];
    const mine = await timed(async () => {
      times = await settle(product, PATH, take(options.size));
    });
    const middle = await counts(client);
    const least = await timed(() => settle(floor, '/callback', take(options.size)));
    const rows = [
      check('product', start_, middle, options.size),
      check('floor', middle, await counts(client), options.size),
    ];
    if (JSON.stringify(rows[0]) !== JSON.stringify(rows[1])) say(options, `rows differ: ${JSON.stringify(rows)}`);
    ratios.push(mine / least);
    product_.ms.push(mine / options.size);
    product_.p99.push(quantile(times, 0.99));
    floorMs.push(least / options.size);
    say(
      options,
      `round ${round + 1}: product ${rounded(mine)} ms, floor ${rounded(least)} ms, ratio ${rounded(mine / least, 2)}`,
    );
  }
  return { ratio: median(ratios), productMs: median(product_.ms), floorMs: median(floorMs), p99: median(product_.p99) };
}

/** 1,000 callbacks at their times, whatever the product does, during an invoice run. */
async function burst(
  database: BenchDatabase,
  product: Server,
  billing: ProductProcess,
): Promise<{ p99: number; lost: number; runMs: number }> {
  const { client } = database;
  const orders = (await openOrders(client)).slice(0, BURST);
  await client.query(
    `update subscriptions set next_period_start = '2025-12-01', next_bill_at = '2025-11-01T00:00:00+07:00'`,
  );
  const before = await counts(client);
  const run = billing.run();
  const begun = performance.now();
  const times = await Promise.all(
    orders.map(async (order, n) => {
      const due = begun + (n * BURST_MS) / orders.length;
      await pause(Math.max(0, due - performance.now()));
      const { headers, body } = callbackOf(order);
      await product.post(PATH, headers, body);
      return performance.now() - due;
    }),
  );
  const { ms: runMs } = await run;
  const after = await counts(client);
  return { p99: quantile(times, 0.99), lost: orders.length - ((after.payments ?? 0) - (before.payments ?? 0)), runMs };
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 1_000, rounds: 5 });
  const serverUrl = process.env.DATABASE_URL ?? '';
  const customers = Math.max(RUN_CUSTOMERS, 2 * (options.size * options.rounds + WARM_UP) + BURST);
  const database = await BenchDatabase.create(serverUrl);
  const billing = await ProductProcess.start(database.url);
  try {
    say(options, `${customers} customers, their invoices and attempts`);
    await database.seed(customers);
    await billing.run();
    await seedAttempts(database.client);
    const product = await Server.start(require.resolve('./callback-settle/product-process'), [database.url], 64);
    const floor = await Server.start(
      require.resolve('./callback-settle/floor-process'),
      [database.url, ACCOUNT_ID],
      64,
    );
    const figures = await compare(options, database, product, floor);
    await floor.stop();
    const stress = await burst(database, product, billing);
    await product.stop();
    say(options, `burst: p99 ${rounded(stress.p99)} ms, lost ${stress.lost}, the run took ${rounded(stress.runMs)} ms`);
    const isGood = figures.ratio <= GOAL_RATIO && stress.lost === 0 && stress.p99 <= GOAL_P99_MS;
    process.stdout.write(
      `${JSON.stringify({
        ...{ bench: 'callback-settle', size: options.size, rounds: options.rounds, atOnce: AT_ONCE },
        ...{
          productMs: rounded(figures.productMs, 3),
          floorMs: rounded(figures.floorMs, 3),
          p99Ms: rounded(figures.p99),
        },
        ...{ ratio: rounded(figures.ratio, 2), goalRatio: GOAL_RATIO, burst: BURST, burstP99Ms: rounded(stress.p99) },
        ...{ burstLost: stress.lost, runCustomers: customers, runMs: rounded(stress.runMs), good: isGood },
      })}\n`,
    );
  } finally {
    await billing.stop();
    await database.drop();
  }
}

start(main);
