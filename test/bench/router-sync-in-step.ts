import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { RouterSync, SyncRouterService } from '@app/mikrotik';
import { BenchDatabase } from './invoice-run/bench-database';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';
import { RawConnection } from './routers/raw-connection';
import { SimulatorProcess } from './routers/simulator-process';
import { profiles, rowsInStep, secret } from './routers/subscribers';
import { bootSync, insertSite, register, want } from './routers/sync-process';

/**
 * A whole full sync of a router that is in step, against one raw print of the same columns, interleaved. Nothing may be
 * written. The last line of stdout is the result as JSON.
 */
const ROUTER = 'bench';
const GOAL = 1.5;

interface Round {
  productMs: number;
  floorMs: number;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 10_000, rounds: 7 });
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- router-sync-in-step`');
  const database = await BenchDatabase.create(serverUrl);
  const simulator = await SimulatorProcess.start([
    { version: '7.20', name: ROUTER, latencyMs: options.latency, rows: rowsInStep(options.size) },
  ]);
  const app = await bootSync(database.url);
  const raw = await RawConnection.open(simulator.port(ROUTER));
  try {
    const siteId = await insertSite(app);
    const id = await register(app, { siteId, name: ROUTER, port: simulator.port(ROUTER) });
    for (const resource of profiles) want(id, resource);
    for (let n = 0; n < options.size; n++) want(id, secret(n));
    const [marks, sync] = [app.get(RouterSync, { strict: false }), app.get(SyncRouterService, { strict: false })];
    const never = new AbortController().signal;
    const product = async (): Promise<void> => {
      const outcome = await sync.run(id, never);
      if (outcome !== 'done') throw new Error(`the sync ended with ${outcome}`);
    };
    await product();
    const table = await printOfSecrets(simulator);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const rounds: Round[] = [];
    for (let n = 0; n <= options.rounds; n++) {
      raw.rows = 0;
      const floorMs = await timed(() => raw.run([table], 1));
      if (raw.rows !== options.size) throw new Error(`${raw.rows} rows instead of ${options.size}`);
      await marks.wantFullSync(id);
      if (n === 1) delay.enable();
      const productMs = await timed(product);
      say(
        options,
        `${n === 0 ? 'warm-up' : `round ${n}`}: floor ${rounded(floorMs)} ms, product ${rounded(productMs)} ms`,
      );
      if (n > 0) rounds.push({ productMs, floorMs });
    }
    delay.disable();
    const writes = (await simulator.commands(ROUTER, true)).length;
    report(options, rounds, { writes, longestPauseMs: rounded(delay.max / 1e6) });
  } finally {
    raw.close();
    await app.close();
    await simulator.stop();
    await database.drop();
  }
}

/** The very sentence that the product prints the secrets with. */
async function printOfSecrets(simulator: SimulatorProcess): Promise<string[]> {
  const prints = (await simulator.commands(ROUTER)).filter(({ command }) => command === '/ppp/secret/print');
  const table = prints.find(({ attributes }) => attributes['.proplist'] !== undefined);
  if (!table) throw new Error('the product did not print the secrets');
  return table.words.filter((word) => !word.startsWith('.tag='));
}

function report(
  options: BenchOptions,
  rounds: readonly Round[],
  extra: { writes: number; longestPauseMs: number },
): void {
  const ratios = rounds.map(({ productMs, floorMs }) => productMs / floorMs);
  const result = {
    bench: 'router-sync-in-step',
    size: options.size,
    latencyMs: options.latency,
    productMs: rounded(median(rounds.map(({ productMs }) => productMs))),
    floorMs: rounded(median(rounds.map(({ floorMs }) => floorMs))),
    ratio: rounded(median(ratios), 3),
    goal: GOAL,
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    rounds: rounds.length,
    ...extra,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (extra.writes > 0) throw new Error(`${extra.writes} writes on a router that was in step`);
}

start(main);
