// `npm start`: everything that Langgan needs, from a bare machine to a running system. See --help.
import './prepare/node-version.mjs';

const { readEnvFile } = await import('./system/env-file.mjs');
readEnvFile();
const { start } = await import('./commands/start.mjs');
await start(process.argv.slice(2));
