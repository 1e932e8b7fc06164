import fs from 'node:fs';
import path from 'node:path';
import { DATA_DIR } from '../paths.mjs';
import { prepare } from '../prepare/prepare.mjs';
import { onLeave } from '../system/parent.mjs';
import { resetData } from '../system/reset.mjs';
import { runningSystem } from '../system/run-file.mjs';

/** The command behind `npm run story`; resolves to the exit code. */
export async function story(args) {
  try {
    await prepare();
    const { passToCli } = await import('../system/cli.mjs');
    const play = (system) => passToCli(['story', ...args], { ...process.env, ...system.environment });
    const running = args.includes('--help') ? { environment: {} } : demoThatRuns();
    return running ? await play(running) : await withOwnSystem(play);
  } catch (e) {
    console.error(e.message);
    return 1;
  }
}

function demoThatRuns() {
  const system = runningSystem(DATA_DIR);
  return system?.demo ? system : null;
}

/** A system of its own on free ports and fresh data; the data is kept when the story fails. */
async function withOwnSystem(play) {
  const { System } = await import('../system/system.mjs');
  const dir = path.join(DATA_DIR, 'story');
  const log = (line) => process.stderr.write(`${line}\n`);
  resetData(dir);
  delete process.env.DATABASE_URL;
  log('no demo is running here: starting one for the story …');
  const system = new System({ dir, port: 3100, databasePort: 0, demo: true, log, onGiveUp: () => void system.stop() });
  onLeave((code) => void system.stop().then(() => process.exit(code)));
  let code;
  try {
    code = await play(await system.start());
  } finally {
    await system.stop();
  }
  if (code === 0) fs.rmSync(dir, { recursive: true, force: true });
  else log(`its data and logs are kept in ${dir}`);
  return code;
}
