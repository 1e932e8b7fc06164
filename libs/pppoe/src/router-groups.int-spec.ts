import { type RouterGroup, RouterGroups } from '@app/mikrotik';
import { GroupBench, ids } from '../../../test/support/pppoe/group-bench';

describe('router groups', () => {
  let bench: GroupBench;

  beforeAll(async () => {
    bench = await GroupBench.start();
  });
  afterAll(() => bench.close());
  beforeEach(() => bench.reset());

  const countOf = async (routerId: string): Promise<number> => {
    const sql = 'select count(*)::int as n from pppoe_accounts where router_id = $1';
    return (await bench.database.queryOne<{ n: number }>(sql, [routerId]))!.n;
  };

  describe('placement', () => {
    it('gives new subscribers to the members by weight', async () => {
      const made = await bench.group([{ weight: 3 }, { weight: 1 }]);
      await bench.accounts(8, { routerGroupId: made.id });
      const counts = await Promise.all(made.members.map(async (m) => [m.weight, await countOf(m.routerId)]));
      expect(Object.fromEntries(counts)).toEqual({ 3: 6, 1: 2 });
    });

    it('50 at once exceed no capacity, and the load stays even', async () => {
      const made = await bench.group([{ capacity: 15 }, { capacity: 15 }, { capacity: 10 }]);
      const subscriptions: string[] = [];
      for (let n = 0; n < 50; n++) subscriptions.push(await bench.rows.subscription(bench.site, bench.plan));
      const results = await Promise.allSettled(
        subscriptions.map((subscriptionId) => bench.creation.create({ subscriptionId, routerGroupId: made.id })),
      );
      const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as { code: string }] : []));
      expect(refused.map(({ code }) => code)).toEqual(Array.from({ length: 10 }, () => 'MIKROTIK_GROUP_FULL'));
      const counts = await Promise.all(made.members.map(async (m) => [m.capacity, await countOf(m.routerId)]));
      for (const [capacity, count] of counts) expect(count).toBe(capacity);
    }, 60_000);

    it('leaves out members that are off, in maintenance, mistaken for another, or failed over', async () => {
      const made = await bench.group([{}, {}, {}, {}, {}]);
      const [off, kept, changed, moved, well] = ids(made) as [string, string, string, string, string];
      await bench.setHealth(off, 'OFFLINE');
      await bench.database.execute(`update routers set mode = 'MAINTENANCE' where id = $1`, [kept]);
      await bench.database.execute(
        `update routers set identity_state = 'IDENTITY_MISMATCH', foreign_serial = 'X' where id = $1`,
        [changed],
      );
      await bench.failovers.failOver(made.id, moved, 'MANUAL');
      await bench.setHealth(well, 'DEGRADED');
      await bench.accounts(3, { routerGroupId: made.id });
      expect(await countOf(well)).toBe(3);
      await bench.setHealth(well, 'UNKNOWN');
      await expect(bench.accounts(1, { routerGroupId: made.id })).rejects.toMatchObject({
        code: 'MIKROTIK_GROUP_NO_HEALTHY_MEMBER',
      });
    });

    it('wants a transaction, a known group, and one of router and group', async () => {
      const made = await bench.group([{}]);
      await expect(bench.app.get(RouterGroups, { strict: false }).place(made.id)).rejects.toThrow(/transaction/i);
      await expect(bench.accounts(1, { routerGroupId: bench.plan })).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
      const both = { routerId: ids(made)[0]!, routerGroupId: made.id };
      await expect(bench.accounts(1, both)).rejects.toMatchObject({ code: 'CORE_VALIDATION_FAILED' });
    });

    it('refuses a given name that another member knows already', async () => {
      const made = await bench.group([{}, {}]);
      const [a, b] = ids(made) as [string, string];
      const named = async (routerId: string) =>
        bench.creation.create({
          subscriptionId: await bench.rows.subscription(bench.site, bench.plan),
          routerId,
          username: 'budi',
        });
      await named(a);
      await expect(named(b)).rejects.toMatchObject({ code: 'PPPOE_USERNAME_TAKEN' });
      await expect(named(await bench.rows.router(bench.site))).resolves.toBeDefined();
    });
  });

  describe('groups', () => {
    it('hold routers of their site that are in no other group', async () => {
      const made = await bench.group([{}]);
      const create = async (routerIds: string[], name = 'other') =>
        bench.groups.create({
          ...{ siteId: bench.site, name },
          members: routerIds.map((routerId) => ({ routerId, weight: 1, capacity: null, priority: 1 })),
        });
      const invalid = { code: 'MIKROTIK_GROUP_MEMBER_INVALID' };
      await expect(create(ids(made))).rejects.toMatchObject(invalid);
      await expect(create([await bench.rows.router(await bench.rows.site('DPS'))])).rejects.toMatchObject(invalid);
      const twice = await bench.rows.router(bench.site);
      await expect(create([twice, twice])).rejects.toMatchObject(invalid);
      await expect(create([], made.name)).rejects.toMatchObject({ code: 'MIKROTIK_GROUP_NAME_TAKEN' });
    });

    it('are edited by version, and not below a running failover', async () => {
      const made = await bench.group([{}, {}, {}]);
      const [a, b, c] = made.members as [
        RouterGroup['members'][0],
        RouterGroup['members'][0],
        RouterGroup['members'][0],
      ];
      const edited = await bench.groups.update(made.id, 1, { name: 'renamed', members: [a, b, { ...c, weight: 5 }] });
      expect(edited).toMatchObject({ name: 'renamed', version: 2, failoverAfterSeconds: 120 });
      expect(edited.members.find(({ routerId }) => routerId === c.routerId)?.weight).toBe(5);
      await expect(bench.groups.update(made.id, 1, {})).rejects.toMatchObject({ code: 'CORE_STALE_VERSION' });
      await bench.failovers.failOver(made.id, a.routerId, 'MANUAL');
      const active = { code: 'MIKROTIK_GROUP_FAILOVER_ACTIVE' };
      await expect(bench.groups.update(made.id, 2, { members: [b, c] })).rejects.toMatchObject(active);
      await expect(bench.groups.delete(made.id)).rejects.toMatchObject(active);
      await bench.failovers.failBack(made.id, a.routerId, 'MANUAL');
      await bench.groups.delete(made.id);
      await expect(bench.groups.get(made.id)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    });
  });
});
