import { FailoverWatchService } from '@app/mikrotik';
import { GroupBench, ids } from '../../../test/support/pppoe/group-bench';
import { PppSecretContributor } from './contributors/ppp-secret.contributor';
import { PppoeAccountsService } from './services/pppoe-accounts.service';
import { StaticLines } from './static/static-lines.service';

describe('failover of PPPoE subscribers', () => {
  let bench: GroupBench;

  beforeAll(async () => {
    bench = await GroupBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.reset());

  describe('static lines and hotspot accounts', () => {
    const kinds = ['simple-queue', 'address-list', 'dhcp-lease', 'firewall-filter'] as const;

    it('lines go along where the members share their addresses, with all that belongs to them', async () => {
      const made = await bench.group([{}, {}], { sharedAddresses: true });
      const [dead, other] = ids(made) as [string, string];
      const [line, isolated] = await bench.lines(2, dead);
      const lines = bench.app.get(StaticLines, { strict: false });
      await lines.update(line!.id, 1, { macAddress: '02:00:00:00:00:01', dhcpServer: 'rumah', parentQueue: 'induk' });
      await bench.database.execute(`update access_intents set desired = 'ISOLATED' where subscription_id = $1`, [
        isolated!.subscriptionId,
      ]);
      for (const kind of kinds) expect(await bench.wantedOn(other, kind)).toEqual([]);
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      for (const kind of kinds) expect(await bench.wantedOn(other, kind)).toEqual(await bench.wantedOn(dead, kind));
      expect(await bench.wantedOn(other, 'simple-queue')).toHaveLength(2);
      expect(await bench.wantedOn(other, 'address-list')).toEqual([`static-${isolated!.id}`]);
      const { state } = bench;
      const [lease] = await state.of(other, 'dhcp-lease', 'all');
      expect(lease).toMatchObject({ unset: ['server'], values: { address: line!.address } });
      const queue = (await state.of(other, 'simple-queue', 'all')).find(({ key }) => key === line!.name);
      expect(queue?.values).not.toHaveProperty('parent');
      expect(await bench.heard('simple-queue')).toEqual(
        [line!, isolated!].map(({ name }) => `${other} ${name}`).sort(),
      );
      expect((await lines.get(line!.id)).routerIds.sort()).toEqual([dead, other].sort());
      expect(await bench.stranded(made.id)).toEqual([0]);
      await bench.failovers.failBack(made.id, dead, 'MANUAL');
      for (const kind of kinds) expect(await bench.wantedOn(other, kind)).toEqual([]);
      expect(await bench.heard('simple-queue')).toHaveLength(2);
      expect(await state.servedElsewhere(other, 'simple-queue', [line!.name])).toEqual(new Set([line!.name]));
    });

    it('lines stay where their addresses are routed to their router alone, or are taken elsewhere: that is told', async () => {
      for (const sharedAddresses of [false, true]) {
        const made = await bench.group([{}, {}], { sharedAddresses });
        const [dead, other] = ids(made) as [string, string];
        const [line] = await bench.lines(1, dead);
        if (sharedAddresses) await bench.lines(1, other);
        const before = await bench.wantedOn(other, 'simple-queue');
        await bench.failovers.failOver(made.id, dead, 'MANUAL');
        expect(await bench.wantedOn(other, 'simple-queue')).toEqual(before);
        expect((await bench.app.get(StaticLines, { strict: false }).get(line!.id)).routerIds).toEqual([dead]);
        expect(await bench.stranded(made.id)).toEqual([1]);
        const [alert] = await bench.database.query<{ detail: object }>(`select detail from alerts where key = $1`, [
          `mikrotik.router-failed-over:${dead}`,
        ]);
        expect(alert?.detail).toMatchObject({ stranded: 1 });
        await bench.reset();
      }
    });

    it('hotspot accounts of one router log in on its substitutes; those of all hotspots do anyway', async () => {
      const made = await bench.group([{}, {}, {}], { substitutes: 'ALL' });
      const [dead, b, c] = ids(made) as [string, string, string];
      const [bound] = await bench.members(1, dead);
      const [free] = await bench.members(1);
      const names = [bound!.username, free!.username].sort();
      expect(await bench.wantedOn(b, 'hotspot-user')).toEqual([free!.username]);
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      for (const routerId of [dead, b, c]) expect(await bench.wantedOn(routerId, 'hotspot-user')).toEqual(names);
      const profiles = await bench.wantedOn(b, 'hotspot-user-profile');
      expect(profiles).toHaveLength(3);
      expect(await bench.heard('hotspot-user')).toEqual([b, c].map((id) => `${id} ${bound!.username}`).sort());
      expect(await bench.stranded(made.id)).toEqual([0]);
      await bench.database.execute(`update access_intents set desired = 'ISOLATED' where subscription_id = $1`, [
        bound!.subscriptionId,
      ]);
      const users = await bench.state.of(b, 'hotspot-user', [bound!.username]);
      expect(users[0]).toMatchObject({ values: { profile: 'lg-~isolir' }, cutsOff: true });
      await bench.failovers.failBack(made.id, dead, 'MANUAL');
      for (const routerId of [b, c]) expect(await bench.wantedOn(routerId, 'hotspot-user')).toEqual([free!.username]);
      expect(await bench.heard('hotspot-user')).toHaveLength(2);
    });

    it('no user goes to a substitute that is no hotspot', async () => {
      const made = await bench.group([{}, {}]);
      const [dead, other] = ids(made) as [string, string];
      await bench.database.execute(`update routers set tags = '{hotspot}' where id = $1`, [dead]);
      await bench.members(1, dead);
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      expect(await bench.wantedOn(other, 'hotspot-user')).toEqual([]);
      expect(await bench.stranded(made.id)).toEqual([1]);
    });
  });

  describe('substitutes', () => {
    it('wants every subscriber on one substitute as well, by weight, and nowhere else', async () => {
      const made = await bench.group([{}, { weight: 1 }, { weight: 3 }]);
      const [dead] = ids(made) as [string];
      const names = (await bench.accounts(60, { routerId: dead })).map(({ username }) => username).sort();
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      const [light, heavy] = await Promise.all(
        [1, 3].map((weight) => {
          return bench.wantedOn(made.members.find((m) => m.weight === weight && m.routerId !== dead)!.routerId);
        }),
      );
      expect([...light!, ...heavy!].sort()).toEqual(names);
      expect(heavy!.length).toBeGreaterThan(light!.length);
      expect(await bench.wantedOn(dead)).toEqual(names);
      expect(await bench.heard()).toHaveLength(60);
      const { items } = await bench.app
        .get(PppoeAccountsService, { strict: false })
        .list({ limit: 100, routerId: dead });
      expect(items.every(({ substituteRouterIds }) => substituteRouterIds.length === 1)).toBe(true);
      await bench.failovers.failBack(made.id, dead, 'MANUAL');
      for (const other of ids(made).slice(1)) expect(await bench.wantedOn(other)).toEqual([]);
      expect(await bench.heard()).toHaveLength(60);
    });

    it('wants them on every other member where any of them may answer', async () => {
      const made = await bench.group([{}, {}, {}], { substitutes: 'ALL' });
      const [dead, b, c] = ids(made) as [string, string, string];
      const names = (await bench.accounts(5, { routerId: dead })).map(({ username }) => username).sort();
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      expect(await bench.wantedOn(b)).toEqual(names);
      expect(await bench.wantedOn(c)).toEqual(names);
      const { version } = await bench.groups.get(made.id);
      await bench.groups.update(made.id, version, { substitutes: 'ONE' });
      expect([...(await bench.wantedOn(b)), ...(await bench.wantedOn(c))].sort()).toEqual(names);
    });

    it('a fixed address goes along only where the group says that it is routed to all', async () => {
      for (const sharedAddresses of [false, true]) {
        const made = await bench.group([{}, {}], { sharedAddresses });
        const [dead, other] = ids(made) as [string, string];
        const fixed = async (routerId: string, remoteAddress: string) =>
          bench.creation.create({
            subscriptionId: await bench.rows.subscription(bench.site, bench.plan),
            routerId,
            remoteAddress,
          });
        const { username } = await fixed(dead, '10.9.0.1');
        await fixed(dead, '10.9.0.2');
        await fixed(other, '10.9.0.2');
        await bench.failovers.failOver(made.id, dead, 'MANUAL');
        const wanted = await bench.app.get(PppSecretContributor, { strict: false }).desired(other, 'all');
        const guest = wanted.find(({ key }) => key === username)!;
        expect(guest.values['remote-address']).toBe(sharedAddresses ? '10.9.0.1' : undefined);
        expect(guest.unset).toEqual(sharedAddresses ? undefined : ['remote-address']);
        expect(wanted.filter(({ values }) => values['remote-address'] === '10.9.0.2')).toHaveLength(1);
      }
    });

    it('a substitute that fails gives its guests to the others; nobody else is moved', async () => {
      const made = await bench.group([{}, {}, {}]);
      const [dead, b, c] = ids(made) as [string, string, string];
      const names = (await bench.accounts(30, { routerId: dead })).map(({ username }) => username).sort();
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      const before = { b: await bench.wantedOn(b), c: await bench.wantedOn(c) };
      await bench.failovers.failOver(made.id, b, 'MANUAL');
      expect(await bench.wantedOn(c)).toEqual(names);
      expect(await bench.wantedOn(b)).toEqual([]);
      await bench.heard();
      await bench.allInStep();
      await bench.failovers.failBack(made.id, b, 'MANUAL');
      await bench.failovers.cover(made.id);
      expect(await bench.wantedOn(c)).toEqual(names);
      expect(before.b.length + before.c.length).toBe(30);
      expect(await bench.heard()).toEqual([]);
    });

    it('a new account of a failed-over router is wanted on its substitute at once, and a changed one too', async () => {
      const made = await bench.group([{}, {}]);
      const [dead, other] = ids(made) as [string, string];
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      const [created] = await bench.accounts(1, { routerId: dead });
      const marked = async () =>
        (
          await bench.database.query<{ id: string }>(
            `delete from router_sync_items where kind = 'ppp-secret' returning router_id as id`,
          )
        )
          .map(({ id }) => id)
          .sort();
      const both = [dead, other].sort();
      expect(await marked()).toEqual(both);
      await bench.app.get(PppoeAccountsService, { strict: false }).resetPassword(created!.id);
      expect(await marked()).toEqual(both);
      await bench.app.get(PppoeAccountsService, { strict: false }).remove(created!.id);
      expect(await marked()).toEqual(both);
    });

    it('takes nobody back before the home is well and in step', async () => {
      const made = await bench.group([{}, {}]);
      const [dead] = ids(made) as [string];
      await bench.failovers.failOver(made.id, dead, 'MANUAL');
      const back = () => bench.failovers.failBack(made.id, dead, 'MANUAL');
      const early = { code: 'MIKROTIK_GROUP_FAIL_BACK_TOO_EARLY' };
      await bench.setHealth(dead, 'OFFLINE');
      await expect(back()).rejects.toMatchObject(early);
      await bench.setHealth(dead, 'ONLINE');
      await bench.accounts(1, { routerId: dead });
      await expect(back()).rejects.toMatchObject(early);
      await bench.allInStep();
      await back();
    });
  });

  describe('the watch', () => {
    const watch = () => bench.app.get(FailoverWatchService, { strict: false });
    const travel = (seconds: number) =>
      bench.database.execute('update travelling_clock set offset_ms = offset_ms + $1', [seconds * 1_000]);
    /** Looks every ten seconds of the product's time. */
    const looks = async (count: number) => {
      const sum = { failedOver: 0, failedBack: 0 };
      for (let n = 0; n < count; n++) {
        await travel(10);
        const { failedOver, failedBack } = await watch().evaluate();
        sum.failedOver += failedOver;
        sum.failedBack += failedBack;
      }
      return sum;
    };
    const alerts = async () =>
      (await bench.database.query<{ key: string }>('select key from alerts where resolved_at is null')).map(({ key }) =>
        key.replace(/:.*/, ''),
      );

    it('fails over once, covers, and takes back when the router was stable', async () => {
      const made = await bench.group([{}, {}], { failoverAfterSeconds: 60, failBackAfterSeconds: 300 });
      const [dead, other] = ids(made) as [string, string];
      const names = (await bench.accounts(4, { routerId: dead })).map(({ username }) => username).sort();
      await bench.allInStep();
      expect(await looks(2)).toEqual({ failedOver: 0, failedBack: 0 });
      await bench.setHealth(dead, 'OFFLINE');
      expect(await looks(5)).toEqual({ failedOver: 0, failedBack: 0 });
      expect(await looks(20)).toEqual({ failedOver: 1, failedBack: 0 });
      expect(await bench.wantedOn(other)).toEqual(names);
      expect(await alerts()).toEqual(['mikrotik.router-failed-over']);
      await bench.setHealth(dead, 'ONLINE');
      expect(await looks(28)).toEqual({ failedOver: 0, failedBack: 0 });
      expect(await looks(4)).toEqual({ failedOver: 0, failedBack: 1 });
      expect(await bench.wantedOn(other)).toEqual([]);
      expect(await alerts()).toEqual([]);
    });

    it('a flapping router causes one failover at most, and no fail-back until it is stable', async () => {
      const made = await bench.group([{}, {}], { failoverAfterSeconds: 60, failBackAfterSeconds: 300 });
      const [flapping] = ids(made) as [string];
      const sum = { failedOver: 0, failedBack: 0 };
      for (let n = 0; n < 20; n++) {
        await bench.setHealth(flapping, n % 2 ? 'ONLINE' : 'OFFLINE');
        const round = await looks(n % 2 ? 2 : 4);
        sum.failedOver += round.failedOver;
        sum.failedBack += round.failedBack;
      }
      expect(sum).toEqual({ failedOver: 1, failedBack: 0 });
      await bench.setHealth(flapping, 'ONLINE');
      expect(await looks(32)).toEqual({ failedOver: 0, failedBack: 1 });
    });

    it('tells when nobody can stand in, and covers as soon as somebody can', async () => {
      const made = await bench.group([{}, {}], { failoverAfterSeconds: 60, failBackAfterSeconds: 3_600 });
      const [a, b] = ids(made) as [string, string];
      const names = (await bench.accounts(3, { routerId: a })).map(({ username }) => username).sort();
      await bench.allInStep();
      for (const id of [a, b]) await bench.setHealth(id, 'OFFLINE');
      expect(await looks(10)).toEqual({ failedOver: 2, failedBack: 0 });
      expect((await alerts()).sort()).toEqual([
        ...['mikrotik.failover-uncovered', 'mikrotik.failover-uncovered'],
        ...['mikrotik.router-failed-over', 'mikrotik.router-failed-over'],
      ]);
      await bench.setHealth(b, 'ONLINE');
      expect(await looks(2)).toEqual({ failedOver: 0, failedBack: 1 });
      expect(await bench.wantedOn(b)).toEqual(names);
      expect(await alerts()).toEqual(['mikrotik.router-failed-over']);
    });

    it('leaves to people what the group leaves to people, and what they began', async () => {
      const manual = await bench.group([{}, {}], { failoverMode: 'MANUAL', failoverAfterSeconds: 60 });
      await bench.setHealth(ids(manual)[0]!, 'OFFLINE');
      const begun = await bench.group([{}, {}], { failBackAfterSeconds: 60 });
      await bench.failovers.failOver(begun.id, ids(begun)[0]!, 'MANUAL');
      const sticky = await bench.group([{}, {}], {
        ...{ failBackMode: 'MANUAL', failoverAfterSeconds: 60, failBackAfterSeconds: 60 },
      });
      await bench.setHealth(ids(sticky)[0]!, 'OFFLINE');
      expect(await looks(20)).toEqual({ failedOver: 1, failedBack: 0 });
      await bench.setHealth(ids(sticky)[0]!, 'ONLINE');
      expect(await looks(20)).toEqual({ failedOver: 0, failedBack: 0 });
    });

    it('two watches at once do it once', async () => {
      const made = await bench.group([{}, {}], { failoverAfterSeconds: 20 });
      await bench.setHealth(ids(made)[0]!, 'OFFLINE');
      for (let n = 0; n < 6; n++) {
        await travel(10);
        await Promise.all([watch().evaluate(), watch().evaluate(), watch().evaluate()]);
      }
      const { n } = (await bench.database.queryOne<{ n: number }>('select count(*)::int as n from router_failovers'))!;
      expect(n).toBe(1);
    });
  });
});
