import { encodeSentence } from '@app/mikrotik';
import { type SimulatedRouter, startRouter } from '../index';
import { type RouterOptions } from '../router/router-options';
import { RawClient } from '../testing/raw-client';

const ADMIN = { name: 'admin', password: 'secret' };
let router: SimulatedRouter;
const clients: RawClient[] = [];

async function start(options: Partial<RouterOptions> = {}): Promise<SimulatedRouter> {
  router = await startRouter({ version: '7.20', ...options });
  return router;
}

async function client(credentials: { name: string; password: string } | null = ADMIN): Promise<RawClient> {
  const opened = await RawClient.open(router.port, credentials ?? undefined);
  clients.push(opened);
  return opened;
}

afterEach(async () => {
  for (const opened of clients.splice(0)) opened.close();
  await router.close();
});

describe('login', () => {
  it('lets in, shows the session in /user/active and logs it', async () => {
    await start();
    const api = await client();
    expect((await api.ask('/user/active/print')).rows).toMatchObject([{ name: 'admin', via: 'api', group: 'full' }]);
    api.close();
    await router.until(() => router.rows('/user/active').length === 0);
    expect(router.rows('/log').map((row) => row.message)).toEqual(
      expect.arrayContaining([
        'user admin logged in from 127.0.0.1 via api',
        'user admin logged out from 127.0.0.1 via api',
      ]),
    );
  });

  it('refuses four wrong passwords and then says fatal', async () => {
    await start();
    const api = await client(null);
    for (let i = 0; i < 4; i++) {
      expect(await api.ask('/login', '=name=admin', '=password=wrong')).toMatchObject({
        words: ['!trap', '!done'],
        traps: [{ message: 'invalid user name or password (6)' }],
      });
    }
    api.send('/login', '=name=admin', '=password=secret');
    expect(await api.next()).toEqual(['!fatal', 'too many commands before login']);
    expect(await api.next()).toBeNull();
    expect(router.rows('/log').at(-1)).toMatchObject({
      topics: 'system,error,critical',
      message: 'login failure for user admin from 127.0.0.1 via api',
    });
  });

  it('closes on a command before login', async () => {
    await start();
    const api = await client(null);
    api.send('/ppp/secret/print');
    expect(await api.next()).toEqual(['!fatal', 'not logged in']);
    expect(await api.next()).toBeNull();
  });

  it('asks for an answer to a challenge where the router is old', async () => {
    await start({ version: '6.49', login: 'challenge' });
    const api = await client(null);
    const { done } = await api.ask('/login', '=name=admin', '=password=secret');
    expect(done.ret).toMatch(/^[0-9a-f]{32}$/);
    const wrong = await api.ask('/login', '=name=admin', `=response=00${'0'.repeat(32)}`);
    expect(wrong.traps).toEqual([{ message: 'cannot log in' }]);
  });

  it('obeys the groups', async () => {
    await start({ users: [{ name: 'viewer', password: 'v', group: 'read' }] });
    router.run('/user/group/add', '=name=langgan', '=policy=read,write,api,test');
    router.run('/user/add', '=name=langgan', '=password=l', '=group=langgan');
    router.run('/ppp/secret/add', '=name=budi', '=password=p');
    const viewer = await client({ name: 'viewer', password: 'v' });
    expect((await viewer.ask('/ppp/secret/print')).rows).toMatchObject([{ name: 'budi', password: 'p' }]);
    expect((await viewer.ask('/ppp/secret/remove', '=.id=budi')).traps).toEqual([
      { message: 'not enough permissions (9)' },
    ]);
    const product = await client({ name: 'langgan', password: 'l' });
    expect((await product.ask('/ppp/secret/print')).rows[0]).not.toHaveProperty('password'); // without `sensitive`
    expect((await product.ask('/user/print')).words).toEqual(['!re', '!re', '!done']);
    expect((await product.ask('/user/remove', '=.id=viewer')).traps).toHaveLength(1);
    router.run('/user/disable', '=numbers=viewer');
    const refused = await client(null);
    expect((await refused.ask('/login', '=name=viewer', '=password=v')).traps).toHaveLength(1);
  });

  it('refuses connections over max-sessions and from foreign addresses', async () => {
    await start();
    router.run('/ip/service/set', '=.id=api', '=max-sessions=1');
    await client();
    const second = await client(null);
    expect(await second.next()).toBeNull();
    router.run('/ip/service/set', '=.id=api', '=max-sessions=20', '=address=10.0.0.0/8');
    const third = await client(null);
    expect(await third.next()).toBeNull();
  });

  it('closes the port when the service is disabled', async () => {
    await start();
    const api = await client();
    router.run('/ip/service/disable', '=numbers=api');
    await expect(client()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect((await api.ask('/system/identity/print')).rows).toHaveLength(1);
    router.run('/ip/service/enable', '=numbers=api');
    await router.until(() => router.rows('/ip/service').some((row) => row.name === 'api' && row.disabled === 'false'));
    await client();
  });
});

describe('sentences', () => {
  it('says !empty where the line has it, and nothing elsewhere', async () => {
    await start();
    expect((await (await client()).ask('/ppp/secret/print')).words).toEqual(['!empty', '!done']);
    await router.close();
    await start({ version: '7.16' });
    expect((await (await client()).ask('/ppp/secret/print')).words).toEqual(['!done']);
  });

  it('answers tags with tags, in any place of the request', async () => {
    await start();
    const api = await client();
    api.send('/system/identity/print', '.tag=a', '=.proplist=name');
    expect(await api.next()).toEqual(['!re', '.tag=a', '=name=router-7.20']);
    expect(await api.next()).toEqual(['!done', '.tag=a']);
    api.send('/none', '.tag=b');
    expect(await api.next()).toEqual(['!trap', '.tag=b', '=category=0', '=message=no such command prefix']);
    expect(await api.next()).toEqual(['!done', '.tag=b']);
  });

  it('leaves failures without a category', async () => {
    await start();
    const api = await client();
    await api.ask('/ppp/secret/add', '=name=x');
    expect((await api.ask('/ppp/secret/add', '=name=x')).traps).toEqual([
      { message: 'failure: secret with the same name already exists' },
    ]);
  });

  it('keeps every text as it came', async () => {
    await start();
    const api = await client();
    const comment = '№ – é 日本 😀 a=b=c';
    await api.ask('/ppp/secret/add', '=name=001234', '=password==x=', `=comment=${comment}`);
    expect((await api.ask('/ppp/secret/print', '?name=001234')).rows).toMatchObject([
      { name: '001234', password: '=x=', comment },
    ]);
    expect(router.writes().map(({ command, attributes }) => [command, attributes])).toEqual([
      ['/ppp/secret/add', { name: '001234', password: '=x=', comment }],
    ]);
  });

  it('quits with a fatal', async () => {
    await start();
    const api = await client();
    api.send('/quit');
    expect(await api.next()).toEqual(['!fatal', 'session terminated on request']);
    expect(await api.next()).toBeNull();
  });

  it('drops a stream that is not the API', async () => {
    await start();
    const api = await client();
    api.socket.write(Buffer.from([0xff, 1, 2, 3]));
    expect(await api.next()).toBeNull();
  });

  it('reads requests that come byte by byte', async () => {
    await start();
    const api = await client();
    for (const byte of encodeSentence(['/system/identity/print'])) {
      api.socket.write(Buffer.from([byte]));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await api.answer()).words).toEqual(['!re', '!done']);
  });
});

