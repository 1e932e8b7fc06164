import 'reflect-metadata';
import { RouterSync, SyncRouterService } from '@app/mikrotik';
import { BenchDatabase } from './invoice-run/bench-database';
import { type BenchOptions, median, optionsOf, rounded, say, start, timed } from './routers/figures';
import { RawConnection } from './routers/raw-connection';
import { SimulatorProcess } from './routers/simulator-process';
import { nameOf, profiles, rowsInStep, secret } from './routers/subscribers';
import { bootSync, insertSite, register, want } from './routers/sync-process';

/**
 * Isolating many subscribers of one router who are online, from the marks in the queue to the last ended session, against the
 * very same sentences sent raw with eight in flight, interleaved. The last line of stdout is the result as JSON.
 */
const ROUTER = 'bench';
const WINDOW = 8;
const GOAL = 1.25;

interface Round {
  productMs: number;
  floorMs: number;
  sentences: number;
}

type Sentence = readonly string[];

/** One router, its subscribers, and the two ways of isolating them. */
class Scene {
  private readonly never = new AbortController().signal;

  constructor(
    private readonly parts: { id: string; marks: RouterSync; sync: SyncRouterService },
    private readonly simulator: SimulatorProcess,
    private readonly raw: RawConnection,
    private readonly options: BenchOptions,
  ) {}

  /** Everybody online and with service. */
  async reset(): Promise<void> {
    await this.mark(false);
    await this.run();
    await this.dialAll();
  }

  /** What the product sent, in its order, with the sessions of the ended ones by name. */
  async product(): Promise<{ ms: number; sentences: Sentence[] }> {
    await this.mark(true);
    const names = await this.sessionNames();
    const begun = Date.now();
    const ms = await timed(() => this.run());
    // why: by time, because the simulator does not keep its log for ever
    const sent = (await this.simulator.commands(ROUTER)).filter(({ at }) => at >= begun);
    await this.verify();
    const sentences = sent.map(({ words }) => words.filter((word) => !word.startsWith('.tag=')));
    return { ms, sentences: sentences.map((words) => byName(words, names)) };
  }

  async floor(sentences: readonly Sentence[]): Promise<number> {
    const ids = new Map([...(await this.sessionNames())].map(([id, name]) => [name, id]));
    const ready = sentences.map((words) => byId(words, ids));
    const ms = await timed(() => this.raw.run(ready, WINDOW));
    await this.verify();
    return ms;
  }

  private async mark(isolated: boolean): Promise<void> {
    const { id, marks } = this.parts;
    const numbers = Array.from({ length: this.options.size }, (_, n) => n);
    for (const n of numbers) want(id, secret(n, isolated));
    const priority = isolated ? 3 : 1;
    await marks.markDirty(
      id,
      numbers.map((n) => ({ kind: 'ppp-secret', key: nameOf(n), priority })),
    );
  }

  private async run(): Promise<void> {
    const outcome = await this.parts.sync.run(this.parts.id, this.never);
    if (outcome !== 'done') throw new Error(`the sync ended with ${outcome}`);
  }

  private async dialAll(): Promise<void> {
    for (let n = 0; n < this.options.size; n += 50) {
      const names = Array.from({ length: Math.min(50, this.options.size - n) }, (_, k) => nameOf(n + k));
      await Promise.all(names.map((name) => this.simulator.dial(ROUTER, name)));
    }
    const online = (await this.sessionNames()).size;
    if (online !== this.options.size) throw new Error(`${online} online instead of ${this.options.size}`);
  }

  private async verify(): Promise<void> {
    const isolated = (await this.simulator.rows(ROUTER, '/ppp/secret')).filter(({ profile }) => profile === 'isolir');
    const online = (await this.sessionNames()).size;
    if (isolated.length !== this.options.size || online > 0) {
      throw new Error(`${isolated.length} isolated, ${online} still online`);
    }
  }

  private async sessionNames(): Promise<Map<string, string>> {
    const rows = await this.simulator.rows(ROUTER, '/ppp/active');
    return new Map(rows.map((row) => [row['.id'] ?? '', row.name ?? '']));
  }
}

/** why: a session has another id in every round, so that it goes by name between the rounds. */
function byName(words: Sentence, names: ReadonlyMap<string, string>): Sentence {
  return words[0] === '/ppp/active/remove' ? words.map((word) => replaceIds(word, names)) : words;
}

const byId = (words: Sentence, ids: ReadonlyMap<string, string>): Sentence => byName(words, ids);

function replaceIds(word: string, by: ReadonlyMap<string, string>): string {
  const list = word.startsWith('=.id=') ? word.slice(5).split(',') : undefined;
  return list ? `=.id=${list.map((one) => by.get(one) ?? one).join(',')}` : word;
}

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 1_000, rounds: 7 });
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- router-bulk`');
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
    const parts = {
      ...{ id, marks: app.get(RouterSync, { strict: false }), sync: app.get(SyncRouterService, { strict: false }) },
    };
    const scene = new Scene(parts, simulator, raw, options);
    const rounds: Round[] = [];
    for (let n = 0; n <= options.rounds; n++) {
      await scene.reset();
      const { ms: productMs, sentences } = await scene.product();
      await scene.reset();
      const floorMs = await scene.floor(sentences);
      say(
        options,
        `${n === 0 ? 'warm-up' : `round ${n}`}: floor ${rounded(floorMs)} ms, product ${rounded(productMs)} ms`,
      );
      if (n > 0) rounds.push({ productMs, floorMs, sentences: sentences.length });
    }
    report(options, rounds);
  } finally {
    raw.close();
    await app.close();
    await simulator.stop();
    await database.drop();
  }
}

function report(options: BenchOptions, rounds: readonly Round[]): void {
  const ratios = rounds.map(({ productMs, floorMs }) => productMs / floorMs);
  const result = {
    bench: 'router-bulk',
    size: options.size,
    latencyMs: options.latency,
    productMs: rounded(median(rounds.map(({ productMs }) => productMs))),
    floorMs: rounded(median(rounds.map(({ floorMs }) => floorMs))),
    ratio: rounded(median(ratios), 3),
    goal: GOAL,
    ratios: ratios.map((ratio) => rounded(ratio, 3)),
    sentences: rounds[0]?.sentences ?? 0,
    rounds: rounds.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

start(main);
