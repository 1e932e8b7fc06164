import 'reflect-metadata';
import { type BenchOptions, optionsOf, start, timed } from './routers/figures';
import { type OneRouter, ROUTER, roundsOf, routerFigures, withOneRouter } from './routers/one-router';
import { nameOf, secret } from './routers/subscribers';
import { want } from './routers/sync-process';

/**
 * Isolating many subscribers of one router who are online, from the marks in the queue to the last ended session, against the
 * very same sentences sent raw with eight in flight, interleaved. The last line of stdout is the result as JSON.
 */
const NAME = 'router-bulk';
const WINDOW = 8;
const GOAL = 1.25;

type Sentence = readonly string[];

/** One router, its subscribers, and the two ways of isolating them. */
class Scene {
  private readonly never = new AbortController().signal;

  constructor(
    private readonly router: OneRouter,
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
    const sent = (await this.router.simulator.commands(ROUTER)).filter(({ at }) => at >= begun);
    await this.verify();
    const sentences = sent.map(({ words }) => words.filter((word) => !word.startsWith('.tag=')));
    return { ms, sentences: sentences.map((words) => byName(words, names)) };
  }

  async floor(sentences: readonly Sentence[]): Promise<number> {
    const ids = new Map([...(await this.sessionNames())].map(([id, name]) => [name, id]));
    const ready = sentences.map((words) => byId(words, ids));
    const ms = await timed(() => this.router.raw.run(ready, WINDOW));
    await this.verify();
    return ms;
  }

  private async mark(isolated: boolean): Promise<void> {
    const { id, marks } = this.router;
    const numbers = Array.from({ length: this.options.size }, (_, n) => n);
    for (const n of numbers) want(id, secret(n, isolated));
    const priority = isolated ? 3 : 1;
    await marks.markDirty(
      id,
      numbers.map((n) => ({ kind: 'ppp-secret', key: nameOf(n), priority })),
    );
  }

  private async run(): Promise<void> {
    const outcome = await this.router.sync.run(this.router.id, this.never);
    if (outcome !== 'done') throw new Error(`the sync ended with ${outcome}`);
  }

  private async dialAll(): Promise<void> {
    for (let n = 0; n < this.options.size; n += 50) {
      const names = Array.from({ length: Math.min(50, this.options.size - n) }, (_, k) => nameOf(n + k));
      await Promise.all(names.map((name) => this.router.simulator.dial(ROUTER, name)));
    }
    const online = (await this.sessionNames()).size;
    if (online !== this.options.size) throw new Error(`${online} online instead of ${this.options.size}`);
  }

  private async verify(): Promise<void> {
    const isolated = (await this.router.simulator.rows(ROUTER, '/ppp/secret')).filter(
      ({ profile }) => profile === 'isolir',
    );
    const online = (await this.sessionNames()).size;
    if (isolated.length !== this.options.size || online > 0) {
      throw new Error(`${isolated.length} isolated, ${online} still online`);
    }
  }

  private async sessionNames(): Promise<Map<string, string>> {
    const rows = await this.router.simulator.rows(ROUTER, '/ppp/active');
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
  await withOneRouter(NAME, options, async (router) => {
    const scene = new Scene(router, options);
    const rounds = await roundsOf(options, async () => {
      await scene.reset();
      const { ms: productMs, sentences } = await scene.product();
      await scene.reset();
      return { productMs, floorMs: await scene.floor(sentences), sentences: sentences.length };
    });
    const result = { ...routerFigures(NAME, options, GOAL, rounds), sentences: rounds[0]?.sentences ?? 0 };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  });
}

start(main);
