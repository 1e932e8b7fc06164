// `npm run generate`: writes the files that are made from the code: docs/api/openapi.json and .env.example.
import './prepare/node-version.mjs';

const { prepare } = await import('./prepare/prepare.mjs');
try {
  await prepare();
  const { callCli } = await import('./system/cli.mjs');
  for (const args of [
    ['openapi', '--out', 'docs/api/openapi.json'],
    ['env-example', '--out', '.env.example'],
  ]) {
    console.log((await callCli(args, process.env)) || args.at(-1));
  }
} catch (e) {
  console.error(e.message);
  process.exit(1);
}
