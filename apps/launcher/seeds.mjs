// `npm run test:seeds [-- --count N --seed N]`: lives of an ISP by seed (test/seeds). Each is printed with its seed.
import './prepare/node-version.mjs';

const { seeds } = await import('./commands/seeds.mjs');
process.exit(await seeds(process.argv.slice(2)));
