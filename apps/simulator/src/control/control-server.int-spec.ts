import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../index';

const BUDI = { name: 'budi', password: '001234' };
let simulator: Simulator;
let folder: string;

async function start(): Promise<void> {
  simulator = await startSimulator({
    routers: [{ name: 'pop', version: '7.16', cpes: 'any', modemTiming: { redialMs: 20, retryMs: 20 } }],
    controlPort: 0,
    stateDir: folder,
  });
}

async function call(method: string, path: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`http://127.0.0.1:${simulator.controlPort}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, json: await response.json() };
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'simulator state '));
  await start();
});

afterEach(async () => {
  await simulator.close();
  await rm(folder, { recursive: true });
});

const pop = () => {
  const router = simulator.router('pop');
  if (router === undefined) throw new Error('no router pop');
  return router;
};

describe('control API', () => {
  it('lists routers and adds one', async () => {
    const added = await call('POST', '/api/routers', { name: 'pop-2', version: '7.20' });
    expect(added.json).toMatchObject({ name: 'pop-2', version: '7.20.8 (stable)', powered: true, online: 0 });
    const { json } = await call('GET', '/api/routers');
    expect(json).toMatchObject({ routers: [{ name: 'pop' }, { name: 'pop-2' }] });
    expect((await call('DELETE', '/api/routers/pop-2')).status).toBe(200);
    expect(simulator.routers).toHaveLength(1);
  });

  it.each([
    [{ name: 'pop', version: '7.16' }, /already/],
    [{ name: 'x', version: '8' }, /"version" must be one of/],
    [{ version: '7.16' }, /"name" is missing/],
    [{ name: '../x', version: '7.16' }, /"name" is not valid/],
    [{ name: 'x', version: '7.16', zone: 'Mars/Base' }, /"zone" is not valid/],
    [{ name: 'x', version: '7.16', colour: 'red' }, /no "colour"/],
  ])('refuses the router %j', async (body, message) => {
    const { status, json } = await call('POST', '/api/routers', body);
    expect(status).toBe(400);
    expect((json as { error: string }).error).toMatch(message);
  });

  it('edits rows as a console would, checks included', async () => {
    await call('POST', '/api/routers/pop/run', { words: ['/ppp/secret/add', '=name=budi', '=password=001234'] });
    await call('PATCH', '/api/routers/pop/rows', { menu: '/ppp/secret', id: 'budi', values: { comment: 'tangan' } });
    const { json } = await call('GET', '/api/routers/pop/rows?menu=/ppp/secret&name=budi');
    expect(json).toMatchObject({ rows: [{ '.id': '*1', comment: 'tangan', password: '001234' }] });
    const refused = await call('PATCH', '/api/routers/pop/rows', {
      menu: '/ppp/secret',
      id: 'budi',
      values: { profile: 'none-such' },
    });
    expect(refused.json).toMatchObject({ trap: 'input does not match any value of profile' });
  });

  it('steers subscribers', async () => {
    pop().table('/ppp/secret').insert(BUDI);
    await pop().until(() => pop().online('budi'));
    expect((await call('POST', '/api/routers/pop/plug', { name: 'budi', plugged: false })).json).toEqual({
      known: true,
    });
    expect((await call('GET', '/api/routers/pop/sessions')).json).toEqual({ sessions: [] });
    expect((await call('POST', '/api/routers/pop/dial', { name: 'budi', password: 'x' })).json).toMatchObject({
      online: false,
    });
    expect((await call('POST', '/api/routers/pop/dial', { name: 'budi' })).json).toEqual({
      online: true,
      reason: null,
    });
    expect((await call('POST', '/api/routers/pop/hang-up', { name: 'budi' })).json).toEqual({ hungUp: true });
  });

  it('steers power and faults', async () => {
    expect((await call('POST', '/api/routers/pop/power', { on: false })).json).toMatchObject({ powered: false });
    expect((await call('POST', '/api/routers/pop/power', { on: true })).json).toMatchObject({ powered: true });
    expect((await call('POST', '/api/routers/pop/reboot')).json).toMatchObject({ powered: true });
    expect((await call('PUT', '/api/routers/pop/faults', { latency: 5, dribble: true })).json).toMatchObject({
      faults: { latency: 5, dribble: true },
    });
    expect((await call('PUT', '/api/routers/pop/faults', { dribble: false })).json).toMatchObject({
      faults: { latency: 5 },
    });
    expect((await call('PUT', '/api/routers/pop/faults', { latency: 'slow' })).status).toBe(400);
    await call('POST', '/api/routers/pop/faults/next', { fault: 'fatal', setting: 'bye' });
    expect((await call('DELETE', '/api/routers/pop/faults')).json).toMatchObject({ faults: {} });
  });

  it('says what is wrong', async () => {
    expect((await call('GET', '/api/routers/none')).status).toBe(404);
    expect((await call('GET', '/nothing')).status).toBe(404);
    expect((await call('PUT', '/api/routers')).status).toBe(405);
    expect((await call('POST', '/api/routers/pop/power', { on: 'yes' })).status).toBe(400);
    expect((await call('GET', '/api/routers/pop/rows?menu=/none')).status).toBe(404);
    const url = `http://127.0.0.1:${simulator.controlPort}/api/routers/pop/reboot`;
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(415); // a form of another page
    expect(
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '[' })).status,
    ).toBe(400);
  });

  it('shows pages in which nothing of a subscriber is markup', async () => {
    pop().run('/ppp/secret/add', '=name=<b>x</b>', '=password="');
    const base = `http://127.0.0.1:${simulator.controlPort}`;
    expect(await (await fetch(base)).text()).toContain('pop');
    const page = await (await fetch(`${base}/routers/pop?search=${encodeURIComponent('<b>')}`)).text();
    expect(page).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(page).not.toContain('<b>x');
    expect(page).toContain('1 items');
  });
});

