import { type SimulatedRouter, simulatedCaPem, startRouter, type Version } from '../../../../apps/simulator/src';
import { type RouterEndpoint, type RouterOsTransport } from './router-os-transport';
import { RestTransports } from './rest/rest.transports';
import { RouterOsClientTransports } from './routeros-client.transports';

const LIMIT = { timeoutMs: 10_000 };
const TIMEOUTS = { connectTimeoutMs: 5_000, loginTimeoutMs: 5_000 };
const USER = { name: 'langgan', password: 'sandi-é№' };

const WAYS = {
  'API plain': { protocol: 'API', tlsMode: 'PLAIN', service: 'api', certificate: undefined },
  'API TLS': { protocol: 'API', tlsMode: 'PINNED', service: 'api-ssl', certificate: 'self-signed' },
  'API own CA': { protocol: 'API', tlsMode: 'CA', service: 'api-ssl', certificate: 'signed' },
  REST: { protocol: 'REST', tlsMode: 'PINNED', service: 'www-ssl', certificate: 'self-signed' },
} as const;
type Way = keyof typeof WAYS;

const REST_LINES: readonly Version[] = ['7.10', '7.16', '7.20'];
const MATRIX = (Object.keys(WAYS) as Way[]).flatMap((way) =>
  (way === 'REST' ? REST_LINES : (['6.49', ...REST_LINES] as const)).map((version) => ({ way, version })),
);

const openAt = (endpoint: RouterEndpoint, timeouts = TIMEOUTS): Promise<RouterOsTransport> =>
  (endpoint.protocol === 'REST' ? new RestTransports() : new RouterOsClientTransports()).open(endpoint, timeouts);