describe('commands that go on', () => {
  it('listen reports changes until it is cancelled', async () => {
    await start();
    const api = await client();
    api.send('/ppp/secret/listen', '.tag=l');
    await router.until(() => router.commands.some(({ command }) => command === '/ppp/secret/listen'));
    router.run('/ppp/secret/add', '=name=budi');
    expect(await api.next()).toEqual(expect.arrayContaining(['!re', '.tag=l', '=.id=*1', '=name=budi']));
    router.run('/ppp/secret/remove', '=.id=budi');
    expect(await api.next()).toEqual(['!re', '.tag=l', '=.id=*1', '=.dead=true']);
    api.send('/cancel', '=tag=l', '.tag=c');
    expect(await api.next()).toEqual(['!trap', '.tag=l', '=category=2', '=message=interrupted']);
    expect(await api.next()).toEqual(['!done', '.tag=c']);
    expect(await api.next()).toEqual(['!done', '.tag=l']);
    router.run('/ppp/secret/add', '=name=siti');
    expect((await api.ask('/system/identity/print')).words).toEqual(['!re', '!done']);
  });

  it('ping ends by its count', async () => {
    await start();
    const api = await client();
    const { rows } = await api.ask('/tool/ping', '=address=8.8.8.8', '=count=3', '=interval=20ms');
    expect(rows).toHaveLength(3);
    expect(rows[2]).toMatchObject({ seq: '2', sent: '3', received: '3', 'packet-loss': '0' });
    const lost = await api.ask('/ping', '=address=192.0.2.1', '=count=1');
    expect(lost.rows).toMatchObject([{ status: 'timeout', 'packet-loss': '100' }]);
  });

  it('print with an interval prints again', async () => {
    await start();
    const api = await client();
    api.send('/system/identity/print', '=interval=10ms', '.tag=i');
    for (let i = 0; i < 3; i++) expect((await api.next())?.[0]).toBe('!re');
    api.send('/cancel');
    await router.until(() => api.sentences.filter(([word]) => word === '!done').length === 2);
  });
});

it('prints 10,000 secrets fast and in order', async () => {
  const secrets = Array.from({ length: 10_000 }, (_, i) => ({
    name: `user${i}`,
    password: `${i}`,
    profile: 'default',
  }));
  await start({ rows: { '/ppp/secret': secrets } });
  const api = await client();
  const started = performance.now();
  const { rows } = await api.ask('/ppp/secret/print', '=.proplist=.id,name,profile,disabled,comment');
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(rows).toHaveLength(10_000);
  expect(rows.at(-1)).toEqual({ '.id': '*2710', name: 'user9999', profile: 'default', disabled: 'false' });
});
