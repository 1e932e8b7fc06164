import 'reflect-metadata';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { optionsOf, rounded, start, timed } from './routers/figures';
import { type OneRouter, ROUTER, roundsOf, routerFigures, withOneRouter } from './routers/one-router';
import { type SimulatorProcess } from './routers/simulator-process';
import { secret } from './routers/subscribers';
import { want } from './routers/sync-process';

/**
 * A whole full sync of a router that is in step, against one raw print of the same columns, interleaved. Nothing may be
 * written. The last line of stdout is the result as JSON.
 */
const NAME = 'router-sync-in-step';
const GOAL = 1.5;

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2), { size: 10_000, rounds: 7 });
  await withOneRouter(NAME, options, async (router) => {
    const { id, marks, simulator, raw } = router;
    for (let n = 0; n < options.size; n++) want(id, secret(n));
    await syncOf(router);
    const table = await printOfSecrets(simulator);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const rounds = await roundsOf(options, async (n) => {
      raw.rows = 0;
      const floorMs = await timed(() => raw.run([table], 1));
      if (raw.rows !== options.size) throw new Error(`${raw.rows} rows instead of ${options.size}`);
      await marks.wantFullSync(id);
      if (n === 1) delay.enable();
      return { floorMs, productMs: await timed(() => syncOf(router)) };
    });
    delay.disable();
    const writes = (await simulator.commands(ROUTER, true)).length;
    const extra = { writes, longestPauseMs: rounded(delay.max / 1e6) };
    process.stdout.write(`${JSON.stringify({ ...routerFigures(NAME, options, GOAL, rounds), ...extra })}\n`);
    if (writes > 0) throw new Error(`${writes} writes on a router that was in step`);
  });
}

async function syncOf({ id, sync }: OneRouter): Promise<void> {
  const outcome = await sync.run(id, new AbortController().signal);
  if (outcome !== 'done') throw new Error(`the sync ended with ${outcome}`);
}

/** The very sentence that the product prints the secrets with. */
async function printOfSecrets(simulator: SimulatorProcess): Promise<string[]> {
  const prints = (await simulator.commands(ROUTER)).filter(({ command }) => command === '/ppp/secret/print');
  const table = prints.find(({ attributes }) => attributes['.proplist'] !== undefined);
  if (!table) throw new Error('the product did not print the secrets');
  return table.words.filter((word) => !word.startsWith('.tag='));
}

start(main);
