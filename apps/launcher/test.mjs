// `npm test [suites …]`: the whole check of the product, or the named parts of it. See --help.
import './prepare/node-version.mjs';

const { test } = await import('./suites/test.mjs');
process.exit(await test(process.argv.slice(2)));
