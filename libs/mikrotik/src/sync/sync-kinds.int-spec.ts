import { type INestApplicationContext } from '@nestjs/common';
import { ok } from '@app/core';
import { Database } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { RESOURCE_KINDS, type ResourceKind } from '../domain/desired-resource';
import { RESOURCE_SPECS, type ResourceSpec } from '../domain/resource-spec';
import { RouterPool } from '../pool';
import { RouterSync } from './router-sync';
import { SyncRouterService } from './sync-router.service';

const specOf = (kind: ResourceKind): { menu: string } & ResourceSpec => RESOURCE_SPECS[kind];
const FILTER = '/ip/firewall/filter';

describe.each(['6.49', '7.16', '7.20'] as const)('kinds of router objects on RouterOS %s', (version) => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench(RESOURCE_KINDS);
    app = await bench.boot('idle');
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version, cpes: [], hotspot: {}, dhcp: true });
    id = await bench.register(app, router);
  });
  afterEach(() => router.close());

  const want = (kind: ResourceKind, key: string, values: Record<string, string>, rank?: number) => {
    bench.wishes.want(id, { kind, key, values, ...(rank === undefined ? {} : { rank }) });
  };
  const run = () => app.get(SyncRouterService, { strict: false }).run(id, new AbortController().signal);
  const fullSync = async () => {
    await app.get(RouterSync, { strict: false }).wantFullSync(id);
    expect(await run()).toBe('done');
  };
  const sync = async (kind: ResourceKind, ...keys: string[]) => {
    const marks = keys.map((key) => ({ kind, key }));
    await app.get(RouterSync, { strict: false }).markDirty(id, marks);
    expect(await run()).toBe('done');
  };
  const order = () =>
    router
      .rows(FILTER)
      .filter(({ dynamic }) => dynamic !== 'true')
      .map((row) => (row.comment ?? '').replace(/.*langgan:/, ''));

  it('pools, queues with a parent and profiles: made in the order of their references, then in step', async () => {
    want('ppp-profile', 'isolir', { 'remote-address': 'lg-isolir', 'parent-queue': 'lg-all' });
    want('ip-pool', 'lg-isolir', { ranges: '10.9.0.2-10.9.0.200' });
    want('simple-queue', 'lg-budi', { target: '10.0.0.2', parent: 'lg-all', 'max-limit': '5M/10M' });
    want('simple-queue', 'lg-all', { target: '10.0.0.0/8', 'max-limit': '50M/100M' });
    await fullSync();
    expect(router.row('/ip/pool', 'lg-isolir')?.comment).toBeUndefined();
    expect(router.row('/ppp/profile', 'isolir')).toMatchObject({ 'remote-address': 'lg-isolir' });
    expect(router.row('/queue/simple', 'lg-budi')).toMatchObject({ parent: 'lg-all', comment: 'langgan:t-lg-budi' });
    const writes = router.writes().length;
    await fullSync();
    await sync('simple-queue', 'lg-budi');
    expect(router.writes()).toHaveLength(writes);

    want('simple-queue', 'lg-budi', { target: '10.0.0.2', parent: '', 'max-limit': '5M/20M' });
    await sync('simple-queue', 'lg-budi');
    expect(router.row('/queue/simple', 'lg-budi')).toMatchObject({ parent: 'none', 'max-limit': '5000000/20000000' });
  });

  it('an address list entry is made, kept with the text of the operator, changed and removed', async () => {
    router.run('/ip/firewall/address-list/add', '=list=isolir', '=address=10.0.0.1', '=comment=punya operator');
    router.run('/ip/firewall/address-list/add', '=list=isolir', '=address=10.0.0.3', '=timeout=1h');
    want('address-list', 'sub-1', { list: 'isolir', address: '10.0.0.2' });
    await sync('address-list', 'sub-1');
    const mine = () => router.rows('/ip/firewall/address-list').find((row) => row.comment?.includes('sub-1') === true);
    expect(mine()).toMatchObject({ list: 'isolir', address: '10.0.0.2', comment: 'langgan:sub-1' });
    router.run('/ip/firewall/address-list/set', `=.id=${mine()!['.id']}`, '=comment=rumah biru langgan:sub-1');
    want('address-list', 'sub-1', { list: 'isolir', address: '10.0.0.9' });
    await sync('address-list', 'sub-1');
    expect(mine()).toMatchObject({ address: '10.0.0.9', comment: 'rumah biru langgan:sub-1' });
    bench.wishes.drop(id, 'address-list', 'sub-1');
    await sync('address-list', 'sub-1');
    expect(router.rows('/ip/firewall/address-list').map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.3']);
  });

  it('the same entry of the operator is a conflict and stays', async () => {
    router.run('/ip/firewall/address-list/add', '=list=isolir', '=address=10.0.0.2');
    want('address-list', 'sub-1', { list: 'isolir', address: '10.0.0.2' });
    await sync('address-list', 'sub-1');
    expect(router.rows('/ip/firewall/address-list')).toHaveLength(1);
    expect(router.writes()).toHaveLength(0);
  });

  it('firewall rules stand by rank before the first FastTrack rule of the operator, and come back there', async () => {
    router.run(`${FILTER}/add`, '=chain=input', '=action=accept', '=comment=input');
    router.run(`${FILTER}/add`, '=chain=forward', '=action=fasttrack-connection', '=comment=fast');
    router.run(`${FILTER}/add`, '=chain=forward', '=action=accept', '=comment=rest');
    const drop = { chain: 'forward', action: 'drop', 'src-address-list': 'isolir' };
    want('firewall-filter', 'isolir-drop', drop, 20);
    want('firewall-filter', 'isolir-dns', { ...drop, action: 'accept', protocol: 'udp', 'dst-port': '53' }, 10);
    await sync('firewall-filter', 'isolir-drop', 'isolir-dns');
    expect(order()).toEqual(['input', 'isolir-dns', 'isolir-drop', 'fast', 'rest']);
    const writes = router.writes().length;
    await fullSync();
    expect(router.writes()).toHaveLength(writes);

    const [first] = router.rows(FILTER).filter((row) => row.comment === 'langgan:isolir-dns');
    router.run(`${FILTER}/move`, `=numbers=${first!['.id']}`);
    await fullSync();
    expect(order()).toEqual(['input', 'isolir-dns', 'isolir-drop', 'fast', 'rest']);
    const since = router
      .writes()
      .slice(writes)
      .map(({ command }) => command);
    expect(since).toEqual([`${FILTER}/move`]);
  });

  it('a hotspot user is cut off for good: its cookies go first, then its session, those of others stay', async () => {
    const macs = { budi: '02:00:00:00:00:0A', siti: '02:00:00:00:00:0B' };
    want('hotspot-user-profile', 'lg-10M', { 'rate-limit': '2M/10M', 'shared-users': '2' });
    for (const name of ['budi', 'siti']) want('hotspot-user', name, { password: name, profile: 'lg-10M' });
    await fullSync();
    expect(router.row('/ip/hotspot/user', 'budi')).toMatchObject({ profile: 'lg-10M', comment: 'langgan:t-budi' });
    for (const [name, mac] of Object.entries(macs)) {
      router.hotspot.join({ mac });
      router.hotspot.login(mac, name, name);
    }
    expect(router.rows('/ip/hotspot/active')).toHaveLength(2);
    expect(router.rows('/ip/hotspot/cookie')).toHaveLength(2);
    const writes = router.writes().length;
    want('hotspot-user', 'budi', { password: 'budi', profile: 'lg-10M', disabled: 'yes' });
    await sync('hotspot-user', 'budi');
    expect(router.rows('/ip/hotspot/active').map(({ user }) => user)).toEqual(['siti']);
    expect(router.rows('/ip/hotspot/cookie').map(({ user }) => user)).toEqual(['siti']);
    expect(
      router
        .writes()
        .slice(writes)
        .map(({ command }) => command),
    ).toEqual(['/ip/hotspot/user/set', '/ip/hotspot/cookie/remove', '/ip/hotspot/active/remove']);
    await fullSync();
    expect(router.writes()).toHaveLength(writes + 3);
  });

  it('hotspot users of one name on two servers are two', async () => {
    router.run('/ip/hotspot/add', '=name=hs2', '=interface=ether2');
    want('hotspot-user', 'budi', { password: 'a' });
    want('hotspot-user', 'hs2/budi', { password: 'b', server: 'hs2' });
    await fullSync();
    const users = () =>
      router
        .rows('/ip/hotspot/user')
        .filter(({ name }) => name === 'budi')
        .map(({ server, password }) => [server, password]);
    expect(users()).toEqual([
      ['all', 'a'],
      ['hs2', 'b'],
    ]);
    bench.wishes.drop(id, 'hotspot-user', 'hs2/budi');
    await sync('hotspot-user', 'hs2/budi', 'budi');
    expect(users()).toEqual([['all', 'a']]);
  });

  it('leases and bindings go by their owner; what the router leased by itself is nobody’s', async () => {
    const lease = { 'mac-address': '02:00:00:00:00:0c', address: '192.168.88.20', server: '' };
    want('dhcp-lease', 'sub-1', { ...lease, 'rate-limit': '2M/10M' });
    want('ip-binding', 'sub-2', { 'mac-address': '02:00:00:00:00:0D', type: 'bypassed' });
    await fullSync();
    const mine = (menu: string) => router.rows(menu).find(({ comment }) => comment?.startsWith('langgan:') === true);
    expect(mine('/ip/dhcp-server/lease')).toMatchObject({ 'mac-address': '02:00:00:00:00:0C', 'rate-limit': '2M/10M' });
    expect(mine('/ip/hotspot/ip-binding')).toMatchObject({ type: 'bypassed', comment: 'langgan:sub-2' });
    const writes = router.writes().length;
    await fullSync();
    await sync('dhcp-lease', 'sub-1');
    expect(router.writes()).toHaveLength(writes);
    want('dhcp-lease', 'sub-1', { ...lease, 'rate-limit': '' });
    bench.wishes.drop(id, 'ip-binding', 'sub-2');
    await sync('dhcp-lease', 'sub-1');
    await sync('ip-binding', 'sub-2');
    expect(mine('/ip/dhcp-server/lease')?.['rate-limit'] ?? '').toBe('');
    expect(mine('/ip/hotspot/ip-binding')).toBeUndefined();
  });

  it('a menu that the router does not have fails its own items only', async () => {
    want('ppp-secret', 'budi', { profile: 'default' });
    jest.replaceProperty(specOf('address-list'), 'menu', '/ip/firewall/no-such-list');
    want('address-list', 'sub-1', { list: 'isolir', address: '10.0.0.2' });
    await sync('address-list', 'sub-1');
    await sync('ppp-secret', 'budi');
    jest.restoreAllMocks();
    expect(router.row('/ppp/secret', 'budi')).toBeDefined();
    expect(await deadCodes()).toEqual(['UNSUPPORTED']);
  });

  it('a table of which fewer rows arrive than the router counts is not believed', async () => {
    want('ppp-secret', 'budi', { profile: 'default' });
    want('ppp-secret', 'siti', { profile: 'default' });
    await fullSync();
    const writes = router.writes().length;
    const pool = app.get(RouterPool, { strict: false });
    const { execAll } = pool;
    jest.spyOn(pool, 'execAll').mockImplementation(async (...args) => {
      const outcomes = await execAll.apply(pool, args);
      const isTable = args[1][0]?.[0] === '/ppp/secret/print';
      return isTable ? outcomes.map((one, at) => (at === 0 && one.ok ? ok(one.value.slice(0, 1)) : one)) : outcomes;
    });
    await fullSync();
    jest.restoreAllMocks();
    expect(router.writes()).toHaveLength(writes);
  });

  const deadCodes = async () =>
    (
      await app
        .get(Database, { strict: false })
        .query<{ code: string }>(
          `select last_error_code as code from router_sync_items where router_id = $1 and dead order by 1`,
          [id],
        )
    ).map(({ code }) => code);
});
