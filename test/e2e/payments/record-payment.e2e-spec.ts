import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

describe('POST /api/v1/payments', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let site: string;
  let owner: { authorization: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    database = app.get(Database);
    site = await saveSite('JKT');
    owner = await staffHeaders(app);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function saveSite(code: string): Promise<string> {
    const id = uuidv7();
    await database.execute(`insert into sites (id, code, name, time_zone) values ($1, $2, $2, 'Asia/Jakarta')`, [
      id,
      code,
    ]);
    return id;
  }

  async function saveCustomer(siteId = site): Promise<string> {
    const id = uuidv7();
    await database.execute(
      `insert into customers (id, site_id, code, name, time_zone) values ($1, $2, $3, 'Siti', 'Asia/Jakarta')`,
      [id, siteId, `P${id.slice(-12)}`],
    );
    return id;
  }

  const money = (amount: string) => ({ amount, currency: 'IDR' });

  const post = (payload: object, headers: Record<string, string> = owner) =>
    app.inject({ method: 'POST', url: '/api/v1/payments', payload, headers });

  const get = (path: string, headers: Record<string, string> = owner) =>
    app.inject({ method: 'GET', url: `/api/v1/payments${path}`, headers });

  const paymentsOf = async (customerId: string): Promise<number> =>
    (
      await database.queryOne<{ n: number }>(`select count(*)::int as n from payments where customer_id = $1`, [
        customerId,
      ])
    )?.n ?? -1;

  it('records, shows, lists and prints a payment', async () => {
    const customerId = await saveCustomer();
    const recorded = await post({ customerId, amount: money('150000'), method: 'CASH', note: 'di rumah' });
    expect(recorded.statusCode).toBe(201);
    const payment = recorded.json<{ id: string; receiptNumber: string }>();
    expect(payment).toMatchObject({
      ...{ customerId, siteId: site, method: 'CASH', recordedBy: 'Budi', note: 'di rumah', externalRef: null },
      ...{ amount: money('150000'), depositAmount: money('150000'), allocations: [], accessRestored: false },
    });
    expect(payment.receiptNumber).toMatch(/^KW\/JKT\/\d{4}\/\d{2}\/\d{5}$/);
    expect((await get(`/${payment.id}`)).json()).toEqual(payment);
    const list = (await get(`?customerId=${customerId}&withTotal=true`)).json<{ items: object[]; total: number }>();
    expect(list).toMatchObject({ total: 1, nextCursor: null, items: [{ id: payment.id }] });
    const receipt = await get(`/${payment.id}/receipt?language=en`);
    expect(receipt.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(receipt.body).toContain(payment.receiptNumber);
    expect(receipt.body).toContain('To deposit');
  });

  it('hands receipts out in every form; from the second on they are copies, and audited', async () => {
    const customerId = await saveCustomer();
    const { id } = (await post({ customerId, amount: money('150000'), method: 'CASH' })).json<{ id: string }>();
    const of = async (format: string) => {
      const answer = await get(`/${id}/receipt?format=${format}`);
      return { type: answer.headers['content-type'], bytes: answer.rawPayload };
    };
    const original = await of('text58');
    expect(original.bytes.toString()).not.toContain('SALINAN');
    expect(original.bytes.toString()).toContain('/r/KW/JKT/');
    const wide = await of('text80');
    expect(wide.bytes.toString()).toContain('SALINAN ke-2');
    const printer = await of('escpos');
    expect([printer.type, [...printer.bytes.subarray(0, 2)]]).toEqual(['application/octet-stream', [0x1b, 0x40]]);
    const pdf = await of('pdf');
    expect([pdf.type, pdf.bytes.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    expect((await get(`/${id}/receipt?format=png`)).statusCode).toBe(400);
    const copies = await database.queryOne('select copies from receipt_copies where payment_id = $1', [id]);
    expect(copies).toEqual({ copies: 4 });
    const audited = await database.query(
      `select from audit_intake where action = 'payment.receipt-reprinted' and subject_id = $1
       union all select from audit_log where action = 'payment.receipt-reprinted' and subject_id = $1`,
      [id],
    );
    expect(audited.length).toBeGreaterThanOrEqual(3);
  });

  it('answers a repeated key with the same payment, also when only PostgreSQL remembers it', async () => {
    const customerId = await saveCustomer();
    const body = { customerId, amount: money('10000'), method: 'CASH' };
    const headers = { ...owner, 'idempotency-key': 'form-1' };
    const first = await post(body, headers);
    const again = await post(body, headers);
    expect(again.headers['idempotency-replayed']).toBe('true');
    await database.execute(`delete from idempotency_keys where key = 'form-1'`);
    const later = await post(body, headers);
    expect([again.json(), later.json()]).toEqual([first.json(), first.json()]);
    expect(await paymentsOf(customerId)).toBe(1);
    const other = await post({ ...body, amount: money('10001') }, headers);
    expect(other.statusCode).toBe(422);
  });

  it('makes one payment of 20 parallel requests with one key', async () => {
    const customerId = await saveCustomer();
    const headers = { ...owner, 'idempotency-key': 'form-2' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post({ customerId, amount: money('5000'), method: 'CASH' }, headers)),
    );
    const statuses = new Set(answers.map((answer) => answer.statusCode));
    statuses.delete(201);
    statuses.delete(409); // still running
    expect([...statuses]).toEqual([]);
    expect(await paymentsOf(customerId)).toBe(1);
  });

  it.each([
    ['a fraction', { amount: money('10.5') }, 400],
    ['a number instead of text', { amount: { amount: 10, currency: 'IDR' } }, 400],
    ['an unknown currency', { amount: { amount: '10', currency: 'XXX' } }, 400],
    ['no amount', { amount: undefined }, 400],
    ['null', { amount: null }, 400],
    ['a list of amounts', { amount: [money('10')] }, 400],
    ['an unknown field', { discount: 1 }, 400],
    ['an unknown method', { method: 'CARD' }, 400],
    ['a time without offset', { receivedAt: '2026-01-01T00:00:00' }, 400],
    ['31 February', { receivedAt: '2026-02-31T00:00:00Z' }, 400],
    ['control characters', { note: 'a\u0000b' }, 400],
    ['zero', { amount: money('0') }, 422],
    ['a negative amount', { amount: money('-5') }, 422],
    ['another currency', { amount: { amount: '10', currency: 'USD' } }, 422],
    ['the far past', { receivedAt: '2020-01-01T00:00:00Z' }, 422],
    ['the future', { receivedAt: '2120-01-01T00:00:00Z' }, 422],
    ['an unknown invoice', { invoiceId: uuidv7() }, 404],
    ['an unknown customer', { customerId: uuidv7() }, 404],
  ])('refuses %s', async (_what, change, status) => {
    const customerId = await saveCustomer();
    const cashier = await staffHeaders(app, { permissions: ['payment:record', 'customer:read'] });
    const answer = await post({ customerId, amount: money('10000'), method: 'CASH', ...change }, cashier);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(await paymentsOf(customerId)).toBe(0);
  });

  it('asks for a token, a permission and a site', async () => {
    const customerId = await saveCustomer();
    const body = { customerId, amount: money('10000'), method: 'CASH' };
    expect((await post(body, {})).statusCode).toBe(401);
    const reader = await staffHeaders(app, { permissions: ['payment:read'] });
    expect((await post(body, reader)).statusCode).toBe(403);
    const stranger = await staffHeaders(app, { siteIds: [await saveSite('DPS')] });
    expect((await post(body, stranger)).statusCode).toBe(404);
    expect(await paymentsOf(customerId)).toBe(0);
    const { id } = (await post(body)).json<{ id: string }>();
    for (const path of [`/${id}`, `/${id}/receipt`]) {
      expect((await get(path, {})).statusCode).toBe(401);
      expect((await get(path, stranger)).statusCode).toBe(404);
      expect((await get(path, reader)).statusCode).toBe(200);
    }
    expect((await get('', stranger)).json()).toMatchObject({ items: [] });
    const recorder = await staffHeaders(app, { permissions: ['payment:record'] });
    expect((await get('', recorder)).statusCode).toBe(403);
  });

  it.each([
    '?sort=note',
    '?limit=0',
    '?limit=201',
    '?from=yesterday',
    '?foo=1',
    '?cursor=x',
    `?cursor=${Buffer.from('["no time","no id"]').toString('base64url')}`,
    '/not-a-uuid',
  ])('refuses GET %s', async (path) => {
    expect((await get(path)).statusCode).toBe(400);
  });
});