describe('flash', () => {
  it('keeps the configuration over a restart, ids and order included, and forgets what is dynamic', async () => {
    pop().table('/ppp/secret').insert(BUDI);
    for (const name of ['a', 'b']) pop().run('/ppp/secret/add', `=name=${name}`);
    pop().run('/ppp/secret/remove', '=.id=a');
    pop().run('/ppp/profile/add', '=name=isolir', '=rate-limit=128k/128k');
    pop().run('/ppp/profile/set', '=.id=default', '=rate-limit=1M/1M');
    pop().run('/system/identity/set', '=name=renamed');
    pop().run('/ip/firewall/address-list/add', '=list=l', '=address=1.1.1.1', '=timeout=1h');
    pop().run('/ip/firewall/address-list/add', '=list=l', '=address=2.2.2.2');
    await pop().until(() => pop().online('budi'));
    await simulator.close();
    expect(await readdir(folder)).toEqual(['pop.json']);
    await start();
    expect(
      pop()
        .rows('/ppp/secret')
        .map((row) => [row['.id'], row.name, row.password]),
    ).toEqual([
      ['*1', 'budi', '001234'],
      ['*3', 'b', ''],
    ]);
    expect(pop().row('/ppp/profile', 'isolir')).toMatchObject({ '.id': '*1', 'rate-limit': '128k/128k' });
    expect(pop().row('/ppp/profile', 'default')).toMatchObject({ '.id': '*0', 'rate-limit': '1M/1M' });
    expect(pop().rows('/system/identity')).toEqual([{ name: 'renamed' }]);
    expect(
      pop()
        .rows('/ip/firewall/address-list')
        .map((row) => row.address),
    ).toEqual(['2.2.2.2']);
    expect(pop().run('/ppp/secret/add', '=name=c').ret).toBe('*4');
    await pop().until(() => pop().online('budi'));
  });
});