/** Whatever the way and the RouterOS line, a transport does the same (routeros.md sections 9–15). */
describe.each(MATRIX)('transport: $way to $version', ({ way, version }) => {
  let router: SimulatedRouter;
  let endpoint: RouterEndpoint;
  let transport: RouterOsTransport;
  const { protocol, tlsMode, service, certificate } = WAYS[way];

  beforeEach(async () => {
    router = await startRouter({ version, users: [USER, { name: 'viewer', password: 'v', group: 'read' }] });
    const port = await router.enableService(service, certificate);
    const { name: username, password } = USER;
    const caPem = tlsMode === 'CA' ? await simulatedCaPem() : undefined;
    endpoint = { host: '127.0.0.1', port, protocol, tlsMode, caPem, username, password, codePage: 'windows-1252' };
    transport = await openAt(endpoint);
  });

  afterEach(async () => {
    transport.destroy();
    await router.close();
  });

  const exec = (...words: string[]) => transport.exec(words, LIMIT);
  const names = async (...queries: string[]): Promise<(string | undefined)[]> =>
    (await exec('/ppp/secret/print', '=.proplist=name', ...queries)).map(({ name }) => name);

  it('logs in, and shows the certificate where there is one', () => {
    expect(transport.state).toBe('ready');
    expect(transport.fingerprint).toEqual(
      tlsMode === 'PLAIN' ? undefined : expect.stringMatching(/^([0-9A-F]{2}:){31}/),
    );
  });

  it('is refused with a bad password', async () => {
    await expect(openAt({ ...endpoint, password: 'wrong' })).rejects.toMatchObject({
      code: 'AUTH_FAILED',
      retry: 'auth',
      details: { stage: 'login' },
    });
  });

  it('adds, prints, sets, unsets and removes', async () => {
    expect(await exec('/ppp/secret/print')).toEqual([]);
    expect(await exec('/ppp/secret/add', '=name=budi', '=password=p')).toEqual([{ ret: '*1' }]);
    await exec('/ppp/secret/set', '=.id=*1', '=remote-address=10.0.0.9', '=disabled=yes');
    expect(await exec('/ppp/secret/print', '=.proplist=.id,name,remote-address,disabled')).toEqual([
      { '.id': '*1', name: 'budi', 'remote-address': '10.0.0.9', disabled: 'true' },
    ]);
    await exec('/ppp/secret/unset', '=.id=*1', '=value-name=remote-address');
    expect(await exec('/ppp/secret/print', '=.proplist=.id,remote-address')).toEqual([{ '.id': '*1' }]);
    expect(await exec('/ppp/secret/print', '=count-only=')).toEqual([{ ret: '1' }]);
    expect(await exec('/ppp/secret/remove', '=.id=*1')).toEqual([]);
    expect(await exec('/ppp/secret/print')).toEqual([]);
  });

  it('asks with every query operator, values compared by their kind', async () => {
    router.run('/ppp/secret/add', '=name=a', '=limit-bytes-in=900', '=comment=x');
    router.run('/ppp/secret/add', '=name=b', '=limit-bytes-in=10000', '=disabled=yes');
    router.run('/ppp/secret/add', '=name=c', '=remote-address=10.0.0.9');
    expect(await names('?name=b')).toEqual(['b']);
    expect(await names('?=name=b')).toEqual(['b']);
    expect(await names('?disabled=yes')).toEqual(['b']);
    expect(await names('?comment')).toEqual(['a']);
    expect(await names('?-comment')).toEqual(['b', 'c']);
    expect(await names('?>comment=')).toEqual(['a']);
    expect(await names('?>limit-bytes-in=1000')).toEqual(['b']);
    expect(await names('?<limit-bytes-in=1000', '?>limit-bytes-in=0')).toEqual(['a']);
    expect(await names('?name=a', '?name=c', '?#|')).toEqual(['a', 'c']);
    expect(await names('?name=a', '?#!')).toEqual(['b', 'c']);
    expect(await names('?name=none')).toEqual([]);
  });

  it.each([
    ['ALREADY_EXISTS', ['/ppp/profile/add', '=name=default']],
    ['INVALID_ARGUMENT', ['/ppp/secret/add', '=name=x', '=profile=none-such']],
    ['INVALID_ARGUMENT', ['/ppp/secret/add', '=name=x', '=remote-address=']],
    ['NOT_FOUND', ['/ppp/secret/set', '=.id=*99', '=comment=x']],
    ['NOT_FOUND', ['/ppp/secret/remove', '=.id=*99']],
    ['UNSUPPORTED', ['/ppp/secret/add', '=name=x', '=colour=red']],
    ['UNSUPPORTED', ['/caps-man/interface/print']],
    ['UNSUPPORTED', ['/ppp/active/add']],
  ])('maps a refusal to %s: %j', async (code, words) => {
    await expect(exec(...words)).rejects.toMatchObject({ code, details: { stage: 'command', command: words[0] } });
    expect(await exec('/system/identity/print')).toHaveLength(1);
  });

  it('is told when its user may not', async () => {
    const viewer = await openAt({ ...endpoint, username: 'viewer', password: 'v' });
    const denied = viewer.exec(['/ppp/secret/add', '=name=x'], LIMIT);
    await expect(denied).rejects.toMatchObject({ code: 'PERMISSION_DENIED', retry: 'permission' });
    await viewer.close();
  });

  it('keeps every text as it is: no value becomes a number or a truth', async () => {
    const values = {
      name: '001234',
      password: '7.10',
      comment: 'true',
      'caller-id': '0812345678901234567890',
      'limit-bytes-in': '18446744073709551615',
    };
    await exec('/ppp/secret/add', ...Object.entries(values).map(([name, value]) => `=${name}=${value}`));
    const [row] = await exec('/ppp/secret/print', '=.proplist=name,password,comment,caller-id,limit-bytes-in');
    expect(row).toEqual(values);
    expect((await exec('/system/resource/print', '=.proplist=version'))[0]?.version).toMatch(/^\d+\.\d+/);
  });

  it('writes and reads UTF-8, words of 256 bytes and more, and values with "="', async () => {
    for (const comment of ['№ – é 日本 😀 a=b=c', 'x'.repeat(256), 'é'.repeat(128), 'y'.repeat(20_000)]) {
      const [added] = await exec('/ppp/secret/add', '=name=text', `=comment=${comment}`);
      expect(await exec('/ppp/secret/print', '?name=text', '=.proplist=comment')).toEqual([{ comment }]);
      await exec('/ppp/secret/remove', `=.id=${added?.ret ?? ''}`);
    }
  });

  it('reads foreign bytes by the code page of the router', async () => {
    router.run('/ppp/secret/add', '=name=budi', '=comment=café “Ani”');
    router.faults.set({ foreignComments: 'windows-1252' });
    const bytes = Buffer.from('caf\xe9 \x93Ani\x94', 'latin1').toString('base64');
    const rows = await exec('/ppp/secret/print', '=.proplist=comment');
    expect(rows).toEqual([{ comment: 'café “Ani”', 'comment#bytes': bytes }]);
    const greek = await openAt({ ...endpoint, codePage: 'windows-1253' });
    expect((await greek.exec(['/ppp/secret/print', '=.proplist=comment'], LIMIT))[0]?.comment).toBe('cafι “Ani”');
    await greek.close();
  });

  it('reads a large table whole and in order', async () => {
    for (let i = 0; i < 3_000; i++)
      router.table('/ppp/secret').insert({ name: `user${i}`, comment: 'z'.repeat(i % 300) });
    const rows = await exec('/ppp/secret/print', '=.proplist=name,comment');
    expect(rows.map(({ name }) => name)).toEqual(Array.from({ length: 3_000 }, (_, i) => `user${i}`));
  });

  it('runs commands side by side', async () => {
    router.faults.set({ shuffle: 30 });
    const asked = Array.from({ length: 8 }, (_, i) => `r${i}`);
    for (const name of asked) router.run('/ppp/secret/add', `=name=${name}`);
    const answers = await Promise.all(asked.map((name) => names(`?name=${name}`)));
    expect(answers).toEqual(asked.map((name) => [name]));
  });

  it('gives a command up at its deadline and goes on', async () => {
    router.faults.set({ ignore: '/ppp/secret' });
    const late = transport.exec(['/ppp/secret/print'], { timeoutMs: 150 });
    await expect(late).rejects.toMatchObject({ code: 'ETIMEDOUT', retry: 'transport' });
    expect(await exec('/system/identity/print')).toHaveLength(1);
    expect(transport.state).toBe('ready');
  });

  it('is closed after two commands in a row without an answer', async () => {
    router.faults.set({ ignore: '' });
    for (let i = 0; i < 2; i++) {
      await expect(transport.exec(['/ppp/secret/print'], { timeoutMs: 100 })).rejects.toMatchObject({
        code: 'ETIMEDOUT',
      });
    }
    expect(transport.state).toBe('closed');
    await expect(exec('/system/identity/print')).rejects.toMatchObject({ isTransport: true });
  });

  it('gives a command up when it is told to', async () => {
    router.faults.set({ ignore: '/ppp/secret' });
    const giveUp = new AbortController();
    const waiting = transport.exec(['/ppp/secret/print'], { ...LIMIT, signal: giveUp.signal });
    setTimeout(() => {
      giveUp.abort();
    }, 30);
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await exec('/system/identity/print')).toHaveLength(1);
  });

  it('closes: what is in flight and what comes later is refused, and nothing stays open', async () => {
    router.faults.set({ ignore: '/ppp/secret' });
    let told = 0;
    transport.onClosed(() => told++);
    const waiting = exec('/ppp/secret/print').catch((error: unknown) => error);
    await router.until(() => router.commands.some(({ command }) => command === '/ppp/secret/print'));
    await transport.close();
    expect(await waiting).toMatchObject({ isTransport: true });
    await expect(exec('/system/identity/print')).rejects.toMatchObject({ isTransport: true });
    await router.until(() => router.connections === 0);
    expect([transport.state, told]).toEqual(['closed', 1]);
  });

  it.each(['dribble', 'splitTerminator', 'splitPrefix', 'lateSentence', 'unknownReply', 'emptyEverywhere'] as const)(
    'reads the same rows through %s',
    async (fault) => {
      router.faults.set({ [fault]: true });
      const answers = await Promise.all(Array.from({ length: 4 }, () => exec('/ppp/profile/print', '=.proplist=name')));
      for (const rows of answers) expect(rows).toEqual([{ name: 'default' }, { name: 'default-encryption' }]);
    },
  );
});

