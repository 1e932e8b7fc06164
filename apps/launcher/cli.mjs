// `npm run cli -- <command>`: a command of apps/cli on the running system, or on the data in .data/.
import './prepare/node-version.mjs';

const { readEnvFile } = await import('./system/env-file.mjs');
readEnvFile();
const { prepare } = await import('./prepare/prepare.mjs');
const args = process.argv.slice(2);
/** These need no database. */
const isOffline = ['openapi', 'env-example', 'help'].includes(args[0]) || args.length === 0 || args.includes('--help');

try {
  await prepare();
  const { passToCli } = await import('./system/cli.mjs');
  if (isOffline) {
    process.exitCode = await passToCli(args, process.env);
  } else {
    const { commandEnvironment } = await import('./commands/environment.mjs');
    const { env, close } = await commandEnvironment();
    process.exitCode = await passToCli(args, env);
    await close();
  }
} catch (e) {
  console.error(e.message);
  process.exitCode = 1;
}
process.exit();
