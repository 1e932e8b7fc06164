import { type TestingModule } from '@nestjs/testing';
import { uuidv7 } from '@app/core';
import { type Site, SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, createTestModule, fakeActor, runAs, type TestDatabase } from '@app/testing';
import { CustomersModule } from './customers.module';
import { type Customer } from './entities/customer.entity';
import { CustomersService, type NewCustomer } from './services/customers.service';

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
  beforeEach(() => database.execute('truncate customers, outbox_events cascade'));

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
