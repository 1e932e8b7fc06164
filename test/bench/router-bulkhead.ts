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
 * A worker with its queue and 50 routers: the work on 45 while the other 5 are half-open, against the same work without the
 * five. A block is so many turns of all subscribers of the 45; blocks with and without the five alternate, and each round
 * begins with the other one.
 *
 * Before a block with the five is timed they have fallen silent, have as much work as any other, and the worker is waiting
 * for them: whatever the dead can hold (slots, leases, connections) is held when the clock starts. Their marks are not in
 * the time: it is the work on the 45 that is asked for, and 2,000 marks take longer than 1,800 where nobody is dead at all.
 * Commands and logins wait a fifth of what they do by default, so that a block of seconds sees as many timeouts, retries and
 * trials of the dead as half a minute of production. That the five come back is left to the product alone, and told
 * (`backMs`). The last line of stdout is the result as JSON.
 */
const ROUTERS = 50;
const DEAD = 5;
const TURNS = 4;
const GOAL = 1.1;
const WAITS = { ROUTER_COMMAND_TIMEOUT_MS: '2000', ROUTER_LOGIN_TIMEOUT_MS: '1000', ROUTER_CONNECT_TIMEOUT_MS: '1000' };

/** What a block took, by the clock and of the worker's processor (which does not feel what else runs on the machine). */
interface Block {
  ms: number;
  cpuMs: number;
}

interface Round {
  withDead: Block;
  without: Block;
  /** From the end of the silence until the five were in step. */
  backMs: number;
}

class Scene {
  private readonly isolated = new Set<string>();

  constructor(
    private readonly app: INestApplicationContext,
    private readonly ids: readonly string[],
    private readonly simulator: SimulatorProcess,
    private readonly options: BenchOptions,
  ) {}

  async round(deadFirst: boolean): Promise<Round> {
    const without = deadFirst ? undefined : await this.block();
    await this.kill();
    const withDead = await this.block();
    const backMs = await timed(() => this.heal());
    return { withDead, without: without ?? (await this.block()), backMs };
  }

  /** Everybody is in step for the first time. */
  async settle(): Promise<void> {
    await this.turnOver(this.ids);
    while ((await this.pending(this.ids)) > 0) await sleep(50);
  }

  private async block(): Promise<Block> {
    const healthy = this.ids.slice(DEAD);
    const before = process.cpuUsage();
    const ms = await timed(async () => {
      for (let n = 0; n < TURNS; n++) {
        await this.turnOver(healthy);
        while ((await this.pending(healthy)) > 0) await sleep(10);
      }
    });
    const { user, system } = process.cpuUsage(before);
    return { ms, cpuMs: (user + system) / 1_000 };
  }

  /** All subscribers of these routers are to be isolated, or back. */
  private async turnOver(ids: readonly string[]): Promise<void> {
    const numbers = Array.from({ length: this.options.size }, (_, n) => n);
    for (const id of ids) {
      if (!this.isolated.delete(id)) this.isolated.add(id);
      for (const n of numbers) want(id, secret(n, this.isolated.has(id)));
    }
    await this.app
      .get(RouterSync, { strict: false })
      .markManyDirty(
        ids.flatMap((routerId) => numbers.map((n) => ({ routerId, kind: 'ppp-secret' as const, key: nameOf(n) }))),
      );
  }

  /** The dead fall silent with work to do, and the worker is stuck with them. */
  private async kill(): Promise<void> {
    const dead = this.ids.slice(0, DEAD);
    for (let n = 0; n < DEAD; n++) await this.simulator.faults(`r${n}`, { halfOpen: true });
    await this.turnOver(dead);
    const pool = this.app.get(RouterPool, { strict: false });
    while (!dead.every((id) => (pool.state(id)?.inFlight ?? 0) > 0)) await sleep(5);
  }

  /** The dead answer again; nobody tells the product. */
  private async heal(): Promise<void> {
    for (let n = 0; n < DEAD; n++) await this.simulator.faults(`r${n}`, null);
    while ((await this.pending(this.ids.slice(0, DEAD))) > 0) await sleep(20);
  }

  private async pending(ids: readonly string[]): Promise<number> {
    const row = await this.app
      .get(Database, { strict: false })
      .queryOne<{ count: number }>(
        `select count(*)::int as count from router_sync_items where router_id = any ($1) and wanted_version > applied_version`,
        [ids],
      );
    return row?.count ?? 0;
  }
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 40, rounds: 15 });
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- router-bulkhead`');
  const database = await BenchDatabase.create(serverUrl);
  const rows = rowsInStep(options.size);
  const simulator = await SimulatorProcess.start(
    Array.from({ length: ROUTERS }, (_, n) => ({ version: '7.20', name: `r${n}`, latencyMs: options.latency, rows })),
  );
  Object.assign(process.env, WAITS);
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
    await scene.settle();
    const rounds: Round[] = [];
    for (let n = 0; n <= options.rounds; n++) {
      const round = await scene.round(n % 2 === 0);
      const told = ({ ms, cpuMs }: Block): string => `${rounded(ms)} ms (processor ${rounded(cpuMs)})`;
      const name = n === 0 ? 'warm-up' : `round ${n}`;
      say(
        options,
        `${name}: without ${told(round.without)}, with ${told(round.withDead)}; back ${rounded(round.backMs)} ms`,
      );
      if (n > 0) rounds.push(round);
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
  const ratios = rounds.map(({ withDead, without }) => withDead.ms / without.ms);
  const result = {
    bench: 'router-bulkhead',
    size: options.size,
    routers: ROUTERS,
    dead: DEAD,
    turns: TURNS,
    latencyMs: options.latency,
    productMs: rounded(median(rounds.map(({ withDead }) => withDead.ms))),
    floorMs: rounded(median(rounds.map(({ without }) => without.ms))),
    ratio: rounded(median(ratios), 3),
    goal: GOAL,
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    cpuRatio: rounded(median(rounds.map(({ withDead, without }) => withDead.cpuMs / without.cpuMs)), 3),
    backMs: rounded(median(rounds.map(({ backMs }) => backMs))),
    openBreakersAtTheEnd: openBreakers,
    rounds: rounds.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

start(main);
