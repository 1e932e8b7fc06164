import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer } from 'node:net';
import { Test, type TestingModule } from '@nestjs/testing';
import { MIKROTIK_CONFIGS, MikrotikModule, print, RouterPool, RoutersService } from '@app/mikrotik';
import { SitesModule, SitesService } from '@app/iam';
import {
  AddressGuard,
  DatabaseConfig,
  HostResolver,
  OutboundConfig,
  OutboundHttp,
  OutboundTargets,
  OwnServices,
  PlatformModule,
  RedisConfig,
} from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';

/** DNS that an attacker runs: each look-up takes the next answer. */
class HostileDns extends HostResolver {
  answers: string[][] = [];
  asked: string[] = [];

  resolve(host: string): Promise<string[]> {
    if (/^[\d.:]+$/.test(host) || host === 'localhost') return Promise.resolve(['127.0.0.9']);
    this.asked.push(host);
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('ENOTFOUND'));
  }
}

const listen = async (server: { listen: Server['listen']; address: Server['address'] }, host: string) =>
  new Promise<number>((resolve) => {
    server.listen(0, host, () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

describe('S1 what the product connects to', () => {
  let database: TestDatabase;
  let module: TestingModule;
  const dns = new HostileDns();
  const seen: { host: string | undefined; url: string | undefined; at: string | undefined }[] = [];
  let reply: (request: IncomingMessage, response: ServerResponse) => void;
  const server = createServer((request, response) => {
    seen.push({ host: request.headers.host, url: request.url, at: request.socket.localAddress });
    reply(request, response);
  });
  const secret = createServer((_request, response) => response.end('internal'));
  let port = 0;

  const http = () => module.get(OutboundHttp);

  beforeAll(async () => {
    database = await createTestDatabase();
    port = await listen(server, '127.0.0.2');
    await listen(secret, '127.0.0.3');
    Object.assign(process.env, {
      DATABASE_URL: database.url,
      NODE_ENV: 'production',
      AUDIT_SIGNING_KEY: 'a key that only the tests of this repository sign with',
      REDIS_URL: '',
      SECRET_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
      OUTBOUND_ALLOW_HTTP: 'true',
      OUTBOUND_PORTS: '443,1024-65535',
      OUTBOUND_ALLOWED_NETWORKS: '127.0.0.2/32',
      OUTBOUND_TIMEOUT_MS: '600',
    });
    const builder = Test.createTestingModule({
      imports: [PlatformModule.forRoot('s1', MIKROTIK_CONFIGS), MikrotikModule, SitesModule],
    });
    module = await builder.overrideProvider(HostResolver).useValue(dns).compile();
    await module.init();
  });
  afterAll(async () => {
    await module.close();
    server.close();
    secret.close();
    await database.drop();
    process.env.NODE_ENV = 'test';
  });
  beforeEach(() => {
    seen.length = 0;
    dns.answers = [['127.0.0.2']];
    dns.asked = [];
    reply = (_request, response) => response.end('ok');
  });

  it.each([
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0.0.0.0/',
    'https://169.254.169.254/latest/meta-data/',
    'https://10.0.0.1/',
    'https://172.20.0.1/',
    'https://192.168.88.1/',
    'https://100.64.0.1/',
    'https://224.0.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::7f00:1]/',
  ])('refuses %s by its address alone', async (url) => {
    expect(() => {
      http().assertPlausible(url);
    }).toThrow(/OUTBOUND_ADDRESS_DENIED/);
    await expect(http().send({ url })).rejects.toMatchObject({ code: 'OUTBOUND_ADDRESS_DENIED' });
  });

  it.each([
    'file:///etc/passwd',
    'gopher://hooks.example/',
    'ftp://hooks.example/',
    'https://user:word@hooks.example/',
    'https://hooks.example:22/',
    'https://hooks.example:25/',
    'http://hooks.example/',
    'https://hooks_example/',
    'not a url',
    '',
  ])('refuses %s by its form', (url) => {
    expect(() => {
      http().assertPlausible(url);
    }).toThrow(/OUTBOUND_URL_REFUSED/);
  });

  it('speaks https only unless it is told otherwise', () => {
    const config = Object.assign(new OutboundConfig(), { ports: ['1-65535'] });
    const targets = new OutboundTargets(module.get(AddressGuard), config);
    expect(() => targets.assertPlausible('http://hooks.example/')).toThrow(/OUTBOUND_URL_REFUSED/);
    expect(targets.assertPlausible('https://hooks.example/').port).toBe(443);
  });

  it('judges a name by every address that it has', async () => {
    dns.answers = [['127.0.0.2', '127.0.0.3']];
    const url = `http://hooks.example:${port}/`;
    await expect(http().send({ url })).rejects.toMatchObject({ code: 'OUTBOUND_ADDRESS_DENIED' });
    dns.answers = [['::ffff:10.0.0.5']];
    await expect(http().send({ url })).rejects.toMatchObject({ code: 'OUTBOUND_ADDRESS_DENIED' });
    expect(seen).toEqual([]);
  });

  it('connects to the address that was checked, however the name resolves a moment later', async () => {
    dns.answers = [['127.0.0.2'], ['127.0.0.3']];
    const answer = await http().send({ url: `http://hooks.example:${port}/in?x=1`, method: 'POST', body: 'é' });
    expect([answer.status, answer.body.toString()]).toEqual([200, 'ok']);
    expect(dns.asked).toEqual(['hooks.example']);
    expect(seen).toEqual([{ host: `hooks.example:${port}`, url: '/in?x=1', at: '127.0.0.2' }]);
  });

  it('follows no redirect', async () => {
    const { port: internal } = secret.address() as AddressInfo;
    reply = (_request, response) => response.writeHead(302, { location: `http://127.0.0.3:${internal}/` }).end();
    const answer = await http().send({ url: `http://hooks.example:${port}/` });
    expect([answer.status, answer.body.length, seen.length]).toEqual([302, 0, 1]);
  });

  it('reads no more than its limit, and waits no longer', async () => {
    reply = (_request, response) => {
      response.write(Buffer.alloc(400_000, 97));
    };
    const answer = await http().send({ url: `http://hooks.example:${port}/` });
    expect([answer.body.length, answer.truncated]).toEqual([262_144, true]);
    reply = (_request, response) => {
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => {
        clearInterval(drip);
      });
    };
    const started = performance.now();
    await expect(http().send({ url: `http://hooks.example:${port}/` })).rejects.toMatchObject({
      params: { reason: 'TIMED_OUT' },
    });
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('never repeats what the other side said', async () => {
    const banner = createRawServer((socket) => socket.end('SSH-2.0-OpenSSH_9.2p1 s3cret-banner\r\n'));
    const bannerPort = await listen(banner as unknown as Server, '127.0.0.2');
    const failure: unknown = await http()
      .send({ url: `http://hooks.example:${bannerPort}/` })
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'OUTBOUND_UNREACHABLE', params: { reason: 'FAILED' } });
    expect(`${(failure as Error).message}${JSON.stringify(failure)}`).not.toMatch(/OpenSSH|s3cret/);
    banner.close();
    await expect(http().send({ url: `http://hooks.example:${bannerPort}/` })).rejects.toMatchObject({
      params: { reason: 'REFUSED' },
    });
    dns.answers = [];
    await expect(http().send({ url: 'https://nowhere.example/' })).rejects.toMatchObject({
      params: { reason: 'NAME_UNKNOWN' },
    });
  });

  it.each(['127.0.0.9', 'hooks.example', '::ffff:127.0.0.9'])(
    'leads from nowhere to our own PostgreSQL and Redis, listed or not: %s',
    async (host) => {
      dns.answers = [['127.0.0.9']];
      const services = new OwnServices(
        Object.assign(new DatabaseConfig(), { url: 'postgres://u:p@localhost/langgan' }),
        Object.assign(new RedisConfig(), { url: 'redis://127.0.0.9:6380/0' }),
        dns,
      );
      const check = (at: number) => new AddressGuard(dns, services).check(host, at, () => true);
      expect([await check(5432), await check(6380)]).toEqual(['denied', 'denied']);
      expect(await check(8443)).toEqual({ address: '127.0.0.9' });
    },
  );

  it('lets routers be only where the operator listed them, also behind a name', async () => {
    const site = await module.get(SitesService).create({ code: 'S1', name: 'S1', timeZone: 'Asia/Jakarta' });
    const router = { siteId: site.id, username: 'api', password: 'x', tlsMode: 'PINNED' as const };
    const create = (name: string, host: string, at = 8728) =>
      module.get(RoutersService).create({ ...router, name, host, port: at });
    for (const host of ['127.0.0.1', '169.254.169.254', '8.8.8.8', '::1', '::ffff:127.0.0.1']) {
      await expect(create('literal', host)).rejects.toMatchObject({ code: 'MIKROTIK_HOST_NOT_ALLOWED' });
    }
    await expect(create('port', '10.0.0.1', 5432)).rejects.toMatchObject({ code: 'MIKROTIK_PORT_NOT_ALLOWED' });
    const { id } = await create('named', 'r1.attacker.example');
    dns.answers = [['127.0.0.3']];
    const outcome: unknown = await module
      .get(RouterPool)
      .exec(id, print('/system/identity', ['name']))
      .catch((error: unknown) => error);
    expect(JSON.stringify(outcome)).toContain('HOST_NOT_ALLOWED');
    expect(dns.asked).toContain('r1.attacker.example');
  });
});
