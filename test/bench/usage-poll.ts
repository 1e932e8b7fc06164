import 'reflect-metadata';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { BillingConfig } from '@app/billing';
import { MIKROTIK_CONFIGS } from '@app/mikrotik';
import { Database, PlatformModule } from '@app/platform';
import { CreateAccountsService, PppoeConfig, PppoeWorkerModule, SessionPoll } from '@app/pppoe';
import { BenchDatabase } from './invoice-run/bench-database';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';
import { RawConnection } from './routers/raw-connection';
import { SimulatorProcess } from './routers/simulator-process';
import { nameOf, rowsInStep } from './routers/subscribers';
import { insertSite, register } from './routers/sync-process';

/**
 * Reading the sessions of a router with their counters, put together by subscriber, against the two prints sent raw over one
 * connection, interleaved. Told apart: what a whole poll takes, and the one statement that writes it, in which every
 * subscriber's usage has grown. The last line of stdout is the result as JSON.
 */
const ROUTER = 'bench';
const GOAL = 1.5;
const PRINTS = [
  ['/ppp/active/print', '=.proplist=.id,name,address,caller-id,uptime,session-id'],
  ['/interface/print', '=.proplist=name,rx-byte,tx-byte', '?type=pppoe-in'],
] as const;

interface Round {
  productMs: number;
  pollMs: number;
  writeMs: number;
  floorMs: number;
}

@Module({})
class BenchModule {}

async function boot(url: string): Promise<INestApplicationContext> {
  Object.assign(process.env, {
    ...{ NODE_ENV: 'test', REDIS_URL: '', DATABASE_SLOW_QUERY_MS: '600000', DATABASE_URL: url },
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  const configs = [BillingConfig, ...MIKROTIK_CONFIGS, PppoeConfig];
  const imports = [PlatformModule.forRoot('bench', configs), PppoeWorkerModule];
  return NestFactory.createApplicationContext({ module: BenchModule, imports }, { logger: ['error'] });
}

/** As many subscriptions as there are sessions, each with its account on the router. */
async function subscribers(app: INestApplicationContext, siteId: string, size: number): Promise<string[]> {
  const database = app.get(Database, { strict: false });
  await database.execute(
    `insert into plans (id, code, name, download_kbps, upload_kbps, quota_bytes)
     values (gen_random_uuid(), 'BENCH', 'Bench', 20480, 5120, 1000000000000000)`,
  );
  const rows = await database.query<{ id: string }>(
    `with c as (
       insert into customers (id, site_id, code, name, time_zone)
       select gen_random_uuid(), $1, 'B' || n, 'Customer ' || n, 'Asia/Jakarta' from generate_series(1, $2::int) n returning id
     ), b as (
       insert into billing_accounts (customer_id, site_id, time_zone, currency) select id, $1, 'Asia/Jakarta', 'IDR' from c
       returning customer_id
     )
     insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day)
     select gen_random_uuid(), customer_id, $1, (select id from plans), 1 from b returning id`,
    [siteId, size],
  );
  return rows.map(({ id }) => id);
}

/** Until the modems of all subscribers have dialled in. */
async function online(simulator: SimulatorProcess, size: number): Promise<void> {
  for (;;) {
    if ((await simulator.rows(ROUTER, '/ppp/active')).length >= size) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** How long the statement takes that writes a reading; counts how often it is sent. */
function watchWrites(app: INestApplicationContext): { take: () => { ms: number; statements: number } } {
  const database = app.get(Database, { strict: false });
  const query = database.query.bind(database);
  let seen = { ms: 0, statements: 0 };
  database.query = async <Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> => {
    if (!sql.includes('pppoe_live_sessions')) return query<Row>(sql, parameters);
    const begun = performance.now();
    const rows = await query<Row>(sql, parameters);
    seen = { ms: seen.ms + performance.now() - begun, statements: seen.statements + 1 };
    return rows;
  };
  return {
    take: () => {
      const taken = seen;
      seen = { ms: 0, statements: 0 };
      return taken;
    },
  };
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 5_000, rounds: 9 });
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- usage-poll`');
  const database = await BenchDatabase.create(serverUrl);
  const simulator = await SimulatorProcess.start([
    { version: '7.20', name: ROUTER, latencyMs: options.latency, rows: rowsInStep(options.size), cpes: 'any' },
  ]);
  const app = await boot(database.url);
  const raw = await RawConnection.open(simulator.port(ROUTER));
  try {
    const siteId = await insertSite(app);
    const routerId = await register(app, { siteId, name: ROUTER, port: simulator.port(ROUTER) });
    const ids = await subscribers(app, siteId, options.size);
    await app
      .get(CreateAccountsService, { strict: false })
      .createMany(ids.map((subscriptionId, n) => ({ subscriptionId, routerId, username: nameOf(n) })));
    await online(simulator, options.size);
    report(options, await measure(options, { app, raw, routerId }));
  } finally {
    raw.close();
    await app.close();
    await simulator.stop();
    await database.drop();
  }
}

async function measure(
  options: BenchOptions,
  { app, raw, routerId }: { app: INestApplicationContext; raw: RawConnection; routerId: string },
): Promise<Round[]> {
  const poll = app.get(SessionPoll, { strict: false });
  const writes = watchWrites(app);
  const rounds: Round[] = [];
  for (let n = -1; n <= options.rounds; n++) {
    writes.take();
    const productMs = await timed(async () => {
      if ((await poll.readings(routerId)).length !== options.size) throw new Error('not every session was read');
    });
    const floorMs = await timed(() => raw.run(PRINTS, PRINTS.length));
    const pollMs = await timed(async () => {
      if ((await poll.poll(routerId)) !== 'read') throw new Error('the router was not read');
    });
    const { ms: writeMs, statements } = writes.take();
    if (statements !== 1) throw new Error(`${statements} statements instead of one`);
    const figures = `floor ${rounded(floorMs)} ms, product ${rounded(productMs)} ms, writing ${rounded(writeMs)} ms`;
    say(options, `${n < 1 ? 'warm-up' : `round ${n}`}: ${figures}`);
    if (n > 0) rounds.push({ productMs, pollMs, writeMs, floorMs });
  }
  await verify(app, options.size);
  return rounds;
}

/** Everybody's usage was written. */
async function verify(app: INestApplicationContext, size: number): Promise<void> {
  const row = await app
    .get(Database, { strict: false })
    .queryOne<{ n: number }>(`select count(*)::int as n from pppoe_usage where up_bytes + down_bytes > 0`);
  if (row?.n !== size) throw new Error(`usage of ${String(row?.n)} instead of ${size}`);
}

function report(options: BenchOptions, rounds: readonly Round[]): void {
  const ratios = rounds.map(({ productMs, floorMs }) => productMs / floorMs);
  const result = {
    ...{ bench: 'usage-poll', size: options.size, latencyMs: options.latency },
    productMs: rounded(median(rounds.map(({ productMs }) => productMs))),
    floorMs: rounded(median(rounds.map(({ floorMs }) => floorMs))),
    ratio: rounded(median(ratios), 3),
    goal: GOAL,
    writeMs: rounded(median(rounds.map(({ writeMs }) => writeMs))),
    writeStatements: 1,
    pollMs: rounded(median(rounds.map(({ pollMs }) => pollMs))),
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    rounds: rounds.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

start(main);
