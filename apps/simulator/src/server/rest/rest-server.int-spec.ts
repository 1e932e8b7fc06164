import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type SimulatedRouter, simulatedCaPem, startRouter, type Version } from '../../index';

interface Answer {
  status: number;
  body: unknown;
}

const ADMIN = 'admin:secret';
let router: SimulatedRouter;

async function start(version: Version = '7.20'): Promise<void> {
  router = await startRouter({ version });
}

async function ask(
  method: string,
  path: string,
  {
    body,
    auth = ADMIN,
    port = router.portOf('www'),
    ca,
  }: { body?: unknown; auth?: string; port?: number; ca?: string } = {},
): Promise<Answer> {
  const common = { host: '127.0.0.1', port, method, path, auth, agent: false } as const;
  return new Promise((resolve, reject) => {
    const outgoing =
      ca === undefined ? httpRequest(common) : httpsRequest({ ...common, ca, checkServerIdentity: () => undefined });
    outgoing.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, body: text === '' ? undefined : JSON.parse(text) });
      });
    });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

afterEach(async () => {
  await router.close();
});

/** routeros.md section 15. */
describe('the REST service', () => {
  it('creates with PUT, reads with GET, changes with PATCH, removes with DELETE', async () => {
    await start();
    const values = { name: '001234', password: '7.10', comment: 'é 日本' };
    expect(await ask('PUT', '/rest/ppp/secret', { body: values })).toMatchObject({
      status: 201,
      body: { '.id': '*1', ...values, disabled: 'false' },
    });
    expect(await ask('GET', '/rest/ppp/secret?name=001234&.proplist=.id,name')).toEqual({
      status: 200,
      body: [{ '.id': '*1', name: '001234' }],
    });
    expect((await ask('GET', '/rest/ppp/secret/001234')).body).toMatchObject({ '.id': '*1' });
    expect((await ask('PATCH', '/rest/ppp/secret/*1', { body: { disabled: true } })).body).toMatchObject({
      disabled: 'true',
    });
    expect(await ask('DELETE', '/rest/ppp/secret/*1')).toEqual({ status: 204, body: undefined });
    const gone = { status: 404, body: { error: 404, message: 'Not Found' } };
    expect(await ask('DELETE', '/rest/ppp/secret/*1')).toEqual(gone);
    expect(await ask('GET', '/rest/ppp/secret/*1')).toEqual(gone);
    expect(await ask('GET', '/rest/ppp/secret')).toEqual({ status: 200, body: [] });
    expect((await ask('GET', '/rest/system/identity')).body).toEqual({ name: 'router-7.20' });
  });

  it('runs commands with POST, queries and columns included', async () => {
    await start();
    expect((await ask('POST', '/rest/ppp/secret/add', { body: { name: 'a' } })).body).toEqual({ ret: '*1' });
    const query = { '.proplist': ['name'], '.query': ['name=ether1', 'name=ether2', '#|'] };
    expect((await ask('POST', '/rest/interface/print', { body: query })).body).toEqual([
      { name: 'ether1' },
      { name: 'ether2' },
    ]);
    expect((await ask('POST', '/rest/ppp/secret/set', { body: { '.id': '*1', comment: 'x' } })).body).toEqual([]);
  });

  it('refuses with the words of the router', async () => {
    await start();
    router.run('/user/group/add', '=name=api-only', '=policy=read,write,api');
    router.run('/user/add', '=name=narrow', '=password=n', '=group=api-only');
    await ask('PUT', '/rest/ppp/secret', { body: { name: 'a' } });
    expect(await ask('PUT', '/rest/ppp/secret', { body: { name: 'a' } })).toEqual({
      status: 400,
      body: { detail: 'failure: secret with the same name already exists', error: 400, message: 'Bad Request' },
    });
    expect((await ask('DELETE', '/rest/system/identity/x')).status).toBe(406);
    expect((await ask('POST', '/rest/none/print')).body).toMatchObject({
      error: 400,
      detail: 'no such command prefix',
    });
    for (const auth of ['admin:wrong', 'narrow:n', '']) {
      expect(await ask('GET', '/rest/ppp/secret', { auth })).toEqual({
        status: 401,
        body: { error: 401, message: 'Unauthorized' },
      });
    }
  });

  it('gives a command up that does not end', async () => {
    await start();
    router.faults.set({ restLimit: 100 });
    expect(await ask('POST', '/rest/tool/ping', { body: { address: '8.8.8.8', interval: '10ms' } })).toEqual({
      status: 400,
      body: { detail: 'Session closed', error: 400, message: 'Bad Request' },
    });
  });

  it('is there with TLS too, and not at all on v6', async () => {
    await start();
    const port = await router.enableService('www-ssl', 'signed');
    const ca = await simulatedCaPem();
    expect((await ask('GET', '/rest/system/identity', { port, ca })).body).toEqual({ name: 'router-7.20' });
    await router.close();
    await start('6.49');
    expect((await ask('GET', '/rest/system/identity')).status).toBe(404);
  });

  it('misbehaves as the API does', async () => {
    await start();
    router.faults.set({ dribble: true });
    expect((await ask('GET', '/rest/system/identity')).body).toEqual({ name: 'router-7.20' });
    router.faults.clear();
    router.faults.next('cutAfterRows', 0, '/system/identity');
    await expect(ask('GET', '/rest/system/identity')).rejects.toThrow(/hang up|ECONNRESET/);
    router.faults.next('refuse', { command: '/system/identity', message: 'failure: busy' });
    expect((await ask('GET', '/rest/system/identity')).body).toMatchObject({ detail: 'failure: busy' });
  });
});
