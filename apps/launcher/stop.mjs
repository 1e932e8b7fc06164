// `npm run db:stop`: stops an embedded PostgreSQL that a killed run left behind, also those of tests and benchmarks.
import './prepare/node-version.mjs';

const path = await import('node:path');
const { prepare } = await import('./prepare/prepare.mjs');
const { DATA_DIR } = await import('./paths.mjs');

try {
  await prepare({ compile: false });
  const { stopEmbeddedPostgres } = await import('./embedded/postgres.mjs');
  for (const folder of ['.', 'test', 'bench', 'story']) {
    const dir = path.join(DATA_DIR, folder);
    const { stopped, users } = await stopEmbeddedPostgres({ dir });
    if (users.length > 0) console.log(`${dir}: left running, process ${users.join(', ')} uses it`);
    else if (stopped) console.log(`${dir}: PostgreSQL stopped`);
    else if (folder === '.') console.log(`${dir}: no PostgreSQL was running`);
  }
} catch (e) {
  console.error(e.message);
  process.exit(1);
}
