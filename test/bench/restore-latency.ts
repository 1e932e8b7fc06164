import 'reflect-metadata';
import { type INestApplicationContext } from '@nestjs/common';
import { ClsService } from 'nestjs-cls';
import { Money, uuidv7 } from '@app/core';
import { RecordPaymentService } from '@app/payments';
import { CurrentActor, Database, siteScope } from '@app/platform';
import { BenchDatabase } from './invoice-run/bench-database';
import { RawConnection } from './routers/raw-connection';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';
import { SimulatorProcess } from './routers/simulator-process';
import { cpuMsOf, serverCpuMs } from './restore-latency/cpu';
import { bootCounter, settle, WorkerProcess } from './restore-latency/processes';
import { AMOUNT, type Debtor, RESTORED, routerName, Scene } from './restore-latency/scene';

/**
 * From the commit of a payment to the changed row on the router: payments come in at a steady rate, whatever the product
 * does, over 20 simulated routers. Payments, worker, routers and PostgreSQL are processes of their own, as in production.
 * `--size` payments, `--rate` a second, `--latency` of a router. The last line of stdout is the result as JSON.
 */
const ROUTERS = 20;
const GOAL_P99_MS = 500;
const FLOOR_WRITES = 200;
/** Payments that are not measured. */
const WARM_UP = 100;

interface Options extends BenchOptions {
  rate: number;
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * q) - 1)] ?? NaN;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Records one payment after the other at their times. Returns when each was committed. */
async function pay(app: INestApplicationContext, debtors: readonly Debtor[], rate: number): Promise<number[]> {
  const service = app.get(RecordPaymentService, { strict: false });
  const cls = app.get(ClsService, { strict: false });
  const actor = { kind: 'user', id: uuidv7(), name: 'Bench', permissions: new Set<string>(), scope: siteScope('all') };
  const committed: number[] = [];
  const begun = performance.now();
  const running = debtors.map(async ({ customerId }, n) => {
    await pause(Math.max(0, begun + (n * 1_000) / rate - performance.now()));
    await cls.run(async () => {
      app.get(CurrentActor, { strict: false }).set(actor as Parameters<CurrentActor['set']>[0]);
      await service.record({ customerId, amount: Money.of(AMOUNT, 'IDR'), method: 'CASH' });
    });
    committed[n] = Date.now();
  });
  await Promise.all(running);
  return committed;
}

/** When each subscriber's secret was written back to his plan's profile. */
async function restored(simulator: SimulatorProcess, scene: Scene): Promise<Map<string, number>> {
  const at = new Map<string, number>();
  for (const name of new Set(scene.debtors.map(({ router }) => routerName(router)))) {
    const rows = await simulator.rows(name, '/ppp/secret');
    const names = new Map(rows.map((row) => [row['.id'] ?? '', row.name ?? '']));
    for (const command of await simulator.commands(name, true)) {
      const { '.id': id = '', profile } = command.attributes;
      const username = names.get(id);
      if (command.command !== '/ppp/secret/set' || profile !== RESTORED || username === undefined) continue;
      if (!at.has(username)) at.set(username, command.at);
    }
  }
  return at;
}

async function quiet(database: Database, timeoutMs = 120_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const row = await database.queryOne<{ busy: boolean }>(
      `select exists (select 1 from router_sync_items where wanted_version > applied_version)
           or exists (select 1 from outbox_events where relayed_at is null)
           or exists (select 1 from outbox_deliveries where state = 'PENDING')
           or exists (select 1 from routers where last_full_sync_at is null) as busy`,
    );
    if (row?.busy === false) return;
    if (performance.now() > end) throw new Error('the product does not come to rest');
    await pause(200);
  }
}

/** Where the time goes, by the times that the database keeps: medians since the step before. */
async function stages(database: Database): Promise<object> {
  const row = await database.queryOne<{ relay: number; handle: number; write: number }>(
    `with steps as (
       select e.occurred_at, e.relayed_at, d.done_at, i.applied_at
         from outbox_events e
         join outbox_deliveries d on d.event_id = e.id and d.handler = 'pppoe.sync-access'
         join pppoe_accounts a on a.subscription_id = (e.payload->>'subscriptionId')::uuid
         join router_sync_items i on i.router_id = a.router_id and i.resource_key = a.username
        where e.topic = 'billing.access.changed.v1')
     select percentile_cont(0.5) within group (order by extract(epoch from relayed_at - occurred_at) * 1000)::float8 as relay,
            percentile_cont(0.5) within group (order by extract(epoch from done_at - relayed_at) * 1000)::float8 as handle,
            percentile_cont(0.5) within group (order by extract(epoch from applied_at - done_at) * 1000)::float8 as write
       from steps`,
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, ms]) => [`${name}P50Ms`, rounded(ms)]));
}

