/** What `apps/launcher` reads itself; it runs before anything is built, so it has no configuration classes. */
export const LAUNCHER_VARIABLES: readonly { variable: string; description: string }[] = [
  { variable: 'DATA_DIR', description: 'Folder of the embedded PostgreSQL, secrets and logs (default .data).' },
  { variable: 'SIMULATOR_PORT', description: 'Wanted port of the demo’s router simulator.' },
  { variable: 'SIMULATOR_PAYMENTS_PORT', description: 'Wanted port of the demo’s payment gateways.' },
  {
    variable: 'EMBEDDED_PG_NATIVE',
    description: 'Folder with bin/postgres and bin/initdb to use for the embedded PostgreSQL.',
  },
  { variable: 'TEST_DATABASE_URL', description: 'PostgreSQL that npm test uses instead of starting one.' },
  { variable: 'TEST_REDIS_URL', description: 'Redis that npm test uses instead of starting one.' },
  { variable: 'BENCH_DATABASE_URL', description: 'PostgreSQL that npm run bench uses instead of starting one.' },
];
