import { RouterSync, SyncRouterService } from '@app/mikrotik';
import { BenchDatabase } from '../invoice-run/bench-database';
import { type BenchOptions, median, rounded, say } from './figures';
import { RawConnection } from './raw-connection';
import { SimulatorProcess } from './simulator-process';
import { profiles, rowsInStep } from './subscribers';
import { bootSync, insertSite, register, want } from './sync-process';

/** The name of the simulated router. */
export const ROUTER = 'bench';

/** A router with its subscribers in step, the product that keeps it so, and a raw connection to it. */
export interface OneRouter {
  id: string;
  marks: RouterSync;
  sync: SyncRouterService;
  simulator: SimulatorProcess;
  raw: RawConnection;
}

/** What product and floor took in one round. */
export interface RouterRound {
  productMs: number;
  floorMs: number;
}

/** Sets up a router for a benchmark of that name; everything is gone afterwards. */
export async function withOneRouter(
  name: string,
  options: BenchOptions,
  work: (router: OneRouter) => Promise<void>,
): Promise<void> {
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error(`BENCH_DATABASE_URL is not set: use \`npm run bench -- ${name}\``);
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
    const marks = app.get(RouterSync, { strict: false });
    const sync = app.get(SyncRouterService, { strict: false });
    await work({ id, marks, sync, simulator, raw });
  } finally {
    raw.close();
    await app.close();
    await simulator.stop();
    await database.drop();
  }
}

/** The rounds after the warm-up, each told as it ends. */
export async function roundsOf<T extends RouterRound>(
  options: BenchOptions,
  round: (n: number) => Promise<T>,
): Promise<T[]> {
  const rounds: T[] = [];
  for (let n = 0; n <= options.rounds; n++) {
    const one = await round(n);
    const label = n === 0 ? 'warm-up' : `round ${n}`;
    say(options, `${label}: floor ${rounded(one.floorMs)} ms, product ${rounded(one.productMs)} ms`);
    if (n > 0) rounds.push(one);
  }
  return rounds;
}

/** What all benchmarks of one router report. */
export function routerFigures(bench: string, options: BenchOptions, goal: number, rounds: readonly RouterRound[]) {
  const ratios = rounds.map(({ productMs, floorMs }) => productMs / floorMs);
  return {
    ...{ bench, size: options.size, latencyMs: options.latency },
    productMs: rounded(median(rounds.map(({ productMs }) => productMs))),
    floorMs: rounded(median(rounds.map(({ floorMs }) => floorMs))),
    ratio: rounded(median(ratios), 3),
    goal,
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    rounds: rounds.length,
  };
}
