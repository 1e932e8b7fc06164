import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { BillingRunService, LedgerProofService } from '@app/billing';
import { createDataSource, Database, DatabaseConfig } from '@app/platform';
import { useTestEnvironment } from '../../support/api-app';
import { seedSql } from '../../bench/invoice-run/scene.sql';
import { AS_OF, bootBilling } from './billing-process';
import { figuresOf, untilBilled } from './billing-processes';

const CUSTOMERS = 600;
const LINES = 900;
const HOLDER = join(__dirname, '../../launcher/hold-postgres.mjs');
const RECONNECT_MS = 10_000;

/** A PostgreSQL of its own that may be killed, held by a process of its own. */
class OwnPostgres {
  private holder: ChildProcess | undefined;

  constructor(private readonly dir: string) {}

  /** @param port 0: any; after a crash the one that clients know */
  async start(port = 0): Promise<{ url: string; port: number }> {
    this.holder = spawn(process.execPath, [HOLDER, this.dir, String(port)], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines = createInterface({ input: this.holder.stdout! });
    const [line] = (await once(lines, 'line')) as [string];
    const told = JSON.parse(line) as { event: string; url: string; port: number };
    if (told.event !== 'ready') throw new Error(line);
    return told;
  }

  /** SIGKILL of the postmaster and every process of it: nothing is written down any more. */
  async kill(backends: readonly number[]): Promise<void> {
    const [pid] = readFileSync(join(this.dir, 'pg/postmaster.pid'), 'utf8').split('\n');
    for (const one of [Number(pid), ...backends]) kill(one, 'SIGKILL');
    this.holder?.kill('SIGKILL');
    while (kill(Number(pid), 0)) await sleep(10);
  }

  async stop(): Promise<void> {
    const { holder } = this;
    if (holder?.exitCode !== null) return;
    holder.kill('SIGTERM');
    await once(holder, 'exit');
  }
}

/** False when there is no such process. */
function kill(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

describe('F2 PostgreSQL itself dies in the middle of a billing run', () => {
  const dir = mkdtempSync(join(tmpdir(), 'langgan-f2-'));
  const postgres = new OwnPostgres(dir);
  let app: INestApplicationContext;
  let database: Database;
  let port: number;

  beforeAll(async () => {
    const server = await postgres.start();
    port = server.port;
    const config = Object.assign(new DatabaseConfig(), { url: server.url });
    const source = await createDataSource(config, 'f2-migrate').initialize();
    await source.runMigrations();
    await source.destroy();
    const testDatabase = { name: 'langgan', url: server.url, drop: () => Promise.resolve() };
    useTestEnvironment({ database: testDatabase, env: { BILLING_BATCH_SIZE: '10', BILLING_LANES: '2' } });
    app = await bootBilling('billing-observer');
    database = app.get(Database);
    await database.transaction(async () => {
      for (const sql of seedSql(CUSTOMERS, 'gen_random_uuid()')) await database.execute(sql);
    });
  }, 120_000);
  afterAll(async () => {
    await app.close();
    await postgres.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const run = (requestedBy: string) =>
    app.get(BillingRunService).run({ asOf: AS_OF, trigger: 'SCHEDULE', requestedBy });
  const mustHold = async (): Promise<void> => {
    expect(await app.get(LedgerProofService).prove()).toMatchObject({ proved: true, violations: 0, ledgerSum: 0n });
    const { invoices, lines, top, due } = await figuresOf(database);
    expect([Number(top ?? 0n), lines + due]).toEqual([invoices, LINES]);
  };
  const backends = async (): Promise<number[]> =>
    (await database.query<{ pid: number }>('select pid from pg_stat_activity where pid <> pg_backend_pid()')).map(
      ({ pid }) => pid,
    );

  /** Until the pool gives a connection that answers. */
  const untilAnswered = async (): Promise<number> => {
    for (const start = performance.now(); ;) {
      const answered = await database.query('select 1').then(
        () => true,
        () => false,
      );
      if (answered) return performance.now() - start;
      await sleep(50);
    }
  };

  it('by SIGKILL: it is restarted, the pool comes back by itself, the next run goes on where it was', async () => {
    let over = false;
    const running = run('killed').finally(() => {
      over = true;
    });
    const settled = Promise.allSettled([running]);
    await untilBilled(database, randomInt(20, 200), () => !over);
    await postgres.kill(await backends());
    await postgres.start(port);
    expect(await untilAnswered()).toBeLessThan(RECONNECT_MS);
    expect((await settled)[0].status).toBe('rejected');
    await mustHold();
    expect((await figuresOf(database)).invoices).toBeLessThan(CUSTOMERS);
    expect(await database.query('select 1 from parked_subscriptions')).toEqual([]);
  }, 120_000);

  it('by SIGKILL of one backend, at which PostgreSQL restarts all of them', async () => {
    let over = false;
    const settled = Promise.allSettled([
      run('backend').finally(() => {
        over = true;
      }),
    ]);
    const { invoices } = await figuresOf(database);
    await untilBilled(database, invoices + 20, () => !over);
    const victim = await database.queryOne<{ pid: number }>(
      `select pid from pg_stat_activity where application_name = 'billing-observer' and pid <> pg_backend_pid() limit 1`,
    );
    kill(victim!.pid, 'SIGKILL');
    await settled;
    expect(await untilAnswered()).toBeLessThan(RECONNECT_MS);
    await mustHold();
    await run('resume');
    expect(await figuresOf(database)).toEqual({ invoices: CUSTOMERS, lines: LINES, top: BigInt(CUSTOMERS), due: 0 });
    await mustHold();
    expect((await run('again')).run).toBeNull();
  }, 120_000);
});
