import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { type RouterOsTransport } from './router-os-transport';
import { RouterOsClientTransports } from './routeros-client.transports';

const LIMIT = { timeoutMs: 5_000 };
const TIMEOUTS = { connectTimeoutMs: 2_000, loginTimeoutMs: 2_000 };

/** The guarded client and the simulator judge each other on every line (routeros.md section 16). */
describe.each([
  { version: '6.49', login: 'challenge' },
  { version: '6.49', login: 'plain' },
  { version: '7.10', login: 'plain' },
  { version: '7.16', login: 'plain' },
  { version: '7.20', login: 'plain' },
] as const)('guarded client on $version, $login login', ({ version, login }) => {
  let router: SimulatedRouter;
  let transport: RouterOsTransport;

  beforeEach(async () => {
    router = await startRouter({ version, login, users: [{ name: 'langgan', password: 'sandi-é' }] });
    const reach = { host: '127.0.0.1', port: router.port, protocol: 'API', tlsMode: 'PLAIN' } as const;
    const endpoint = { ...reach, username: 'langgan', password: 'sandi-é' };
    transport = await new RouterOsClientTransports().open(endpoint, TIMEOUTS);
  });

  afterEach(async () => {
    await transport.close();
    await router.close();
  });

  const exec = (...words: string[]) => transport.exec(words, LIMIT);

  it('prints nothing, adds, queries, sets, unsets, removes, and keeps every text as it was', async () => {
    expect(await exec('/ppp/secret/print')).toEqual([]);
    const [added] = await exec('/ppp/secret/add', '=name=001234', '=password=7.10', '=comment=№ – é 日本 😀');
    expect(added).toEqual({ ret: '*1' });
    expect(await exec('/ppp/secret/print', '?name=001234')).toMatchObject([
      { '.id': '*1', name: '001234', password: '7.10', comment: '№ – é 日本 😀', disabled: 'false' },
    ]);
    await exec('/ppp/secret/set', '=.id=*1', '=remote-address=10.0.0.9', '=disabled=yes');
    expect(await exec('/ppp/secret/print', '?disabled=yes', '=.proplist=.id,remote-address')).toEqual([
      { '.id': '*1', 'remote-address': '10.0.0.9' },
    ]);
    await exec('/ppp/secret/unset', '=.id=*1', '=value-name=remote-address');
    await exec('/ppp/secret/remove', '=.id=*1');
    expect(await exec('/ppp/secret/print', '=count-only=')).toEqual([{ ret: '0' }]);
  });

  it.each([
    ['ALREADY_EXISTS', ['/ppp/profile/add', '=name=default']],
    ['INVALID_ARGUMENT', ['/ppp/secret/add', '=name=x', '=profile=none-such']],
    ['INVALID_ARGUMENT', ['/ppp/secret/add', '=name=x', '=remote-address=']],
    ['NOT_FOUND', ['/ppp/secret/set', '=.id=*99', '=comment=x']],
    ['UNSUPPORTED', ['/ppp/secret/add', '=name=x', '=colour=red']],
    ['UNSUPPORTED', ['/caps-man/interface/print']],
    ['UNSUPPORTED', ['/ppp/active/add']],
  ])('maps a refusal to %s: %j', async (code, words) => {
    await expect(exec(...words)).rejects.toMatchObject({ code });
    expect(await exec('/system/identity/print')).toHaveLength(1);
  });

  it.each(['dribble', 'splitTerminator', 'lateSentence', 'unknownReply', 'emptyEverywhere'] as const)(
    'reads the same rows through %s',
    async (fault) => {
      router.faults.set({ [fault]: true });
      const answers = await Promise.all(Array.from({ length: 8 }, () => exec('/ppp/profile/print', '=.proplist=name')));
      for (const rows of answers) expect(rows).toEqual([{ name: 'default' }, { name: 'default-encryption' }]);
    },
  );
});