/** What only one of the two can. */
describe('transport: differences', () => {
  let router: SimulatedRouter;
  let api: RouterOsTransport;
  let rest: RouterOsTransport;
  const common = { host: '127.0.0.1', username: 'admin', password: 'secret' };

  beforeEach(async () => {
    router = await startRouter({ version: '7.20' });
    api = await openAt({ ...common, port: router.port, protocol: 'API', tlsMode: 'PLAIN' });
    rest = await openAt({ ...common, port: router.portOf('www'), protocol: 'REST', tlsMode: 'PLAIN' });
  });
  afterEach(async () => {
    api.destroy();
    rest.destroy();
    await router.close();
  });

  it('exact bytes go out over the API, and REST refuses rather than change them', async () => {
    router.run('/ppp/secret/add', '=name=budi');
    const bytes = Buffer.from('caf\xe9 langgan:x', 'latin1').toString('base64');
    const words = ['/ppp/secret/set', '=.id=*1', `=comment#bytes=${bytes}`];
    await api.exec(words, LIMIT);
    for (const transport of [api, rest]) {
      const [row] = await transport.exec(['/ppp/secret/print', '=.proplist=comment'], LIMIT);
      expect(row).toEqual({ comment: 'café langgan:x', 'comment#bytes': bytes });
    }
    await expect(rest.exec(words, LIMIT)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  it.each([
    [['/ppp/secret/listen']],
    [['/ppp/secret/print', '=follow=']],
    [['/system/resource/print', '=interval=1s']],
    [['/interface/monitor-traffic', '=interface=ether1']],
  ])('REST has no streams: %j', async (words) => {
    await expect(rest.exec(words, LIMIT)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(rest.state).toBe('ready');
  });

  it('REST: the minute of the router is a deadline, not a refusal', async () => {
    router.faults.set({ restLimit: 50, ignore: '/ppp/secret' });
    const error = await rest.exec(['/ppp/secret/print'], LIMIT).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ETIMEDOUT', retry: 'transport' });
  });

  it('REST on a router that has none', async () => {
    const old = await startRouter({ version: '6.49' });
    const opening = openAt({ ...common, port: old.portOf('www'), protocol: 'REST', tlsMode: 'PLAIN' });
    await expect(opening).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    const silent = { ...common, port: old.port, protocol: 'REST', tlsMode: 'PLAIN' } as const;
    const soon = { connectTimeoutMs: 100, loginTimeoutMs: 100 };
    await expect(openAt(silent, soon)).rejects.toMatchObject({ isTransport: true });
    await old.close();
  });
});
