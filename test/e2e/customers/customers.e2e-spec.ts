import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Site, SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

interface CustomerBody {
  id: string;
  siteId: string;
  version: number;
  name: string;
  [field: string]: unknown;
}

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

describe('customers', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let bandung: Site;
  let denpasar: Site;
  let cashier: Staff;
  let admin: Staff;
  let technician: Staff;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const sites = app.get(SitesService, { strict: false });
    bandung = await sites.create({ code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' });
    denpasar = await sites.create({ code: 'DPS', name: 'Denpasar', timeZone: 'Asia/Makassar' });
    cashier = await createStaff(app, 'cashier', [bandung.id]);
    technician = await createStaff(app, 'technician', [bandung.id]);
    admin = await createStaff(app, 'admin');
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  interface Body extends CustomerBody {
    code: string;
    items: CustomerBody[];
    nextCursor: string | null;
    total?: number;
    errors: { path: string; code: string }[];
  }
  const call = async (
    who: Staff | undefined,
    request: { method?: 'GET' | 'POST' | 'PATCH'; path?: string; payload?: object; headers?: Record<string, string> },
  ) => {
    const response = await app.inject({
      method: request.method ?? 'GET',
      url: `/api/v1/customers${request.path ?? ''}`,
      headers: { ...request.headers, ...who?.headers },
      ...(request.payload ? { payload: request.payload } : {}),
    });
    return { status: response.statusCode, body: response.json<Body>(), headers: response.headers };
  };
  const create = (payload: object = {}, who = cashier, headers = {}) =>
    call(who, { method: 'POST', payload: { siteId: bandung.id, name: 'Budi', ...payload }, headers });

  it('are created, read, changed and archived', async () => {
    const { status, body } = await create({ phone: '0812 3456 7890', email: 'budi@contoh.net' });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: matching(/^[0-9a-f-]{36}$/),
      siteId: bandung.id,
      areaId: null,
      anonymizedAt: null,
      resellerId: null,
      code: matching(/^P\d{6}$/),
      name: 'Budi',
      phone: '+6281234567890',
      email: 'budi@contoh.net',
      address: '',
      timeZone: 'Asia/Jakarta',
      status: 'ACTIVE',
      version: 1,
      createdAt: matching(/^\d{4}-\d\d-\d\dT.*Z$/),
      updatedAt: matching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect((await call(cashier, { path: `/${body.id}` })).body).toEqual(body);
    const patch = { method: 'PATCH', path: `/${body.id}` } as const;
    const changed = await call(cashier, { ...patch, payload: { version: 1, phone: null, address: 'Jl. Braga 1' } });
    expect(changed.body).toMatchObject({ phone: null, address: 'Jl. Braga 1', email: 'budi@contoh.net', version: 2 });
    const stale = await call(cashier, { ...patch, payload: { version: 1, name: 'X' } });
    expect([stale.status, stale.body.code]).toEqual([409, 'CORE_STALE_VERSION']);
    const archive = { method: 'POST', path: `/${body.id}/archive`, payload: { version: 2 } } as const;
    expect((await call(cashier, archive)).status).toBe(403);
    expect((await call(admin, archive)).body).toMatchObject({ status: 'ARCHIVED', version: 3 });
    expect((await call(admin, { ...archive, payload: { version: 3 } })).body.code).toBe('CUSTOMERS_ARCHIVED');
  });

  it('are created once for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'once' };
    const [first, second] = [
      await create({ name: 'Sekali' }, cashier, key),
      await create({ name: 'Sekali' }, cashier, key),
    ];
    expect(second.body.id).toBe(first.body.id);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect((await create({ name: 'Lain' }, cashier, key)).status).toBe(422);
  });

  it('are not for everybody (Z1)', async () => {
    const { body } = await create();
    expect((await call(undefined, {})).status).toBe(401);
    expect((await create({}, technician)).status).toBe(403);
    expect((await call(technician, { path: `/${body.id}` })).status).toBe(200);
    const patch = { method: 'PATCH', path: `/${body.id}`, payload: { version: 1, name: 'X' } } as const;
    expect((await call(technician, patch)).status).toBe(403);
  });

  it('of another site do not exist (Z2)', async () => {
    const { body } = await create({ siteId: denpasar.id, name: 'Wayan' }, admin);
    const attempts = [
      { path: `/${body.id}` },
      { method: 'PATCH', path: `/${body.id}`, payload: { version: 1, name: 'X' } },
      { method: 'POST', payload: { siteId: denpasar.id, name: 'X' } },
    ] as const;
    for (const attempt of attempts) {
      expect(await call(cashier, attempt)).toMatchObject({ status: 404, body: { code: 'CORE_NOT_FOUND' } });
    }
    const list = await call(cashier, { path: '?limit=200&withTotal=true' });
    expect(list.body.items.every(({ siteId }) => siteId === bandung.id)).toBe(true);
    expect(list.body.total).toBe(list.body.items.length);
    expect((await call(cashier, { path: '?q=Wayan' })).body.items).toEqual([]);
    expect((await call(cashier, { path: `?siteId=${denpasar.id}` })).body.items).toEqual([]);
    expect((await call(admin, { path: '?q=Wayan' })).body.items).toHaveLength(1);
  });

  it.each([
    [{ role: 'owner' }, 'role'],
    [{ status: 'ARCHIVED' }, 'status'],
    [{ balance: { amount: '1', currency: 'IDR' } }, 'balance'],
    [{ id: '01890000-0000-7000-8000-000000000000' }, 'id'],
    [{ version: 1 }, 'version'],
    [{ siteId: 7 }, 'siteId'],
    [{ siteId: 'BDG' }, 'siteId'],
    [{ name: '' }, 'name'],
    [{ name: 1.5 }, 'name'],
    [{ name: ['x'] }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ name: 'x'.repeat(121) }, 'name'],
    [{ name: undefined }, 'name'],
    [{ phone: '12' }, 'phone'],
    [{ phone: 81234567890 }, 'phone'],
    [{ email: 'budi@' }, 'email'],
    [{ address: null }, 'address'],
    [{ timeZone: 'Asia/Nowhere' }, 'timeZone'],
    [{ timeZone: '+07:00' }, 'timeZone'],
    [{ code: '../P1' }, 'code'],
    [{ code: '' }, 'code'],
  ])('with %j are refused and nothing is written', async (change, path) => {
    const count = async (): Promise<unknown> =>
      app
        .get(Database, { strict: false })
        .query('select count(*), (select count(*) from outbox_events) from customers');
    const before = await count();
    const { status, body } = await create(change);
    expect([status, body.code]).toEqual([400, 'CORE_VALIDATION_FAILED']);
    expect(body.errors.map((error) => error.path)).toContain(path);
    expect(await count()).toEqual(before);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=201', 'limit'],
    ['?limit=1.5', 'limit'],
    ['?limit=ten', 'limit'],
    ['?sort=address', 'sort'],
    ['?status=GONE', 'status'],
    ['?siteId=1', 'siteId'],
    ['?q=', 'q'],
    ['?q=%00', 'q'],
    ['?page=2', 'page'],
    ['?withTotal=yes', 'withTotal'],
    ['?q=a&q=b', 'q'],
  ])('are not listed for %s', async (path, field) => {
    const { status, body } = await call(cashier, { path });
    expect([status, body.code]).toEqual([400, 'CORE_VALIDATION_FAILED']);
    expect(body.errors.map((error) => error.path)).toContain(field);
  });

  it.each([
    'x',
    'e30',
    Buffer.from('["not a time","nor an id"]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])('are not listed from the cursor %s', async (cursor) => {
    const { status, body } = await call(cashier, { path: `?cursor=${cursor}` });
    expect([status, body.code]).toEqual([400, 'CORE_INVALID_CURSOR']);
  });

  it('come in pages', async () => {
    for (let i = 0; i < 5; i++) await create({ name: `Halaman ${i}`, code: `HAL-${i}` });
    const first = await call(cashier, { path: '?q=HAL-&sort=code&limit=3&withTotal=true' });
    expect(first.body).toMatchObject({ total: 5 });
    const second = await call(cashier, { path: `?q=HAL-&sort=code&limit=3&cursor=${first.body.nextCursor}` });
    expect([...first.body.items, ...second.body.items].map(({ code }) => code)).toEqual(
      [0, 1, 2, 3, 4].map((i) => `HAL-${i}`),
    );
    expect(second.body.nextCursor).toBeNull();
  });
});
