import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, LauncherProcess, until } from './launcher-process';

interface Run {
  urls: { api: string; worker: string };
  ports: { api: number; worker: number };
  pids: { launcher: number; postgres: number; api: number; worker: number };
}

const READY = /Ctrl-C stops everything/;

describe('npm start, without the demo', () => {
  const base = mkdtempSync(join(tmpdir(), 'langgan mulai '));
  const dir = join(base, 'data');
  const run = (): Run => JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as Run;
  const start = (...args: string[]) => new LauncherProcess('apps/launcher/start.mjs', args, { DATA_DIR: dir });
  const ready = async (): Promise<number> => (await fetch(`${run().urls.api}/health/ready`)).status;
  let taken: Server;
  let port: number;
  let first: LauncherProcess;

  beforeAll(async () => {
    taken = await new Promise<Server>((done) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        done(server);
      });
    });
    ({ port } = taken.address() as { port: number });
    first = start('--empty', '--port', String(port));
    await first.line(READY, 60_000);
  }, 60_000);

  afterAll(async () => {
    taken.close();
    await new LauncherProcess('apps/launcher/stop.mjs', [], { DATA_DIR: dir }).exit();
    rmSync(base, { recursive: true, force: true });
  });

  it('becomes ready on a free port when the wanted one is taken, and shows the owner’s link', async () => {
    expect(first.output).toContain(`port ${port} is taken`);
    expect(await ready()).toBe(200);
    expect(first.output).toMatch(/#owner=\S{20,}/);
    for (const file of ['run.json', 'secrets.json', 'pg.secret']) {
      expect(statSync(join(dir, file)).mode & 0o777).toBe(0o600);
    }
  });

  it('is shown, not started twice, by a second start; --reset refuses while it runs', async () => {
    const second = start();
    expect(await second.exit()).toBe(0);
    expect(second.output).toContain(run().urls.api);
    const reset = start('--reset');
    expect(await reset.exit()).toBe(1);
    expect(reset.output).toContain('stop it first');
    expect(await ready()).toBe(200);
  });

  it('starts a crashed process again', async () => {
    const { pids } = run();
    process.kill(pids.api, 'SIGKILL');
    await first.line(/api ended unexpectedly/);
    await until('the API is back', async () => (await ready().catch(() => 0)) === 200);
    expect(isAlive(pids.worker)).toBe(true);
  });

  it('survives the end of PostgreSQL under it', async () => {
    process.kill(run().pids.postgres, 'SIGKILL');
    await first.line(/PostgreSQL ended unexpectedly/);
    await until('all is ready again', async () => (await ready().catch(() => 0)) === 200);
  });

  it('is left by its processes when it is killed; the next start attaches to PostgreSQL and finds the data', async () => {
    const before = run().pids;
    first.kill('SIGKILL');
    await first.exit();
    await until('the processes left', () => !isAlive(before.worker));
    const secrets = readFileSync(join(dir, 'secrets.json'), 'utf8');

    first = start('--port', String(port));
    await first.line(READY);
    expect(first.output).toContain('attached');
    expect(first.output).toContain('was started with --empty');
    expect(readFileSync(join(dir, 'secrets.json'), 'utf8')).toBe(secrets);
    expect(await ready()).toBe(200);
  });

  it('ends everything on Ctrl-C, the database last, and with exit code 0', async () => {
    const { pids } = run();
    first.kill('SIGINT');
    expect(await first.exit()).toBe(0);
    expect([pids.api, pids.worker, pids.postgres].filter(isAlive)).toEqual([]);
    expect(existsSync(join(dir, 'run.json'))).toBe(false);
    expect(readFileSync(join(dir, 'pg.log'), 'utf8').trim()).toMatch(/database system is shut down$/);
  });

  it('can be told to stop while it is starting', async () => {
    const early = start('--port', String(port));
    await early.line(/PostgreSQL \d+ ready/);
    early.kill('SIGTERM');
    expect(await early.exit()).toBe(143);
    expect(existsSync(join(dir, 'pg', 'postmaster.pid'))).toBe(false);
  });

  it('says what is wrong with its options', async () => {
    const wrong = start('--prot', '3000');
    expect(await wrong.exit()).toBe(2);
    expect(wrong.output).toContain('npm start [-- options]');
  });
});
