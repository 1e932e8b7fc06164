// `npm run build`: installs what is missing and compiles from nothing.
import './prepare/node-version.mjs';

const { prepare } = await import('./prepare/prepare.mjs');
const { build } = await import('./prepare/build.mjs');
try {
  await prepare({ compile: false });
  await build((line) => console.log(line), { force: true });
} catch (e) {
  console.error(e.message);
  process.exit(1);
}
