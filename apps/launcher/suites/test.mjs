import { prepare } from '../prepare/prepare.mjs';
import { onLeave } from '../system/parent.mjs';
import { runCheck } from './checks.mjs';
import { runSuite } from './jest.mjs';
import { CHECKS, HELP, ON_REDIS_TOO, readOptions, SUITES, WITHOUT_REDIS } from './options.mjs';
import { killRunning } from './program.mjs';
import { testRedis } from './redis.mjs';
import { Report } from './report.mjs';
import { testDatabase } from './services.mjs';

const print = (line) => console.log(line);

/** The command behind `npm test`; resolves to the exit code. A failed stage does not keep the others from running. */
export async function test(args) {
  let options;
  try {
    options = readOptions(args);
    if (options.help) return print(HELP) ?? 0;
    await prepare({ log: print, compile: false });
  } catch (e) {
    console.error(e.message);
    return 2;
  }
  const report = new Report(print);
  const services = [];
  onLeave(async (code) => {
    killRunning();
    await stopAll(services);
    process.exit(code);
  });
  print(`seed ${options.seed}`);
  try {
    await runStages(options, report, services);
  } catch (e) {
    report.add('the run itself', { passed: 0, failed: 1, skipped: 0, output: e.stack }, 0);
  } finally {
    await stopAll(services);
  }
  if (options.security) report.add('rules of security', report.rules.tell(print), 0);
  report.finish();
  return report.failed > 0 ? 1 : 0;
}

async function runStages(options, report, services) {
  const env = testEnvironment(options.seed);
  for (const name of options.stages.filter((stage) => CHECKS.includes(stage))) {
    await stage(report, name, () => runCheck(name, { ...options, env }));
  }
  const suites = options.stages.filter((name) => SUITES.includes(name));
  if (suites.length === 0) return;
  const database = await testDatabase(print);
  services.push(database);
  env.TEST_DATABASE_URL = database.url;
  const ran = new Map();
  for (const name of suites) {
    ran.set(name, await stage(report, name, () => runSuite(name, { ...options, env })));
  }
  await onRedis({ suites: suites.filter((name) => ON_REDIS_TOO.includes(name)), ran, options, env, report, services });
}

/** The second pass of the suites whose subject has two forms. */
async function onRedis({ suites, ran, options, env, report, services }) {
  const wanted = suites.filter((name) => total(ran.get(name)) > 0);
  if (wanted.length === 0) return;
  const redis = await testRedis();
  if (redis.missing) {
    const tests = wanted.reduce((sum, name) => sum + total(ran.get(name)), 0);
    report.leaveOut(`the Redis pass of ${wanted.join(', ')}`, redis.missing, tests);
    return;
  }
  services.push(redis);
  for (const name of wanted) {
    await stage(report, `${name} on Redis`, () =>
      runSuite(name, { ...options, env: { ...env, TEST_REDIS_URL: redis.url }, without: WITHOUT_REDIS }),
    );
  }
}

async function stage(report, title, work) {
  const started = Date.now();
  const result = await work();
  report.add(title, result, Date.now() - started);
  report.rules.take(result.tests ?? []);
  return result;
}

const total = ({ passed, failed, skipped }) => passed + failed + skipped;

/** Nothing of the caller's product settings may reach the tests. */
function testEnvironment(seed) {
  const env = { ...process.env };
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'TEST_REDIS_URL', 'FORCE_COLOR']) delete env[name];
  return { ...env, TZ: 'UTC', NODE_ENV: 'test', TEST_SEED: String(seed), NO_COLOR: '1' };
}

async function stopAll(services) {
  for (const service of services.splice(0)) await service.stop();
}
