import { type TestingModule } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import { type Site, SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, createTestModule, fakeActor, runAs, type TestDatabase } from '@app/testing';
import { CustomersModule } from './customers.module';
import { type Customer } from './entities/customer.entity';
import { AreasService } from './services/areas.service';
import { CustomersService, type NewCustomer } from './services/customers.service';
import { ResellersService } from './services/resellers.service';

describe('customers', () => {
  let testDatabase: TestDatabase;
  let module: TestingModule;
  let database: Database;
  let customers: CustomersService;
  let bandung: Site;
  let denpasar: Site;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    module = await createTestModule({ database: testDatabase, imports: [CustomersModule] });
    database = module.get(Database);
    customers = module.get(CustomersService);
    const sites = module.get(SitesService);
    bandung = await sites.create({ code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' });
    denpasar = await sites.create({ code: 'DPS', name: 'Denpasar', timeZone: 'Asia/Makassar' });
  });
  afterAll(async () => {
    await module.close();
    await testDatabase.drop();
  });
  beforeEach(() => database.execute('truncate customers, areas, resellers, outbox_events cascade'));

  const save = (input: Partial<NewCustomer> = {}): Promise<Customer> =>
    customers.create({ siteId: bandung.id, name: 'Budi', ...input });
  const failing = (code: string): unknown => expect.objectContaining({ code });
  const events = (): Promise<{ topic: string; key: string }[]> =>
    database.query('select topic, key from outbox_events order by id');

  describe('a new one', () => {
    it('takes zone and code from where they come, and its phone number in E.164', async () => {
      const customer = await save({ siteId: denpasar.id, phone: '0812-3456-7890' });
      expect(customer).toMatchObject({
        siteId: denpasar.id,
        timeZone: 'Asia/Makassar',
        phone: '+6281234567890',
        email: null,
        address: '',
        status: 'ACTIVE',
        version: 1,
      });
      expect(customer.code).toMatch(/^P\d{6}$/);
      expect(await events()).toEqual([{ topic: 'customers.customer.created.v1', key: customer.id }]);
    });

    it('gets the next free code, past those that somebody chose, and beyond six digits', async () => {
      await database.execute(`select setval('customer_code_seq', 122)`);
      await save({ code: 'P000123' });
      await save({ code: 'P000125' });
      expect((await save()).code).toBe('P000124');
      expect((await save()).code).toBe('P000126');
      await database.execute(`select setval('customer_code_seq', 999999)`);
      expect((await save()).code).toBe('P1000000');
    });

    it('gets a code of its own when fifty come at once', async () => {
      const saved = await Promise.all(Array.from({ length: 50 }, () => save()));
      expect(new Set(saved.map((customer) => customer.code)).size).toBe(50);
    });

    it('is refused with a taken code, a foreign site, a wrong phone number or zone, without a trace', async () => {
      await save({ code: 'A1' });
      await expect(save({ code: 'A1' })).rejects.toEqual(failing('CUSTOMERS_CODE_TAKEN'));
      await expect(save({ siteId: uuidv7() })).rejects.toEqual(failing('CORE_NOT_FOUND'));
      await expect(save({ phone: '12' })).rejects.toMatchObject({
        code: 'CORE_VALIDATION_FAILED',
        fields: [{ path: 'phone', code: 'INVALID_PHONE' }],
      });
      await expect(save({ timeZone: '+07:00' })).rejects.toEqual(failing('CORE_VALIDATION_FAILED'));
      expect(await events()).toHaveLength(1);
    });
  });

  it('come in thousands with few statements, all or none, in order', async () => {
    const inputs = Array.from({ length: 3_000 }, (_, i) => ({ siteId: bandung.id, name: `N${i}` }));
    const ids = await customers.createMany(inputs);
    const rows = await database.query<{ name: string }>(
      'select c.name from unnest($1::uuid[]) with ordinality as o (id, n) join customers c using (id) order by n',
      [ids],
    );
    expect(rows.map((row) => row.name)).toEqual(inputs.map((input) => input.name));
    expect(await events()).toHaveLength(3_000);
    await expect(
      customers.createMany([
        { siteId: bandung.id, name: 'X', code: 'TWICE' },
        { siteId: bandung.id, name: 'Y', code: 'TWICE' },
      ]),
    ).rejects.toEqual(failing('CUSTOMERS_CODE_TAKEN'));
    expect(await events()).toHaveLength(3_000);
  });

  describe('an edit', () => {
    it('changes what it names, takes away what is null, and tells the others', async () => {
      const customer = await save({ phone: '0812345678', email: 'b@contoh.net', address: 'Jl. Merdeka 1' });
      const changed = await customers.update(customer.id, 1, { name: 'Budi S.', phone: null });
      expect(changed).toMatchObject({
        name: 'Budi S.',
        phone: null,
        email: 'b@contoh.net',
        address: 'Jl. Merdeka 1',
        version: 2,
      });
      expect((await events()).at(-1)).toEqual({ topic: 'customers.customer.changed.v1', key: `${customer.id}:2` });
    });

    it('is refused when it comes from an old read; of two at once one wins', async () => {
      const { id } = await save();
      const tries = await Promise.allSettled(['A', 'B'].map((name) => customers.update(id, 1, { name })));
      expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      await expect(customers.update(id, 1, { name: 'C' })).rejects.toEqual(failing('CORE_STALE_VERSION'));
    });

    it('archives once, and ends edits', async () => {
      const { id } = await save();
      expect(await customers.archive(id, 1)).toMatchObject({ status: 'ARCHIVED', version: 2 });
      await expect(customers.archive(id, 2)).rejects.toEqual(failing('CUSTOMERS_ARCHIVED'));
      await expect(customers.update(id, 2, { name: 'C' })).rejects.toEqual(failing('CUSTOMERS_ARCHIVED'));
    });
  });

  describe('the scope (Z2)', () => {
    it('hides the customers of other sites everywhere', async () => {
      const [mine, foreign] = [await save(), await save({ siteId: denpasar.id })];
      const inScope = <T>(work: () => Promise<T>): Promise<T> => runAs(module, fakeActor([bandung.id]), work);
      await expect(inScope(() => customers.get(mine.id))).resolves.toMatchObject({ id: mine.id });
      for (const attempt of [
        () => customers.get(foreign.id),
        () => customers.update(foreign.id, 1, { name: 'X' }),
        () => customers.archive(foreign.id, 1),
        () => save({ siteId: denpasar.id }),
      ]) {
        await expect(inScope(attempt)).rejects.toEqual(failing('CORE_NOT_FOUND'));
      }
      const page = await inScope(() => customers.list({ limit: 50, withTotal: true }, {}));
      expect(page.items.map(({ id }) => id)).toEqual([mine.id]);
      expect(page.total).toBe(1);
      expect(await inScope(() => customers.list({ limit: 50 }, { siteId: denpasar.id }))).toMatchObject({ items: [] });
      const snapshots = await inScope(() => customers.snapshots([mine.id, foreign.id]));
      expect([...snapshots.keys()]).toEqual([mine.id]);
      expect(await runAs(module, fakeActor([]), () => customers.list({ limit: 50 }, {}))).toMatchObject({ items: [] });
      expect((await customers.get(foreign.id)).version).toBe(1);
    });

    describe('narrower than sites', () => {
      const hidden = failing('CORE_NOT_FOUND');
      const saveArea = async (name: string, siteId = bandung.id): Promise<string> =>
        (await module.get(AreasService).create({ siteId, name })).id;
      const saveReseller = async (name: string, siteId = bandung.id): Promise<string> =>
        (await module.get(ResellersService).create({ siteId, name })).id;
      const as = <T>(narrower: Parameters<typeof fakeActor>[2], work: () => Promise<T>): Promise<T> =>
        runAs(module, fakeActor([bandung.id], [], narrower), work);
      const seen = async (narrower: Parameters<typeof fakeActor>[2]): Promise<string[]> =>
        (await as(narrower, () => customers.list({ limit: 50 }, {}))).items.map(({ id }) => id).sort();

      it('shows a collector his areas, and lets him work there only', async () => {
        const [mine, other] = [await saveArea('Utara'), await saveArea('Selatan')];
        const inside = await save({ areaId: mine });
        const outside = [await save({ areaId: other }), await save()];
        const collector = { areaIds: [mine] };
        expect(await seen(collector)).toEqual([inside.id]);
        expect(await seen({ areaIds: [] })).toEqual([]);
        for (const { id } of outside) await expect(as(collector, () => customers.get(id))).rejects.toEqual(hidden);
        await expect(as(collector, () => save({ name: 'Baru' }))).resolves.toMatchObject({ areaId: mine });
        await expect(as(collector, () => save({ areaId: other }))).rejects.toEqual(hidden);
        await expect(as({ areaIds: [mine, other] }, () => save())).rejects.toEqual(failing('CUSTOMERS_LEAVES_SCOPE'));
        const away = as(collector, () => customers.update(inside.id, 1, { areaId: null }));
        await expect(away).rejects.toEqual(failing('CUSTOMERS_LEAVES_SCOPE'));
        expect((await as(collector, () => module.get(AreasService).list({ limit: 9 }, {}))).items).toHaveLength(1);
        expect((await as(collector, () => module.get(ResellersService).list({ limit: 9 }, {}))).items).toEqual([]);
      });

      it('shows a reseller his customers, who stay his', async () => {
        const [mine, other] = [await saveReseller('Sinar'), await saveReseller('Jaya')];
        const [own, foreign] = [await save({ resellerId: mine }), await save({ resellerId: other })];
        const reseller = { resellerId: mine };
        expect(await seen(reseller)).toEqual([own.id]);
        await expect(as(reseller, () => save())).resolves.toMatchObject({ resellerId: mine });
        const attempts: (() => Promise<unknown>)[] = [
          () => customers.get(foreign.id),
          () => customers.update(foreign.id, 1, { name: 'X' }),
          () => customers.archive(foreign.id, 1),
          () => customers.update(own.id, 1, { resellerId: other }),
          () => save({ resellerId: other }),
          () => module.get(ResellersService).get(other),
        ];
        for (const attempt of attempts) await expect(as(reseller, attempt)).rejects.toEqual(hidden);
        const release = as(reseller, () => customers.update(own.id, 1, { resellerId: null }));
        await expect(release).rejects.toEqual(failing('CUSTOMERS_LEAVES_SCOPE'));
        const rename = as(reseller, () => module.get(ResellersService).update(mine, 1, { name: 'X' }));
        await expect(rename).rejects.toEqual(failing('IAM_SCOPE_TOO_NARROW'));
      });

      it('shows a customer himself', async () => {
        const [own, foreign] = [await save(), await save()];
        const portal = { customerId: own.id };
        expect(await seen(portal)).toEqual([own.id]);
        await expect(as(portal, () => customers.get(foreign.id))).rejects.toEqual(hidden);
        await expect(as(portal, () => save())).rejects.toEqual(failing('CUSTOMERS_LEAVES_SCOPE'));
        expect((await as(portal, () => module.get(AreasService).list({ limit: 9 }, {}))).items).toEqual([]);
      });

      it('never mixes sites', async () => {
        const areaId = await saveArea('Kuta', denpasar.id);
        await expect(save({ areaId })).rejects.toEqual(failing('CUSTOMERS_PLACE_OF_OTHER_SITE'));
        await expect(save({ resellerId: areaId })).rejects.toEqual(hidden);
        const write = module
          .get(Database)
          .execute('update customers set area_id = $1 where id = $2', [areaId, (await save()).id]);
        await expect(write).rejects.toThrow(/fk_customers_area_id/);
      });
    });
  });

  it('have areas that are deleted only when nobody needs them', async () => {
    const areas = module.get(AreasService);
    const area = await areas.create({ siteId: bandung.id, name: 'Timur' });
    await expect(areas.create({ siteId: bandung.id, name: 'Timur' })).rejects.toEqual(
      failing('CUSTOMERS_AREA_NAME_TAKEN'),
    );
    await expect(areas.rename(area.id, 9, 'Barat')).rejects.toEqual(failing('CORE_STALE_VERSION'));
    const { id, version } = await save({ areaId: area.id });
    await expect(areas.delete(area.id)).rejects.toEqual(failing('CUSTOMERS_AREA_IN_USE'));
    await customers.update(id, version, { areaId: null });
    await areas.delete(area.id);
    await expect(areas.get(area.id)).rejects.toEqual(failing('CORE_NOT_FOUND'));
  });

  it('have snapshots with the currency of their site', async () => {
    const { id, code } = await save({ phone: '0812345678' });
    const snapshots = await customers.snapshots([id, uuidv7()]);
    expect(snapshots.size).toBe(1);
    expect(snapshots.get(id)).toEqual({
      id,
      code,
      name: 'Budi',
      address: '',
      phone: '+62812345678',
      email: null,
      siteId: bandung.id,
      timeZone: 'Asia/Jakarta',
      currency: 'IDR',
    });
    expect(await customers.snapshots([])).toEqual(new Map());
  });

  describe('the list', () => {
    const names = async (request: object, filter: object = {}): Promise<string[]> => {
      const page = await customers.list({ limit: 50, sort: 'name', ...request }, filter);
      return page.items.map((customer) => customer.name);
    };

    it('finds by part of name, code or phone number, and takes wildcards literally', async () => {
      await save({ name: '100% Net', phone: '0812-1111-2222' });
      await save({ name: 'Budi_Santoso', code: 'XY-9' });
      await save({ name: 'Ani\\Sari' });
      expect(await names({}, { q: 'budi' })).toEqual(['Budi_Santoso']);
      expect(await names({}, { q: '%' })).toEqual(['100% Net']);
      expect(await names({}, { q: '_' })).toEqual(['Budi_Santoso']);
      expect(await names({}, { q: '\\' })).toEqual(['Ani\\Sari']);
      expect(await names({}, { q: 'xy-' })).toEqual(['Budi_Santoso']);
      expect(await names({}, { q: '0812 1111' })).toEqual(['100% Net']);
      expect(await names({}, { q: `'; drop table customers; --` })).toEqual([]);
    });

    it('filters by site and status', async () => {
      await save({ name: 'A' });
      await save({ name: 'B', siteId: denpasar.id });
      const gone = await save({ name: 'C' });
      await customers.archive(gone.id, 1);
      expect(await names({}, { siteId: denpasar.id })).toEqual(['B']);
      expect(await names({}, { status: 'ARCHIVED' })).toEqual(['C']);
      expect(await names({}, { status: 'ACTIVE' })).toEqual(['A', 'B']);
    });

    it.each(['name', '-name', 'code', '-code', 'createdAt', '-createdAt'])(
      'pages by %s without gap or repetition',
      async (sort) => {
        const inputs = Array.from({ length: 25 }, (_, i) => ({ siteId: bandung.id, name: `N${i % 4}` }));
        const ids = await customers.createMany(inputs);
        const seen: string[] = [];
        let cursor: string | null | undefined;
        while (cursor !== null) {
          const request = cursor === undefined ? { limit: 7, sort } : { limit: 7, sort, cursor };
          const page = await customers.list(request, {});
          seen.push(...page.items.map(({ id }) => id));
          cursor = page.nextCursor;
        }
        expect(seen).toHaveLength(25);
        expect(new Set(seen)).toEqual(new Set(ids));
      },
    );

    it('refuses sorts that it does not know', async () => {
      for (const sort of ['address', 'name desc', 'constructor', '-', '']) {
        await expect(names({ sort })).rejects.toEqual(failing('CORE_VALIDATION_FAILED'));
      }
    });
  });
});
