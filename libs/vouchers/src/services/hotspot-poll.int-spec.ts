import { VoucherBench } from '../../../../test/support/vouchers/voucher-bench';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { HotspotPoll } from './hotspot-poll.service';
import { VoucherExpiry } from './voucher-expiry.service';
import { VoucherSales } from './voucher-sales.service';
import { Vouchers } from './vouchers.service';

const MAC = '02:00:00:00:00:0A';

describe('vouchers on a router', () => {
  let bench: VoucherBench;
  let router: SimulatedRouter;
  let routerId: string;

  beforeAll(async () => {
    bench = await VoucherBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    const name = `r${Math.floor(performance.now() * 1_000)}`;
    router = await startRouter({ version: '7.16', network: 20, hotspot: { portalPort: 0 }, name });
    routerId = await bench.register(router);
    router.hotspot.join({ mac: MAC });
  });
  afterEach(async () => {
    await router.close();
    await bench.database.execute(`update routers set mode = 'DISABLED' where id = $1`, [routerId]);
  });

  const poll = () => bench.get(HotspotPoll).poll(routerId);
  const read = (code: string) => bench.get(Vouchers).get(code);
  const user = (code: string) => router.rows('/ip/hotspot/user').find(({ name }) => name === code);
  const expire = () => bench.get(VoucherExpiry).run(new AbortController().signal);

  it('are there from the start, with the profile of their package, and log in', async () => {
    const profile = await bench.profile({ uptimeLimitSeconds: 3_600n, dataLimitBytes: 5_000_000n });
    const [code = ''] = await bench.batch(profile.id, { routerId });
    await bench.sync(routerId);
    expect(user(code)).toMatchObject({
      profile: `lg-${profile.code}`,
      'limit-uptime': '1h',
      'limit-bytes-total': '5000000',
    });
    expect(router.hotspot.login(MAC, code, code)).toMatchObject({ ok: true });
    expect(await poll()).toBe('read');
    expect(await read(code)).toMatchObject({ state: 'ACTIVE', mac: MAC });
  });

  it('that are made on activation come with their sale, and go when they are taken back', async () => {
    const { id } = await bench.profile();
    const [code = ''] = await bench.batch(id, { routerId, provisioning: 'ON_ACTIVATION', quantity: 1 });
    await bench.sync(routerId, true);
    expect(user(code)).toBeUndefined();
    await bench.get(VoucherSales).sell({ code });
    await bench.sync(routerId);
    expect(user(code)).toMatchObject({ password: code });
    await bench.get(VoucherSales).takeBack(code);
    await bench.sync(routerId);
    expect(user(code)).toBeUndefined();
  });

  it('a late detection of the first login never shortens validity, and a second one changes nothing', async () => {
    const { id } = await bench.profile({ validityMinutes: 60 });
    const [gone = '', code = ''] = await bench.batch(id, { routerId });
    await bench.sync(routerId);
    router.hotspot.login(MAC, gone, gone);
    router.hotspot.consume(MAC, { uptimeMs: 1_200_000 });
    router.hotspot.logout(MAC, { forget: true });
    const seenFrom = Date.now();
    await poll();
    const { firstLoginAt, expiresAt } = await read(gone);
    expect(firstLoginAt!.getTime()).toBeGreaterThan(seenFrom - 5_000);
    expect(expiresAt!.getTime() - firstLoginAt!.getTime()).toBe(3_600_000);
    router.hotspot.login(MAC, code, code);
    router.hotspot.consume(MAC, { uptimeMs: 120_000 });
    const before = Date.now();
    await poll();
    const running = await read(code);
    // why: the router says two minutes, but two minutes ago we looked and nobody was there
    expect(running.firstLoginAt!.getTime()).toBeGreaterThan(before - 60_000);
    await poll();
    expect((await read(code)).expiresAt).toEqual(running.expiresAt);
    expect((await read(gone)).expiresAt).toEqual(expiresAt);
  });

  it('that are used up are cut off, and counted over the loss of counters', async () => {
    const { id } = await bench.profile({ dataLimitBytes: 10_000n });
    const [code = ''] = await bench.batch(id, { routerId, quantity: 1 });
    await bench.sync(routerId);
    router.hotspot.login(MAC, code, code);
    router.hotspot.consume(MAC, { bytesOut: 6_000n });
    await poll();
    const { usedBytes } = await read(code);
    expect(usedBytes).toBeGreaterThanOrEqual(6_000n);
    await poll();
    router.run('/ip/hotspot/user/remove', `=.id=${user(code)!['.id']!}`);
    await bench.sync(routerId, true);
    router.hotspot.login(MAC, code, code);
    router.hotspot.consume(MAC, { bytesIn: 5_000n });
    await poll();
    expect(await read(code)).toMatchObject({ state: 'USED' });
    await bench.sync(routerId);
    expect(user(code)).toBeUndefined();
  });

  it('requirements 8, 17: end by our clock, by two runs at once: user, session and cookie go, and an extension brings the user back', async () => {
    const { id } = await bench.profile({ validityMinutes: 60 });
    const [code = ''] = await bench.batch(id, { routerId, quantity: 1 });
    await bench.sync(routerId);
    router.hotspot.login(MAC, code, code);
    await poll();
    await bench.database.execute(`update vouchers set expires_at = now() - interval '1 second' where code = $1`, [
      code,
    ]);
    expect(await Promise.all([expire(), expire()]).then(([a, b]) => a + b)).toBe(1);
    expect(await read(code)).toMatchObject({ state: 'EXPIRED' });
    await bench.sync(routerId);
    expect(user(code)).toBeUndefined();
    expect(router.rows('/ip/hotspot/active')).toEqual([]);
    expect(router.rows('/ip/hotspot/cookie')).toEqual([]);
    await bench.get(Vouchers).extend(code, { minutes: 30 });
    await bench.sync(routerId);
    expect(user(code)).toBeDefined();
  });

  it('requirement 14: what cannot be read changes nothing', async () => {
    const { id } = await bench.profile();
    const [code = ''] = await bench.batch(id, { routerId, quantity: 1 });
    router.faults.set({ refuse: { command: '/ip/hotspot/user', message: 'not enough permissions (9)' } });
    expect(await poll()).toBe('unreachable');
    expect(await read(code)).toMatchObject({ state: 'AVAILABLE' });
  });

  it('requirement 23: users of the operator are untouched', async () => {
    router.run('/ip/hotspot/user/add', '=name=tamu', '=password=1');
    await bench.sync(routerId, true);
    expect(user('tamu')).toMatchObject({ password: '1' });
  });
});
