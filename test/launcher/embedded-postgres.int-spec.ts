import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { isAlive, LauncherProcess, until } from './launcher-process';

interface Ready {
  event: string;
  url: string;
  pid: number;
  port: number;
  attached: boolean;
}

const holder = (dir: string, port = 0) => new LauncherProcess('test/launcher/hold-postgres.mjs', [dir, String(port)]);

async function ask<T>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as T[];
  } finally {
    await client.end();
  }
}

async function leave(process: LauncherProcess): Promise<boolean> {
  process.kill('SIGTERM');
  return (await process.message<{ stopped: boolean }>('left')).stopped;
}

describe('the embedded PostgreSQL', () => {
  // a space and a letter beyond ASCII in the path
  const base = mkdtempSync(join(tmpdir(), 'langgan pelanggän '));
  const dir = join(base, 'data');

  afterAll(async () => {
    const stop = new LauncherProcess('apps/launcher/stop.mjs', [], { DATA_DIR: dir });
    await stop.exit();
    rmSync(base, { recursive: true, force: true });
  });

  it('is made by the first of two starters at once, attached to by the other, and stopped by the last to leave', async () => {
    const both = [holder(dir), holder(dir)];
    const [one, two] = await Promise.all(both.map((process) => process.message<Ready>('ready')));
    expect([one?.attached, two?.attached].sort()).toEqual([false, true]);
    expect(two?.pid).toBe(one?.pid);
    expect(statSync(join(dir, 'pg.secret')).mode & 0o777).toBe(0o600);
    await ask(one!.url, 'create table kept (n int); insert into kept values (7)');

    const [starter, guest] = one?.attached ? [both[1]!, both[0]!] : [both[0]!, both[1]!];
    expect(await leave(starter)).toBe(false);
    expect(await ask(one!.url, 'select n from kept')).toEqual([{ n: 7 }]);
    expect(await leave(guest)).toBe(true);
    expect(isAlive(one!.pid)).toBe(false);
    expect(existsSync(join(dir, 'pg', 'postmaster.pid'))).toBe(false);
  });

  it('outlives a holder that is killed; db:stop leaves it to whoever uses it, and the last one stops it', async () => {
    const killed = holder(dir);
    const first = await killed.message<Ready>('ready');
    killed.kill('SIGKILL');
    await killed.exit();

    const next = holder(dir);
    const second = await next.message<Ready>('ready');
    expect(second).toMatchObject({ attached: true, pid: first.pid, port: first.port });

    const stop = new LauncherProcess('apps/launcher/stop.mjs', [], { DATA_DIR: dir });
    expect(await stop.exit()).toBe(0);
    expect(stop.output).toContain(`process ${next.pid} uses it`);
    expect(await leave(next)).toBe(true);
    expect(isAlive(first.pid)).toBe(false);
  });

  it('is stopped by db:stop when nobody uses it any more', async () => {
    const killed = holder(dir);
    const { pid } = await killed.message<Ready>('ready');
    killed.kill('SIGKILL');
    await killed.exit();
    const stop = new LauncherProcess('apps/launcher/stop.mjs', [], { DATA_DIR: dir });
    expect(await stop.exit()).toBe(0);
    expect(stop.output).toContain('PostgreSQL stopped');
    expect(isAlive(pid)).toBe(false);
  });

  it('tells its starter and its guest when it is killed, and recovers with all that was committed', async () => {
    const [starter, guest] = [holder(dir), holder(dir)];
    const { url, pid } = await starter.message<Ready>('ready');
    await guest.message<Ready>('ready');
    await ask(url, 'insert into kept values (8)');
    process.kill(pid, 'SIGKILL');
    await Promise.all([starter.message('exit'), guest.message('exit')]);
    expect(existsSync(join(dir, 'pg', 'postmaster.pid'))).toBe(true);

    const next = holder(dir);
    const again = await next.message<Ready>('ready');
    expect(again.attached).toBe(false);
    expect(await ask(again.url, 'select n from kept order by n')).toEqual([{ n: 7 }, { n: 8 }]);
    starter.kill('SIGKILL');
    guest.kill('SIGKILL');
    await Promise.all([starter.exit(), guest.exit()]);
    expect(await leave(next)).toBe(true);
  });

  it('starts over a postmaster.pid whose number belongs to a foreign process, a dead lock and half an initdb', async () => {
    const pidFile = [process.pid, join(dir, 'pg'), '1', '54329', '', '127.0.0.1', '', 'ready'].join('\n');
    writeFileSync(join(dir, 'pg', 'postmaster.pid'), `${pidFile}\n`);
    writeFileSync(join(dir, 'pg.lock'), '4194304 1');
    mkdirSync(join(dir, 'pg.init', 'base'), { recursive: true });
    const one = holder(dir);
    expect(await one.message<Ready>('ready')).toMatchObject({ event: 'ready', attached: false });
    expect(await leave(one)).toBe(true);
  });

  it('takes another port when the wanted one is taken', async () => {
    const taken = await new Promise<Server>((done) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        done(server);
      });
    });
    const { port } = taken.address() as { port: number };
    const one = holder(dir, port);
    const ready = await one.message<Ready>('ready');
    expect(ready.port).not.toBe(port);
    expect(await leave(one)).toBe(true);
    taken.close();
  });

  it('listens on the loopback only, lives in UTC and wants a password', async () => {
    const one = holder(dir);
    const { url } = await one.message<Ready>('ready');
    const settings = await ask(
      url,
      `select current_setting('listen_addresses') as address, current_setting('timezone') as zone`,
    );
    expect(settings).toEqual([{ address: '127.0.0.1', zone: 'UTC' }]);
    const secret = readFileSync(join(dir, 'pg.secret'), 'utf8').trim();
    await expect(ask(url.replace(secret, 'wrong'), 'select 1')).rejects.toThrow(/password/);
    expect(await leave(one)).toBe(true);
    await until('the server is gone', () => !existsSync(join(dir, 'pg', 'postmaster.pid')));
  });
});
