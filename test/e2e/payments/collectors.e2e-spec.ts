import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

interface Answer {
  id: string;
  version: number;
  [field: string]: unknown;
}

describe('collectors, remittances, cash book and closings', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let site: string;
  let area: string;
  let owner: Staff;
  let supervisor: Staff;
  let cashier: Staff;
  let collector: Staff & { collectorId: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { IAM_TOTP_ENFORCED: 'false' } });
    database = app.get(Database);
    site = await insert('sites', { code: 'JKT', name: 'Jakarta', time_zone: 'Asia/Jakarta' });
    area = await insert('areas', { site_id: site, name: 'Mawar' });
    owner = await createStaff(app, 'owner');
    supervisor = await createStaff(app, 'supervisor', [site]);
    cashier = await createStaff(app, 'cashier', [site]);
    collector = await staffOfArea(area);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function insert(table: string, row: Record<string, unknown>): Promise<string> {
    const id = uuidv7();
    const columns = Object.keys({ id, ...row });
    await database.execute(
      `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
      [id, ...Object.values(row)],
    );
    return id;
  }

  async function staffOfArea(areaId: string): Promise<Staff & { collectorId: string }> {
    const staff = await createStaff(app, 'collector', [site]);
    await database.execute('update users set area_limited = true where id = $1', [staff.id]);
    await database.execute('insert into user_areas (user_id, area_id) values ($1, $2)', [staff.id, areaId]);
    const code = `C${staff.id.slice(-8)}`.toUpperCase();
    const settings = { limit: money('500000'), maxAgeDays: 3, commissionBp: 500 };
    const made = await post(owner, '/collectors', { siteId: site, userId: staff.id, code, ...settings });
    expect(made.statusCode).toBe(201);
    return { ...staff, collectorId: made.json<Answer>().id };
  }

  async function debtor(areaId = area, amount = 100_000): Promise<string> {
    const id = uuidv7();
    const person = { name: 'Siti', phone: '+62811000222', address: 'Jl. Mawar 1', time_zone: 'Asia/Jakarta' };
    await database.execute(
      `insert into customers (id, site_id, area_id, code, name, phone, address, time_zone) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, site, areaId, `P${id.slice(-12)}`, person.name, person.phone, person.address, person.time_zone],
    );
    const lines = [{ description: 'Internet', quantity: 1, unitPrice: money(String(amount)), taxCode: 'NONE' }];
    const draft = await post(owner, '/invoices', { customerId: id, lines });
    const done = await post(owner, `/invoices/${draft.json<Answer>().id}/finalise`, {});
    expect(done.statusCode).toBeLessThan(300);
    return id;
  }

  const money = (amount: string) => ({ amount, currency: 'IDR' });
  const call = (method: 'GET' | 'POST' | 'PATCH' | 'PUT', staff: Staff, url: string, payload?: object) =>
    app.inject({ method, url: `/api/v1${url}`, headers: staff.headers, ...(payload ? { payload } : {}) });
  const post = (staff: Staff, url: string, payload: object) => call('POST', staff, url, payload);
  const get = async (staff: Staff, url: string) => (await call('GET', staff, url)).json<Answer & { items: Answer[] }>();
  const collect = (staff: Staff, customerId: string, amount: string, more: object = {}) =>
    post(staff, '/collectors/me/payments', {
      clientId: uuidv7(),
      customerId,
      amount: money(amount),
      method: 'CASH',
      ...more,
    });

  it('goes from the round to the paid commission', async () => {
    const customer = await debtor();
    await debtor(await insert('areas', { site_id: site, name: 'Melati' }));
    expect((await get(collector, '/collectors/me')).id).toBe(collector.collectorId);
    const stop = await call('PUT', collector, `/collectors/me/stops/${customer}`, {
      latitude: -6.2,
      longitude: 106.816666,
    });
    expect(stop.json()).toEqual({ customerId: customer, latitude: -6.2, longitude: 106.816666, routeNo: null });
    const round = await get(collector, '/collectors/me/arrears?sort=-amount&withTotal=true');
    expect(round).toMatchObject({ total: 1, items: [{ customerId: customer, due: money('100000'), isolated: false }] });
    expect(round.items[0]).toMatchObject({
      mapUrl: 'https://www.google.com/maps/search/?api=1&query=-6.2%2C106.816666',
      whatsappUrl: 'https://wa.me/62811000222',
      invoices: [{ remaining: money('100000') }],
    });
    const body = { note: 'di rumah', latitude: -6.2, longitude: 106.8, collectedAt: new Date().toISOString() };
    const taken = await collect(collector, customer, '100000', body);
    expect(taken.statusCode).toBe(201);
    expect(taken.json<Answer>()).toMatchObject({ amount: money('100000'), allocations: [{ remaining: money('0') }] });
    expect(String(taken.json<Answer>().receipt)).toContain('Rp 100.000');
    const paymentId = taken.json<Answer>().id;
    expect((await get(collector, '/collectors/me/payments?inHand=true')).items).toMatchObject([
      { paymentId, inHand: true },
    ]);
    expect(await get(collector, '/collectors/me/statement')).toMatchObject({ closing: money('100000') });
    expect((await get(supervisor, '/collectors')).items).toMatchObject([
      { id: collector.collectorId, cashInHand: { amount: money('100000'), payments: 1, overLimit: false } },
    ]);
    expect((await get(supervisor, `/collectors/payments?collectorId=${collector.collectorId}`)).items).toHaveLength(1);
    expect((await get(supervisor, `/collectors/${collector.collectorId}/arrears`)).items).toEqual([]);

    const said = await post(collector, '/remittances', { declared: money('100000') });
    expect(said.statusCode).toBe(201);
    const { id, version } = said.json<Answer>();
    const counted = await post(cashier, `/remittances/${id}/count`, { version, counted: money('100000') });
    expect(counted.json()).toMatchObject({ state: 'COUNTED', difference: money('0'), payments: [{ paymentId }] });
    const agreed = { version: counted.json<Answer>().version };
    expect((await post(collector, `/remittances/${id}/approve`, agreed)).statusCode).toBe(403);
    expect((await post(cashier, `/remittances/${id}/approve`, agreed)).statusCode).toBe(403);
    expect((await post(supervisor, `/remittances/${id}/approve`, { version: 1 })).statusCode).toBe(409);
    expect((await post(supervisor, `/remittances/${id}/approve`, agreed)).json()).toMatchObject({ state: 'APPROVED' });
    expect(await get(collector, `/remittances/${id}`)).toMatchObject({ state: 'APPROVED' });
    expect((await get(supervisor, '/remittances?state=APPROVED')).items).toHaveLength(1);
    expect(await get(supervisor, `/collectors/${collector.collectorId}/statement`)).toMatchObject({
      closing: money('0'),
    });
    expect(await get(supervisor, `/collectors/${collector.collectorId}/commission`)).toMatchObject({
      owed: money('5000'),
    });
    const paid = await post(supervisor, `/collectors/${collector.collectorId}/commission-payouts`, {
      amount: money('5000'),
    });
    expect(paid.statusCode).toBe(201);
    expect((await post(supervisor, `/collectors/payments/${paymentId}/void`, { reason: 'salah' })).statusCode).toBe(
      409,
    );
  });

  it('answers a form with its payment, however often it is sent', async () => {
    const customer = await debtor();
    const form = { clientId: uuidv7() };
    const all = await Promise.all(Array.from({ length: 10 }, () => collect(collector, customer, '10000', form)));
    expect(new Set(all.map((one) => one.statusCode))).toEqual(new Set([201]));
    expect(new Set(all.map((one) => one.json<Answer>().id)).size).toBe(1);
    expect((await collect(collector, customer, '20000', form)).statusCode).toBe(422);
  });

  it('refuses other areas, other people’s routes and what is not a form', async () => {
    const elsewhere = await debtor(await insert('areas', { site_id: site, name: uuidv7() }));
    expect((await collect(collector, elsewhere, '10000')).statusCode).toBe(404);
    const other = await staffOfArea(await insert('areas', { site_id: site, name: uuidv7() }));
    expect((await get(other, '/collectors/me/arrears')).items).toEqual([]);
    expect((await get(other, '/remittances')).items).toEqual([]);
    const mine = await debtor();
    expect((await collect(other, mine, '10000')).statusCode).toBe(404);
    expect((await collect(cashier, mine, '10000')).statusCode).toBe(403);
    expect((await collect(owner, mine, '10000')).statusCode).toBe(403);
    expect((await collect(collector, mine, '10000', { clientId: 'x' })).statusCode).toBe(400);
    expect((await collect(collector, mine, '10000', { method: 'CARD' })).statusCode).toBe(400);
    expect((await collect(collector, mine, '0')).statusCode).toBe(422);
    expect(
      (await post(collector, '/payments', { customerId: mine, amount: money('1'), method: 'CASH' })).statusCode,
    ).toBe(403);
    expect((await call('PATCH', collector, `/plans/${uuidv7()}`, { version: 1, name: 'X' })).statusCode).toBe(403);
    expect((await call('PATCH', collector, `/collectors/${collector.collectorId}`, { version: 1 })).statusCode).toBe(
      403,
    );
    const read = await get(owner, `/collectors/${collector.collectorId}`);
    const changed = await call('PATCH', owner, `/collectors/${collector.collectorId}`, {
      version: read.version,
      limit: null,
    });
    expect(changed.json()).toMatchObject({ limit: null, maxAgeDays: 3 });
  });

  it('voids, and looks at what was flagged', async () => {
    const customer = await debtor();
    const old = new Date(Date.now() - 200 * 86_400_000).toISOString();
    const taken = (await collect(collector, customer, '10000', { collectedAt: old })).json<Answer>();
    const review = await get(supervisor, '/collectors/payments?toReview=true');
    expect(review.items).toMatchObject([{ paymentId: taken.id, flags: ['TOO_OLD'] }]);
    expect((await post(supervisor, `/collectors/payments/${taken.id}/review`, {})).statusCode).toBe(204);
    expect((await post(collector, `/collectors/payments/${taken.id}/void`, { reason: 'salah' })).statusCode).toBe(403);
    const voided = await post(supervisor, `/collectors/payments/${taken.id}/void`, { reason: 'salah ketik' });
    expect(voided.json()).toMatchObject({ amount: money('10000'), kind: 'MISTAKE' });
  });

  it('rejects a remittance', async () => {
    const customer = await debtor();
    await collect(collector, customer, '10000');
    const { id, version } = (await post(collector, '/remittances', { declared: money('10000') })).json<Answer>();
    const rejected = await post(supervisor, `/remittances/${id}/reject`, { version, note: 'uang kurang' });
    expect(rejected.json()).toMatchObject({ state: 'REJECTED', decisionNote: 'uang kurang' });
  });

  it('keeps the book and the shifts of a desk, and closes its day', async () => {
    const desk = await post(owner, '/cash-desks', { siteId: site, code: 'DEPAN', name: 'Kas depan' });
    expect(desk.statusCode).toBe(201);
    const deskId = desk.json<Answer>().id;
    expect((await get(cashier, '/cash-desks')).items.map((one) => one.account)).toContain('CASH.OFFICE.DEPAN');
    const category = await post(owner, '/cash-desks/categories', {
      code: 'LISTRIK',
      direction: 'OUT',
      name: 'Listrik',
    });
    expect(category.json()).toMatchObject({ account: 'EXPENSE.LISTRIK' });
    expect((await get(cashier, '/cash-desks/categories')).items.length).toBeGreaterThan(5);

    const shift = (await post(cashier, '/cash-closings', { deskId, opening: money('50000') })).json<Answer>();
    const paid = await post(cashier, '/payments', {
      customerId: await debtor(),
      amount: money('100000'),
      method: 'CASH',
    });
    expect(paid.statusCode).toBe(201);
    const spend = (description: string) =>
      post(cashier, '/cash-book/entries', { deskId, category: 'LISTRIK', amount: money('20000'), description });
    const token = (await spend('token')).json<Answer>();
    const twice = (await spend('token lagi')).json<Answer>();
    const decide = (id: string, what: string, body: object, by = supervisor) =>
      post(by, `/cash-book/entries/${id}/${what}`, body);
    expect((await decide(token.id, 'approve', { version: 1 }, cashier)).statusCode).toBe(403);
    expect((await decide(token.id, 'approve', { version: 1 })).json()).toMatchObject({ state: 'POSTED' });
    expect((await decide(twice.id, 'reject', { version: 1, note: 'dobel' })).json()).toMatchObject({
      state: 'REJECTED',
    });
    expect(await get(cashier, `/cash-book/entries/${token.id}`)).toMatchObject({ decidedBy: 'supervisor' });
    expect((await get(cashier, `/cash-book/entries?deskId=${deskId}&state=POSTED`)).items).toHaveLength(1);
    expect(await get(cashier, '/cash-closings/mine')).toMatchObject({ expectedCash: money('130000') });

    const drawer = {
      version: shift.version,
      denominations: [
        { value: '50000', count: 2 },
        { value: '20000', count: 1 },
      ],
    };
    const closed = (await post(cashier, `/cash-closings/${shift.id}/close`, drawer)).json<Answer>();
    expect(closed).toMatchObject({ state: 'CLOSED', counted: money('120000'), difference: money('-10000') });
    expect((await post(cashier, `/cash-closings/${shift.id}/approve`, { version: closed.version })).statusCode).toBe(
      403,
    );
    const approved = await post(supervisor, `/cash-closings/${shift.id}/approve`, { version: closed.version });
    expect(approved.json()).toMatchObject({ state: 'APPROVED', approvedBy: 'supervisor' });
    expect((await post(cashier, `/cash-closings/${shift.id}/print`, {})).json()).toMatchObject({ prints: 1 });
    expect((await get(cashier, `/cash-closings?deskId=${deskId}`)).items).toHaveLength(1);
    expect(await get(cashier, `/cash-closings/${shift.id}`)).toMatchObject({
      denominations: [{ count: 2 }, { count: 1 }],
    });

    const book = await get(cashier, `/cash-book?deskId=${deskId}`);
    expect(book).toMatchObject({ opening: money('0'), closing: money('70000') });
    expect(book.items.map((line) => line.kind)).toEqual(['PAYMENT', 'CASH_ENTRY', 'CASH_CLOSING']);
    expect(await get(cashier, `/cash-book/day?deskId=${deskId}`)).toMatchObject({
      closedAt: null,
      closing: money('70000'),
    });
    expect((await post(cashier, '/cash-book/day/close', { deskId })).statusCode).toBe(403);
    const day = await post(supervisor, '/cash-book/day/close', { deskId });
    expect(day.json()).toMatchObject({ closing: money('70000'), shifts: [{ difference: money('-10000') }] });
    expect((await spend('terlambat')).json()).toMatchObject({ code: 'CASH_DAY_CLOSED' });
    const file = await call('GET', cashier, `/cash-book/day/pdf?deskId=${deskId}&language=en`);
    expect(file.headers['content-type']).toBe('application/pdf');
    expect(file.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const csv = await call('GET', cashier, `/cash-book/day/csv?deskId=${deskId}`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body).toContain('SALINAN ke-2');
  });
});
