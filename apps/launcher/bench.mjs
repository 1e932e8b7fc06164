// `npm run bench -- <name> [--size N] [--json]`: one benchmark of test/bench on a PostgreSQL with normal durability.
import './prepare/node-version.mjs';

const { bench } = await import('./commands/bench.mjs');
process.exit(await bench(process.argv.slice(2)));
