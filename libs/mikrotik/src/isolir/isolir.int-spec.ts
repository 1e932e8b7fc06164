import { type INestApplicationContext } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { createSyncBench, type SyncBench } from '../../../../test/support/mikrotik/sync-bench';
import { MikrotikModule } from '../mikrotik.module';
import { RouterSync } from '../sync/router-sync';
import { SyncRouterService } from '../sync/sync-router.service';
import { IsolirService } from './isolir.service';

const MENUS = ['/ip/pool', '/ip/firewall/address-list', '/ip/firewall/filter', '/ip/firewall/nat'];
const FILTER = '/ip/firewall/filter';
const PORTAL = '10.10.0.5';
const OURS = ['isolir-jump', 'isolir-dns-udp', 'isolir-dns-tcp', 'isolir-portal', 'isolir-reject', 'isolir-drop'];

describe.each(['6.49', '7.10', '7.20'] as const)('isolir infrastructure on RouterOS %s', (version) => {
  let bench: SyncBench;
  let app: INestApplicationContext;
  let isolir: IsolirService;
  let router: SimulatedRouter;
  let id: string;

  beforeAll(async () => {
    bench = await createSyncBench();
    app = await bench.boot('idle');
    isolir = await app.select(MikrotikModule).get(ModuleRef, { strict: true }).create(IsolirService);
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    router = await startRouter({ version, cpes: [], defaultFirewall: true });
    id = await bench.register(app, router);
    await run();
  });
  afterEach(() => router.close());

  const run = async () => {
    const signal = new AbortController().signal;
    expect(await app.get(SyncRouterService, { strict: false }).run(id, signal)).toBe('done');
  };
  const fullSync = async () => {
    await app.get(RouterSync, { strict: false }).wantFullSync(id);
    await run();
  };
  const install = async () => {
    await isolir.install(id, { portalAddress: PORTAL, allowHosts: ['pay.example.com'] });
    await run();
  };
  const marks = (menu: string) => router.rows(menu).map(({ comment = '' }) => /langgan:(\S+)$/.exec(comment)?.[1]);
  /** Everything in the menus that are touched, but for `.id`s. */
  const contents = () => {
    const rows = MENUS.map((menu) => router.rows(menu).map((row) => ({ ...row, '.id': '' })));
    return JSON.stringify(rows);
  };
  const states = async () => {
    const { parts } = await isolir.check(id);
    return Object.fromEntries(parts.map(({ key, state }) => [key, state]));
  };

  it('is installed in one step, and a second time without a write', async () => {
    expect(await isolir.check(id)).toMatchObject({ installed: false, parts: [] });
    await install();
    expect(await isolir.check(id)).toMatchObject({ installed: true, ok: true, portalAddress: PORTAL });
    expect(marks(FILTER).filter((mark) => mark !== undefined)).toEqual(OURS);
    expect(marks('/ip/firewall/address-list')).toEqual([`isolir-allow-${PORTAL}`, 'isolir-allow-pay.example.com']);
    const written = router.writes().length;
    await install();
    await fullSync();
    expect(router.writes()).toHaveLength(written);
  });

  it('lets the isolated reach names, the portal and the gateways, and nothing else', async () => {
    await install();
    const from = '10.253.0.9';
    router.table('/ip/firewall/address-list').insert({ list: 'isolir', address: from, dynamic: 'true' });
    const fate = (to: string, port: number, more: object = {}) => router.reach({ from, to, port, ...more });
    expect(fate('8.8.8.8', 53, { protocol: 'udp' }).verdict).toBe('allowed');
    expect(fate(PORTAL, 80).verdict).toBe('allowed');
    expect(fate('203.0.113.7', 443, { host: 'pay.example.com' }).verdict).toBe('allowed');
    expect(fate('203.0.113.80', 443).verdict).toBe('rejected');
    expect(fate('203.0.113.80', 443, { state: 'established' }).verdict).toBe('rejected');
    expect(fate('203.0.113.80', 80)).toMatchObject({ verdict: 'redirected', to: `${PORTAL}:80` });
    expect(router.reach({ from: '10.20.0.9', to: '203.0.113.80', port: 443 }).verdict).toBe('allowed');
  });

  it('stands in front of FastTrack, and moves there when it does not', async () => {
    await install();
    const forward = () => router.rows(FILTER).filter(({ chain, dynamic }) => chain === 'forward' && dynamic !== 'true');
    const order = () => forward().map(({ action }) => action);
    expect(order().indexOf('jump')).toBeLessThan(order().indexOf('fasttrack-connection'));
    const [first] = forward();
    const fastTrack = forward().find(({ action }) => action === 'fasttrack-connection')!;
    router.run(`${FILTER}/move`, `=numbers=${fastTrack['.id']}`, `=destination=${first!['.id']}`);
    expect(order()[0]).toBe('fasttrack-connection');
    expect(await states()).toMatchObject({ 'isolir-jump': 'OUT_OF_ORDER', 'isolir-drop': 'PRESENT' });
    await fullSync();
    expect(order()[0]).toBe('jump');
    expect((await isolir.check(id)).ok).toBe(true);
  });

  it('says what is missing, wrong or in the way, and repairs what is ours', async () => {
    await install();
    const rule = (mark: string) => router.rows(FILTER).find(({ comment = '' }) => comment.endsWith(`langgan:${mark}`))!;
    router.run(`${FILTER}/remove`, `=.id=${rule('isolir-dns-tcp')['.id']}`);
    router.run(`${FILTER}/set`, `=.id=${rule('isolir-drop')['.id']}`, '=action=accept');
    router.run('/ip/pool/set', '=.id=lg-isolir', '=ranges=10.1.1.1-10.1.1.9');
    expect(await states()).toMatchObject({
      ...{ 'isolir-dns-tcp': 'MISSING', 'isolir-drop': 'WRONG', 'lg-isolir': 'WRONG', 'isolir-http': 'PRESENT' },
    });
    await fullSync();
    expect((await isolir.check(id)).ok).toBe(true);
    expect(marks(FILTER).filter((mark) => mark !== undefined)).toEqual(OURS);
  });

  it('is removed without a trace; what is not ours stays untouched', async () => {
    router.run('/ip/firewall/address-list/add', '=list=isolir-allow', '=address=192.0.2.1', '=comment=ours');
    router.run(`${FILTER}/add`, '=chain=forward', '=action=accept', '=comment=by hand');
    const before = contents();
    await install();
    expect(contents()).not.toBe(before);
    await isolir.remove(id);
    expect(await isolir.check(id)).toMatchObject({ installed: false, ok: false });
    await run();
    expect(contents()).toBe(before);
    expect(await isolir.check(id)).toMatchObject({ installed: false, ok: true, parts: [] });
    await fullSync();
    expect(contents()).toBe(before);
  });

  it('takes a host off the list that is no longer allowed, and wants a portal', async () => {
    await install();
    await isolir.install(id, { portalAddress: PORTAL });
    await run();
    expect(marks('/ip/firewall/address-list')).toEqual([`isolir-allow-${PORTAL}`]);
    await expect(isolir.install(id, {})).rejects.toMatchObject({ code: 'MIKROTIK_ISOLIR_PORTAL_MISSING' });
  });

  it('costs a router without it nothing: its firewall is not even read', async () => {
    await fullSync();
    expect(router.commands.some(({ command }) => command.startsWith('/ip/firewall'))).toBe(false);
  });
});