/** CPU time of everybody so far; the counter is this process, which also makes the load. */
async function cpu(
  database: Database,
  worker: WorkerProcess,
  simulator: SimulatorProcess,
): Promise<Record<string, number>> {
  const { user, system } = process.cpuUsage();
  const backend = await database.queryOne<{ pid: number }>('select pg_backend_pid() as pid');
  return {
    ...{ counter: (user + system) / 1_000, worker: await worker.cpuMs() },
    ...{ postgres: serverCpuMs(backend?.pid ?? 0), simulator: cpuMsOf(simulator.pid) },
  };
}

/** One subscriber after the other, past the product: what the router itself takes. */
async function floorMs(simulator: SimulatorProcess): Promise<number> {
  const raw = await RawConnection.open(simulator.port('floor'));
  const spans: number[] = [];
  for (let n = 0; n < FLOOR_WRITES; n++) {
    spans.push(
      await timed(() => raw.run([['/ppp/secret/set', '=.id=floor', `=profile=${n % 2 ? 'isolir' : 'default'}`]], 1)),
    );
  }
  raw.close();
  return median(spans);
}

function optionsWithRate(args: readonly string[]): Options {
  const at = args.indexOf('--rate');
  const rate = at < 0 ? 100 : Number(args[at + 1]);
  if (!(rate > 0)) throw new Error('--rate needs a number');
  return { ...optionsOf(args, { size: 2_000, rounds: 1 }), rate };
}

async function dialAll(simulator: SimulatorProcess, scene: Scene): Promise<void> {
  for (let n = 0; n < scene.debtors.length; n += 50) {
    const some = scene.debtors.slice(n, n + 50);
    await Promise.all(some.map(({ router, username }) => simulator.dial(routerName(router), username)));
  }
}

async function measure(options: Options, databaseUrl: string): Promise<object> {
  const scene = new Scene(options.size + WARM_UP, ROUTERS);
  const profile = { name: 'isolir' };
  const floorRouter = { version: '7.20' as const, name: 'floor', latencyMs: options.latency };
  const simulator = await SimulatorProcess.start([
    ...scene.simulated(options.latency),
    { ...floorRouter, rows: { '/ppp/profile': [profile], '/ppp/secret': [{ name: 'floor', profile: 'default' }] } },
  ]);
  settle(databaseUrl);
  const counter = await bootCounter();
  let worker: WorkerProcess | undefined;
  try {
    const database = counter.get(Database, { strict: false });
    const routers = await scene.seed(counter, (name) => simulator.port(name));
    worker = await WorkerProcess.start();
    for (const id of routers) await database.execute(`update routers set mode = 'MANAGED' where id = $1`, [id]);
    await dialAll(simulator, scene);
    await quiet(database);
    say(options, 'all routers in step, everybody isolated and online');
    await pay(counter, scene.debtors.slice(0, WARM_UP), options.rate / 4);
    await quiet(database);
    const floor = await floorMs(simulator);
    const before = await cpu(database, worker, simulator);
    const debtors = scene.debtors.slice(WARM_UP);
    const committed = await pay(counter, debtors, options.rate);
    const span = Math.max(...committed) - Math.min(...committed);
    await quiet(database);
    const after = await cpu(database, worker, simulator);
    say(options, `stages: ${JSON.stringify(await stages(database))}`);
    return report(options, {
      debtors,
      committed,
      at: await restored(simulator, scene),
      floor,
      span,
      cpuMs: Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, ms - (before[name] ?? 0)])),
    });
  } finally {
    await worker?.stop();
    await counter.close();
    await simulator.stop();
  }
}

interface Measured {
  debtors: readonly Debtor[];
  committed: readonly number[];
  at: ReadonlyMap<string, number>;
  floor: number;
  span: number;
  cpuMs: Readonly<Record<string, number>>;
}

function report(options: Options, { debtors, committed, at, floor, span, cpuMs }: Measured): object {
  const spans = debtors.map(({ username }, n) => {
    const written = at.get(username);
    if (written === undefined) throw new Error(`${username} paid and was never restored`);
    return Math.max(0, written - (committed[n] ?? NaN));
  });
  const sorted = [...spans].sort((a, b) => a - b);
  const p50 = quantile(sorted, 0.5);
  return {
    ...{ bench: 'restore-latency', size: options.size, routers: ROUTERS, latencyMs: options.latency },
    ...{ wantedRatePerSecond: options.rate, ratePerSecond: rounded((options.size * 1_000) / span) },
    ...{ productP50Ms: p50, productP90Ms: quantile(sorted, 0.9), productP99Ms: quantile(sorted, 0.99) },
    ...{ productMaxMs: sorted.at(-1), floorMs: rounded(floor, 2), ratio: rounded(p50 / floor) },
    ...Object.fromEntries(
      Object.entries(cpuMs).map(([name, ms]) => [`${name}CpuMsPerPayment`, rounded(ms / options.size, 2)]),
    ),
    goalP99Ms: GOAL_P99_MS,
  };
}

async function main(): Promise<void> {
  const options = optionsWithRate(process.argv.slice(2));
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- restore-latency`');
  const database = await BenchDatabase.create(serverUrl);
  try {
    process.stdout.write(`${JSON.stringify(await measure(options, database.url))}\n`);
  } finally {
    await database.drop();
  }
}

start(main);
