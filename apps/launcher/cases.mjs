// `npm run test:cases -- FILE`: worked cases of billing (format: test/cases/README.md). Exit code 1: one fails, 2: no cases.
import './prepare/node-version.mjs';

const { cases } = await import('./commands/cases.mjs');
process.exit(await cases(process.argv.slice(2)));
