import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../paths.mjs';
import { prepare } from '../prepare/prepare.mjs';
import { passTo } from '../system/cli.mjs';

const RUNNER = path.join(ROOT, 'dist', 'test', 'cases', 'run-cases.js');
const OWN = path.join(ROOT, 'test', 'cases', 'billing-cases.json');

/** The command behind `npm run test:cases`; resolves to the exit code. Without a file it checks the project's own cases. */
export async function cases([file]) {
  if (file === '--help') {
    process.stdout.write('usage: npm run test:cases -- FILE\n');
    return 0;
  }
  try {
    await prepare();
  } catch (e) {
    process.stderr.write(`${e.message}\n`);
    return 1;
  }
  return passTo([RUNNER, file === undefined ? OWN : found(file)], { ...process.env, TZ: 'UTC' });
}

/** npm runs us in the project folder: a relative path is meant from where npm was called. */
function found(file) {
  const asked = path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
  return fs.existsSync(asked) ? asked : path.resolve(ROOT, file);
}
