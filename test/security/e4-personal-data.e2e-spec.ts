import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { Database, type Problem } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { createStaff } from '../support/staff';
import { staffHeaders } from '../support/staff-headers';

const NAME = 'Siti Rahmawati';
const PHONE = '+6281234567890';
const EMAIL = 'siti.rahmawati@contoh.net';
const ADDRESS = 'Jl. Mawar 17';

interface CustomerAnswer {
  id: string;
  name: string;
  phone: string | null;
  email: string | null;
  address: string;
  version: number;
  anonymizedAt: string | null;
}

describe('E4 personal data of customers', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let siteId: string;
  let admin: { authorization: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    database = app.get(Database);
    admin = (await createStaff(app, 'admin')).headers;
    siteId = await newSite('BDG');
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const newSite = async (code: string): Promise<string> => {
    const answer = await send('POST', '/sites', admin, { code, name: code, timeZone: 'Asia/Jakarta' });
    return answer.json<{ id: string }>().id;
  };
  const send = (method: 'GET' | 'POST', url: string, headers: { authorization: string }, payload?: object) =>
    app.inject({ method, url: `/api/v1${url}`, headers, ...(payload ? { payload } : {}) });
  const newCustomer = async (): Promise<CustomerAnswer> => {
    const body = { siteId, name: NAME, phone: PHONE, email: EMAIL, address: ADDRESS };
    return (await send('POST', '/customers', admin, body)).json<CustomerAnswer>();
  };
  /** An invoice as billing finalises it: with what was printed on it. */
  const issueInvoice = async (customerId: string): Promise<void> => {
    await database.execute(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR') on conflict do nothing`,
      [customerId, siteId],
    );
    await database.execute(
      `insert into invoices (id, site_id, customer_id, series, seq, number, bill_key, currency, net_amount, tax_amount,
                             total_amount, issued_on, due_on, overdue_at, isolir_at, customer)
       values ($1, $2, $3, 'T', (random() * 1e9)::bigint, $1::uuid::text, 'k', 'IDR', 100000, 11000, 111000,
               '2026-01-01', '2026-01-10', now(), now(), $4)`,
      [uuidv7(), siteId, customerId, JSON.stringify({ name: NAME, address: ADDRESS })],
    );
  };

  it('is masked for whoever has no need to reach a customer, in lists and alone, and cannot be searched for', async () => {
    const { id } = await newCustomer();
    for (const reader of [
      (await createStaff(app, 'read-only')).headers,
      await staffHeaders(app, { permissions: ['customer:read'] }),
    ]) {
      const list = await send('GET', '/customers', reader);
      const one = await send('GET', `/customers/${id}`, reader);
      for (const { body } of [list, one]) {
        expect(body).toContain('+62********890');
        expect(body).toContain('s***@contoh.net');
        expect(body).not.toContain(PHONE);
        expect(body).not.toContain(EMAIL);
      }
      const found = await send('GET', `/customers?q=${encodeURIComponent('08123456')}`, reader);
      expect(found.json<{ items: object[] }>().items).toEqual([]);
      expect((await send('GET', `/customers/${id}/export`, reader)).statusCode).toBe(403);
      expect((await send('POST', `/customers/${id}/anonymize`, reader, { version: 1 })).statusCode).toBe(403);
    }
    for (const role of ['cashier', 'technician', 'collector', 'admin'] as const) {
      const { headers } = await createStaff(app, role);
      expect((await send('GET', `/customers/${id}`, headers)).json<CustomerAnswer>()).toMatchObject({
        phone: PHONE,
        email: EMAIL,
      });
    }
  });

  it('is exported whole, within the scope, without a password', async () => {
    const { id } = await newCustomer();
    await issueInvoice(id);
    const answer = await send('GET', `/customers/${id}/export`, admin);
    const body = answer.json<{ customer: CustomerAnswer; parts: Record<string, object[]> }>();
    expect(body.customer).toMatchObject({ name: NAME, phone: PHONE, email: EMAIL, address: ADDRESS });
    expect(Object.keys(body.parts)).toEqual(
      expect.arrayContaining(['invoices', 'payments', 'pppoeAccounts', 'subscriptions']),
    );
    expect(body.parts.invoices).toMatchObject([
      { total: '111000', issuedOn: '2026-01-01', printedCustomer: { name: NAME } },
    ]);
    expect(answer.body).not.toMatch(/password|sealed|secret/i);
    expect(answer.headers['cache-control']).toBe('no-store');
    const elsewhere = await createStaff(app, 'admin', [await newSite('DPS')]);
    expect((await send('GET', `/customers/${id}/export`, elsewhere.headers)).statusCode).toBe(404);
    const cashier = await createStaff(app, 'cashier');
    expect((await send('GET', `/customers/${id}/export`, cashier.headers)).statusCode).toBe(403);
  });

  it('is removed from an archived customer for good, while issued invoices stay as they are', async () => {
    const { id } = await newCustomer();
    await issueInvoice(id);
    const invoices = () => database.query('select * from invoices where customer_id = $1', [id]);
    const before = await invoices();
    const early = await send('POST', `/customers/${id}/anonymize`, admin, { version: 1 });
    expect([early.statusCode, early.json<Problem>().code]).toEqual([409, 'CUSTOMERS_NOT_ARCHIVED']);
    await send('POST', `/customers/${id}/archive`, admin, { version: 1 });
    expect((await send('POST', `/customers/${id}/anonymize`, admin, { version: 1 })).statusCode).toBe(409);
    const done = await send('POST', `/customers/${id}/anonymize`, admin, { version: 2 });
    expect([done.statusCode, done.json()]).toMatchObject([200, { phone: null, email: null, address: '' }]);
    expect(done.json<CustomerAnswer>().anonymizedAt).not.toBeNull();
    const row = await database.queryOne<{ row: string }>('select c::text as row from customers c where id = $1', [id]);
    for (const word of [NAME, PHONE, EMAIL, ADDRESS]) expect(row?.row).not.toContain(word);
    expect(await invoices()).toEqual(before);
    const again = await send('POST', `/customers/${id}/anonymize`, admin, { version: 3 });
    expect(again.json<Problem>().code).toBe('CUSTOMERS_ANONYMIZED');
  });
});
