import { uuidv7 } from '@app/core';
import { FieldWorld, type Person } from '../../testing/field-world.fixture-spec';
import { PaymentsService } from '../payments.service';
import { RemittanceDecisions } from '../remittances/remittance-decisions.service';
import { Arrears } from './arrears.service';
import { Collections } from './collections.service';
import { CollectorCash } from './collector-cash.service';
import { CollectorsService } from './collectors.service';

const DAY = 86_400_000;

describe('taking payments on the road', () => {
  let field: FieldWorld;
  let office: Person;

  beforeAll(async () => {
    field = await FieldWorld.create();
    office = await field.person();
  });
  afterEach(() => field.world.prove());
  afterAll(() => field.world.close());

  it('books the cash to the collector and settles the debt at once', async () => {
    const collector = await field.collector();
    const { id, invoice } = await field.debtor(collector.areaId);
    const service = await field.isolatedService(id);
    const place = { latitudeE6: -6_200_000, longitudeE6: 106_816_666 };
    await field.collect(collector, id, 100_000n, place);
    expect(await field.world.invoiceRow(invoice)).toMatchObject({ status: 'PAID' });
    expect(await field.world.balance(collector.account)).toBe(100_000n);
    expect(await field.inHand(collector.collectorId)).toBe(100_000n);
    expect(await field.accessOf(service)).toBe('ENABLED');
  });

  it('books a transfer to the bank, not to the collector', async () => {
    const collector = await field.collector();
    const { id } = await field.debtor(collector.areaId);
    await field.collect(collector, id, 100_000n, { method: 'TRANSFER' });
    expect(await field.inHand(collector.collectorId)).toBe(0n);
    await field.collect(collector, id, 5_000n, { method: 'OTHER' });
    expect(await field.inHand(collector.collectorId)).toBe(5_000n);
  });

  it('makes one payment of 50 parallel replays of a form', async () => {
    const collector = await field.collector();
    const { id } = await field.debtor(collector.areaId);
    const clientId = uuidv7();
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => field.collect(collector, id, 100_000n, { clientId })),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await field.count('payments where customer_id = $1', id)).toBe(1);
    expect(await field.inHand(collector.collectorId)).toBe(100_000n);
  });

  it('refuses a replay with another amount, customer or method, and gives no other collector the payment', async () => {
    const collector = await field.collector();
    const { id } = await field.debtor(collector.areaId);
    const other = await field.debtor(collector.areaId);
    const clientId = uuidv7();
    const first = await field.collect(collector, id, 100_000n, { clientId });
    const reused = { code: 'PLATFORM_IDEMPOTENCY_KEY_REUSED' };
    await expect(field.collect(collector, id, 90_000n, { clientId })).rejects.toMatchObject(reused);
    await expect(field.collect(collector, other.id, 100_000n, { clientId })).rejects.toMatchObject(reused);
    await expect(field.collect(collector, id, 100_000n, { clientId, method: 'OTHER' })).rejects.toMatchObject(reused);
    const second = await field.collector();
    await expect(field.collect(second, id, 100_000n, { clientId })).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    expect(await field.collect(collector, id, 100_000n, { clientId })).toBe(first);
  });

  it('does not take from other areas, even where the user sees the whole site', async () => {
    const collector = await field.collector();
    const stranger = await field.debtor(await field.area());
    const missing = { code: 'CORE_NOT_FOUND' };
    await expect(field.collect(collector, stranger.id, 100_000n)).rejects.toMatchObject(missing);
    const wide = { ...collector, areaId: null };
    await expect(field.collect(wide, stranger.id, 100_000n)).rejects.toMatchObject(missing);
    await expect(field.collect(office, stranger.id, 100_000n)).rejects.toMatchObject({
      code: 'COLLECTORS_NOT_A_COLLECTOR',
    });
    expect(await field.inHand(collector.collectorId)).toBe(0n);
  });

  it('keeps both times, days later and out of order', async () => {
    const collector = await field.collector();
    const { id } = await field.debtor(collector.areaId, 200_000n);
    const now = Date.now();
    const late = await field.collect(collector, id, 50_000n, { collectedAt: new Date(now - DAY) });
    const early = await field.collect(collector, id, 50_000n, { collectedAt: new Date(now - 3 * DAY) });
    const read = (paymentId: string) => field.get(PaymentsService).get(paymentId);
    expect((await read(early)).receivedAt.getTime()).toBe(now - 3 * DAY);
    expect((await read(late)).receivedAt.getTime()).toBe(now - DAY);
    expect((await read(early)).recordedAt.getTime()).toBeGreaterThan(now - DAY);
  });

  it('records what is too old or from the future, and flags it for review', async () => {
    const collector = await field.collector();
    const { id } = await field.debtor(collector.areaId, 200_000n);
    const old = await field.collect(collector, id, 1_000n, { collectedAt: new Date(Date.now() - 200 * DAY) });
    await field.collect(collector, id, 1_000n, { collectedAt: new Date(Date.now() + DAY) });
    const collections = field.get(Collections);
    const flagged = () =>
      field.as(office, () => collections.list({ limit: 10, collectorId: collector.collectorId, toReview: true }));
    expect((await flagged()).items.map(({ flags }) => flags).sort()).toEqual([['CLOCK_AHEAD'], ['TOO_OLD']]);
    const alert = `alerts where key = 'payments.collector-review:${collector.collectorId}' and resolved_at is null`;
    expect(await field.count(alert)).toBe(1);
    await expect(field.as(collector, () => collections.review(old))).rejects.toMatchObject({
      code: 'COLLECTORS_OWN_REMITTANCE',
    });
    for (const { id: paymentId } of (await flagged()).items) {
      await field.as(office, () => collections.review(paymentId));
    }
    expect((await flagged()).items).toEqual([]);
    expect(await field.count(alert)).toBe(0);
  });

  it('takes no part of an invoice where the policy says so, and loses nothing that was queued', async () => {
    const collector = await field.collector({ acceptsPartial: false });
    const { id } = await field.debtor(collector.areaId);
    await expect(field.collect(collector, id, 40_000n)).rejects.toMatchObject({
      code: 'COLLECTORS_PARTIAL_NOT_ALLOWED',
    });
    expect(await field.inHand(collector.collectorId)).toBe(0n);
    await field.collect(collector, id, 40_000n, { collectedAt: new Date(Date.now() - DAY) });
    const found = await field.as(office, () =>
      field.get(Collections).list({ limit: 10, collectorId: collector.collectorId }),
    );
    expect(found.items).toMatchObject([{ flags: ['PARTIAL'], amount: 40_000n }]);
  });

  describe('above the limit of cash in hand', () => {
    it('warns', async () => {
      const collector = await field.collector({ limitAmount: 50_000n });
      const { id } = await field.debtor(collector.areaId);
      await field.collect(collector, id, 100_000n);
      const alert = `alerts where key = 'payments.collector-over-limit:${collector.collectorId}' and resolved_at is null`;
      expect(await field.count(alert)).toBe(1);
      const counted = await field.handOver(collector, office, 100_000n);
      await field.as(office, () => field.get(RemittanceDecisions).approve(counted.id, counted.version));
      expect(await field.count(alert)).toBe(0);
    });

    it('refuses by policy, but records what was queued', async () => {
      const collector = await field.collector({ limitAmount: 50_000n, overLimitPolicy: 'BLOCK' });
      const { id } = await field.debtor(collector.areaId);
      await expect(field.collect(collector, id, 100_000n)).rejects.toMatchObject({ code: 'COLLECTORS_OVER_LIMIT' });
      await field.collect(collector, id, 100_000n, { method: 'TRANSFER' });
      await field.collect(collector, id, 60_000n, { collectedAt: new Date(Date.now() - DAY) });
      expect(await field.inHand(collector.collectorId)).toBe(60_000n);
    });

    it('gives access back only with the remittance, by policy', async () => {
      const collector = await field.collector({ limitAmount: 50_000n, overLimitPolicy: 'HOLD_ACCESS' });
      const { id } = await field.debtor(collector.areaId);
      const service = await field.isolatedService(id);
      await field.collect(collector, id, 100_000n);
      expect(await field.accessOf(service)).toBe('ISOLATED');
      const counted = await field.handOver(collector, office, 100_000n);
      await field.as(office, () => field.get(RemittanceDecisions).approve(counted.id, counted.version));
      expect(await field.accessOf(service)).toBe('ENABLED');
    });
  });

  it('alerts of cash that is held for too long', async () => {
    const collector = await field.collector({ maxAgeDays: 2 });
    const { id } = await field.debtor(collector.areaId);
    await field.collect(collector, id, 100_000n, { collectedAt: new Date(Date.now() - 3 * DAY) });
    await field.world.database.execute('delete from alerts');
    await field.get(CollectorCash).watchAll();
    expect(await field.count(`alerts where key = 'payments.collector-cash-age:${collector.collectorId}'`)).toBe(1);
  });

  it('is voided by somebody else while the cash is in hand, and then by nobody', async () => {
    const collector = await field.collector();
    const { id, invoice } = await field.debtor(collector.areaId);
    const collections = field.get(Collections);
    const paymentId = await field.collect(collector, id, 100_000n);
    await expect(field.as(collector, () => collections.void(paymentId, 'salah'))).rejects.toMatchObject({
      code: 'COLLECTORS_OWN_REMITTANCE',
    });
    await field.as(office, () => collections.void(paymentId, 'salah ketik'));
    expect(await field.world.invoiceRow(invoice)).toMatchObject({ status: 'OPEN' });
    expect(await field.inHand(collector.collectorId)).toBe(0n);
    expect(await field.world.balance(collector.account)).toBe(0n);
    await expect(field.as(office, () => collections.void(paymentId, 'lagi'))).rejects.toMatchObject({
      code: 'COLLECTORS_REMITTED',
    });
  });

  it('keeps a collector who holds cash', async () => {
    const collector = await field.collector();
    const { id } = await field.debtor(collector.areaId);
    await field.collect(collector, id, 100_000n);
    const service = field.get(CollectorsService);
    const { version } = await service.get(collector.collectorId);
    await expect(service.update(collector.collectorId, version, { active: false })).rejects.toMatchObject({
      code: 'COLLECTORS_HOLDS_CASH',
    });
  });

  describe('the round', () => {
    const list = (collector: Person & { collectorId: string }, as: Person, sort?: string, cursor?: string, limit = 2) =>
      field.as(as, async () => {
        const found = await field.get(CollectorsService).find(collector.collectorId);
        const page = { limit, ...(sort === undefined ? {} : { sort }), ...(cursor === undefined ? {} : { cursor }) };
        return field.get(Arrears).of(found, page);
      });

    it('has the collector’s areas only, by amount, age or place, page by page', async () => {
      const collector = await field.collector();
      const amounts = [100_000n, 300_000n, 200_000n];
      const debtors: string[] = [];
      for (const amount of amounts) debtors.push((await field.debtor(collector.areaId, amount)).id);
      await field.debtor(await field.area());
      const first = await list(collector, collector, '-amount');
      const second = await list(collector, collector, '-amount', first.nextCursor ?? '');
      expect([...first.items, ...second.items].map(({ due }) => due)).toEqual([300_000n, 200_000n, 100_000n]);
      expect(second.nextCursor).toBeNull();
      expect(first.items[0]?.invoices).toMatchObject([{ remaining: 300_000n }]);
      const me = await field.as(collector, () => field.get(CollectorsService).me());
      await field.as(collector, () => field.get(Arrears).savePlace(me, { customerId: debtors[2]!, routeNo: 1 }));
      expect((await list(collector, collector, 'route')).items[0]?.id).toBe(debtors[2]);
      expect((await list(collector, office, 'age', undefined, 10)).items).toHaveLength(3);
      const stranger = await field.person(await field.area());
      await expect(list(collector, stranger)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    });

    it('costs the same number of statements for 3 stops and for 30', async () => {
      const few = await field.collector();
      const many = await field.collector();
      for (let i = 0; i < 3; i++) await field.debtor(few.areaId);
      for (let i = 0; i < 30; i++) await field.debtor(many.areaId);
      const spent = async (collector: Person & { collectorId: string }): Promise<number> => {
        const query = jest.spyOn(field.world.database, 'query');
        const page = await list(collector, collector, 'route', undefined, 50);
        expect(page.items.length).toBeGreaterThanOrEqual(3);
        const calls = query.mock.calls.length;
        query.mockRestore();
        return calls;
      };
      const budget = await spent(few);
      expect(budget).toBeLessThanOrEqual(4);
      expect(await spent(many)).toBe(budget);
    });
  });

  it('takes nothing for a collector who is switched off', async () => {
    const inactive = await field.collector();
    const service = field.get(CollectorsService);
    const { version } = await service.get(inactive.collectorId);
    await service.update(inactive.collectorId, version, { active: false });
    const { id } = await field.debtor(inactive.areaId);
    await expect(field.collect(inactive, id, 1_000n)).rejects.toMatchObject({ code: 'COLLECTORS_INACTIVE' });
  });
});
