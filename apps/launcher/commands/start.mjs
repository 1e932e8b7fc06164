import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DATA_DIR } from '../paths.mjs';
import { prepare } from '../prepare/prepare.mjs';
import { banner } from '../system/banner.mjs';
import { DemoMark } from '../system/demo-mark.mjs';
import { answers } from '../system/health.mjs';
import { takeLock } from '../system/lock.mjs';
import { onLeave } from '../system/parent.mjs';
import { resetData } from '../system/reset.mjs';
import { runningSystem } from '../system/run-file.mjs';

const HELP = `npm start [-- options]

Starts Langgan: installs and builds what is needed, starts PostgreSQL, migrates, seeds a demo internet provider once,
and runs simulator, API and worker until Ctrl-C. Data is kept in .data/ (or the folder that DATA_DIR names).

  --empty      no demo: an empty system without simulator (decided by the first start of a data folder)
  --port N     port of the API (default 3000, or PORT); a free one is taken when it is in use
  --reset      delete all data of the folder first; refused while something runs there
  --verbose    show the logs of the processes instead of writing them to .data/logs/
  --help       this text

With DATABASE_URL set, nothing is embedded and nothing is seeded: the given PostgreSQL is migrated and used. REDIS_URL
moves queues, cache and limits to Redis. All settings: .env.example.
`;

const OPTIONS = {
  empty: { type: 'boolean', default: false },
  port: { type: 'string' },
  reset: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
};

const log = (line) => console.log(line);

/** The command behind `npm start`. Ends the process. */
export async function start(args) {
  const options = read(args);
  if (options.help) return void console.log(HELP);
  try {
    process.exitCode = await run(options);
  } catch (e) {
    console.error(e.message);
    process.exitCode = 1;
  }
  process.exit();
}

async function run(options) {
  if (!options.reset && (await attach(DATA_DIR))) return 0;
  await prepare({ log });
  fs.mkdirSync(DATA_DIR, { recursive: true });
  // of two starts at once the second waits here, and then finds the first one's system
  const release = await takeLock(path.join(DATA_DIR, 'start.lock'), { waitMs: 10 * 60_000 });
  try {
    if (!options.reset && (await attach(DATA_DIR))) return 0;
    if (options.reset) resetData(DATA_DIR);
    return await launch(options, release);
  } finally {
    release();
  }
}

function read(args) {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    const port = Number(values.port ?? (process.env.PORT || 3000));
    if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`--port ${values.port}: not a port`);
    return { ...values, port };
  } catch (e) {
    console.error(`${e.message}\n\n${HELP}`);
    return process.exit(2);
  }
}

/** A second start in the same folder shows the system that runs already. */
/** A second start in the same folder shows the system that runs already. */
async function attach(dir) {
  const system = runningSystem(dir);
  if (!system) return false;
  const healthy = await answers(`http://127.0.0.1:${system.ports.api}/health/ready`);
  log(`Langgan runs already (process ${system.pids.launcher}${healthy ? '' : ', not healthy at the moment'}).`);
  log(banner(system));
  return true;
}

/** Runs the system until it is told to stop or breaks; resolves to the exit code. */
async function launch({ empty, port, verbose }, onStarted) {
  const demo = !process.env.DATABASE_URL && wantsDemo(empty);
  const { Interrupted, System } = await import('../system/system.mjs');
  return new Promise((resolve) => {
    let started = false;
    const onGiveUp = (name) => {
      log(`${name} crashed too often`);
      void end(1);
    };
    const system = new System({ dir: DATA_DIR, port, demo, verbose, log, onGiveUp });
    const end = async (code) => {
      if (!system.closing) log('stopping …');
      await system.stop();
      resolve(code);
    };
    onLeave((code) => void end(started ? 0 : code));
    system.start().then(
      (description) => {
        started = true;
        onStarted();
        log(banner(description, system.owner));
      },
      (e) => {
        if (e instanceof Interrupted) return;
        console.error(e.message);
        void end(1);
      },
    );
  });
}

/** The first start of a folder decides; afterwards only --reset changes it. */
function wantsDemo(empty) {
  const mark = new DemoMark(DATA_DIR);
  const before = mark.read();
  if (before.demo && empty) {
    throw new Error('This folder holds the demo. For an empty system: npm start -- --reset --empty');
  }
  if (before.demo === false && !empty) log('This folder was started with --empty and stays so.');
  if (before.demo === undefined) mark.add({ demo: !empty });
  return before.demo ?? !empty;
}
