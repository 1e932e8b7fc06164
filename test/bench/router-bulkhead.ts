import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { RouterPool, RouterSync } from '@app/mikrotik';
import { Database } from '@app/platform';
import { BenchDatabase } from './invoice-run/bench-database';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';
import { SimulatorProcess } from './routers/simulator-process';
import { nameOf, profiles, rowsInStep, secret } from './routers/subscribers';
import { bootSync, insertSite, register, want } from './routers/sync-process';

/**
 * A worker with its queue: the same work on 45 routers while 5 others are half-open and have work too, against the time
 * without the five, interleaved. The last line of stdout is the result as JSON.
 */
const ROUTERS = 50;
const DEAD = 5;
const GOAL = 1.1;

interface Round {
  withDeadMs: number;
  withoutMs: number;
}

class Scene {
  private isolated = false;

  constructor(
    private readonly app: INestApplicationContext,
    private readonly ids: readonly string[],
    private readonly simulator: SimulatorProcess,
    private readonly options: BenchOptions,
  ) {}

  /** Turns every subscriber over on the healthy routers (and the dead, if asked), until the healthy are in step. */
  async turnOver(withDead: boolean): Promise<number> {
    this.isolated = !this.isolated;
    const ids = withDead ? this.ids : this.ids.slice(DEAD);
    const numbers = Array.from({ length: this.options.size }, (_, n) => n);
    for (const id of ids) for (const n of numbers) want(id, secret(n, this.isolated));
    const dirty = ids.flatMap((routerId) =>
      numbers.map((n) => ({ routerId, kind: 'ppp-secret' as const, key: nameOf(n) })),
    );
    return timed(async () => {
      await this.app.get(RouterSync, { strict: false }).markManyDirty(dirty);
      while ((await this.pending()) > 0) await sleep(10);
    });
  }

  async kill(): Promise<void> {
    for (let n = 0; n < DEAD; n++) await this.simulator.faults(`r${n}`, { halfOpen: true });
  }

  /** The dead are back and in step. */
  async heal(): Promise<void> {
    for (let n = 0; n < DEAD; n++) await this.simulator.faults(`r${n}`, null);
    const marks = this.app.get(RouterSync, { strict: false });
    for (;;) {
      for (const id of this.ids.slice(0, DEAD)) await marks.forgetBackoff(id);
      await sleep(200);
      if ((await this.pending(0)) === 0) return;
    }
  }

  private async pending(from = DEAD): Promise<number> {
    const row = await this.app
      .get(Database, { strict: false })
      .queryOne<{ count: number }>(
        `select count(*)::int as count from router_sync_items where router_id = any ($1) and wanted_version > applied_version`,
        [this.ids.slice(from)],
      );
    return row?.count ?? 0;
  }
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 40, rounds: 5 });
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- router-bulkhead`');
  const database = await BenchDatabase.create(serverUrl);
  const rows = rowsInStep(options.size);
  const simulator = await SimulatorProcess.start(
    Array.from({ length: ROUTERS }, (_, n) => ({ version: '7.20', name: `r${n}`, latencyMs: options.latency, rows })),
  );
  const app = await bootSync(database.url, { worker: true });
  try {
    const siteId = await insertSite(app);
    const ids: string[] = [];
    for (let n = 0; n < ROUTERS; n++) {
      const id = await register(app, { siteId, name: `r${n}`, port: simulator.port(`r${n}`) });
      for (const resource of profiles) want(id, resource);
      ids.push(id);
    }
    const scene = new Scene(app, ids, simulator, options);
    await scene.turnOver(true);
    await scene.heal();
    const rounds: Round[] = [];
    for (let n = 0; n <= options.rounds; n++) {
      const withoutMs = await scene.turnOver(false);
      await scene.kill();
      const withDeadMs = await scene.turnOver(true);
      await scene.heal();
      say(
        options,
        `${n === 0 ? 'warm-up' : `round ${n}`}: without ${rounded(withoutMs)} ms, with ${rounded(withDeadMs)} ms`,
      );
      if (n > 0) rounds.push({ withDeadMs, withoutMs });
    }
    const states = [...app.get(RouterPool, { strict: false }).states().values()];
    report(options, rounds, states.filter(({ breaker }) => breaker.state !== 'closed').length);
  } finally {
    await app.close();
    await simulator.stop();
    await database.drop();
  }
}

function report(options: BenchOptions, rounds: readonly Round[], openBreakers: number): void {
  const ratios = rounds.map(({ withDeadMs, withoutMs }) => withDeadMs / withoutMs);
  const result = {
    bench: 'router-bulkhead',
    size: options.size,
    routers: ROUTERS,
    dead: DEAD,
    latencyMs: options.latency,
    productMs: rounded(median(rounds.map(({ withDeadMs }) => withDeadMs))),
    floorMs: rounded(median(rounds.map(({ withoutMs }) => withoutMs))),
    ratio: rounded(median(ratios), 3),
    goal: GOAL,
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    openBreakersAtTheEnd: openBreakers,
    rounds: rounds.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

start(main);
