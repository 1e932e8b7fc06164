import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { PasswordHasher, SitesService, StaffTokens, UsersService } from '@app/iam';
import { configureHttp, createFastifyAdapter, HttpConfig, loadConfig } from '@app/platform';
import { ApiModule } from '../../apps/api/src/api.module';
import { BenchDoorModule } from './auth/bench-door.controller';
import { KeepAliveClient } from './auth/keep-alive-client';
import { BenchDatabase } from './invoice-run/bench-database';

/**
 * What signing in and being authorised cost: one argon2id hash, and a read behind the guard against the same read in public,
 * interleaved over one open connection (billing.md A2, A6). The last line of stdout is the result as JSON.
 */
interface Round {
  publicMs: number;
  authorisedMs: number;
}

interface Options {
  size: number;
  rounds: number;
  json: boolean;
}

const PUBLIC = '/api/v1/bench/public';
const AUTHORISED = '/api/v1/bench/authorised';

function optionsOf(args: readonly string[]): Options {
  const number = (name: string, otherwise: number): number => {
    const at = args.indexOf(`--${name}`);
    const value = at < 0 ? otherwise : Number(args[at + 1]);
    if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} needs a whole number`);
    return value;
  };
  return { size: number('size', 1_000), rounds: number('rounds', 5), json: args.includes('--json') };
}

async function boot(url: string): Promise<NestFastifyApplication> {
  Object.assign(process.env, {
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    REDIS_URL: '',
    DATABASE_URL: url,
    RATE_LIMIT_PER_MINUTE: '100000000',
    SECRET_KEYS: `bench:${Buffer.alloc(32, 7).toString('base64')}`,
    JWT_SECRET: 'a secret that only the benchmarks use, of some length',
  });
  const module = { ...ApiModule.forRoot() };
  module.imports = [...(module.imports ?? []), BenchDoorModule];
  const adapter = createFastifyAdapter(loadConfig(HttpConfig));
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { rawBody: true, logger: ['error'] });
  await configureHttp(app);
  await app.listen(0, '127.0.0.1');
  return app;
}

async function bearerOf(app: NestFastifyApplication): Promise<{ authorization: string }> {
  for (const code of ['BDG', 'DPS', 'JKT']) {
    await app.get(SitesService).create({ code, name: code, timeZone: 'Asia/Jakarta' });
  }
  const email = 'bench@example.test';
  const user = await app.get(UsersService).create({ email, name: 'Bench', role: 'admin', allSites: true });
  return { authorization: `Bearer ${await app.get(StaffTokens).issueFor(user.id, 'bench')}` };
}

async function argon2Ms(app: NestFastifyApplication): Promise<number> {
  const hasher = app.get(PasswordHasher);
  const stored = await hasher.hash('pagi itu hujan deras');
  const times: number[] = [];
  for (let n = 0; n < 30; n++) {
    const start = performance.now();
    await hasher.verify('pagi itu hujan deras', stored);
    times.push(performance.now() - start);
  }
  return median(times);
}

async function measure(client: KeepAliveClient, headers: { authorization: string }, pairs: number): Promise<Round> {
  const [open, guarded]: [number[], number[]] = [[], []];
  for (let n = 0; n < pairs; n++) {
    // why: each is first as often as the other, so that neither profits from what the other warmed up
    if (n % 2 === 0) open.push(await client.time(PUBLIC));
    guarded.push(await client.time(AUTHORISED, headers));
    if (n % 2 === 1) open.push(await client.time(PUBLIC));
  }
  return { publicMs: median(open), authorisedMs: median(guarded) };
}

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));

async function main(): Promise<void> {
  const options = optionsOf(process.argv.slice(2));
  const serverUrl = process.env.BENCH_DATABASE_URL;
  if (!serverUrl) throw new Error('BENCH_DATABASE_URL is not set: use `npm run bench -- auth`');
  const database = await BenchDatabase.create(serverUrl);
  try {
    const app = await boot(database.url);
    const client = new KeepAliveClient(Number(new URL(await app.getUrl()).port));
    try {
      const headers = await bearerOf(app);
      await measure(client, headers, 500);
      const rounds: Round[] = [];
      for (let n = 1; n <= options.rounds; n++) {
        const round = await measure(client, headers, options.size);
        rounds.push(round);
        if (!options.json) process.stderr.write(`round ${n}: ${JSON.stringify(round)}\n`);
      }
      report(options, rounds, await argon2Ms(app));
    } finally {
      client.close();
      await app.close();
    }
  } finally {
    await database.drop();
  }
}

function report(options: Options, rounds: readonly Round[], argon2: number): void {
  const result = {
    bench: 'auth',
    size: options.size,
    argon2Ms: rounded(argon2, 1),
    productMs: rounded(median(rounds.map((round) => round.authorisedMs))),
    floorMs: rounded(median(rounds.map((round) => round.publicMs))),
    addedMs: rounded(median(rounds.map((round) => round.authorisedMs - round.publicMs))),
    unit: 'ms',
    ratio: rounded(median(rounds.map((round) => round.authorisedMs / round.publicMs))),
    ratios: rounds.map((round) => rounded(round.authorisedMs / round.publicMs)),
    rounds: rounds.length,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
