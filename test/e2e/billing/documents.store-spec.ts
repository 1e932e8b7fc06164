import { type INestApplicationContext } from '@nestjs/common';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Money } from '@app/core';
import {
  BillingConfig,
  BillingRunService,
  BillingWorkerModule,
  PayLinks,
  PlansService,
  SubscriptionsService,
} from '@app/billing';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';
import { createWorkerApp, eventually } from '../../support/worker-app';

const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const NOBODY = { name: '', address: '', phone: '', email: '', npwp: '', footer: '' };

describe('documents as files', () => {
  let database: TestDatabase;
  let api: NestFastifyApplication;
  let worker: INestApplicationContext;
  let headers: Record<string, string>;
  let invoiceId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    api = await createApiApp({ database, env: { BILLING_DOCUMENT_WAIT_MS: '0', REDIS_PREFIX: database.name } });
    worker = await createWorkerApp({ database, modules: [BillingWorkerModule], configs: [BillingConfig] });
    const get = <T>(type: abstract new (...args: never[]) => T): T => api.get(type, { strict: false });
    const site = await get(SitesService).create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' });
    const plan = await get(PlansService).create({
      ...{ code: 'P-1', name: 'Paket 20 Mbps', downloadKbps: 20_000, uploadKbps: 10_000, taxCode: 'PPN' },
      price: Money.of(150_000n, 'IDR'),
    });
    const customer = await get(CustomersService).create({ siteId: site.id, name: 'Siti' });
    const made = await get(SubscriptionsService).create({ customerId: customer.id, planId: plan.id, anchorDay: 1 });
    await get(SubscriptionsService).activate(made.id);
    await get(BillingRunService).run({ trigger: 'MANUAL', requestedBy: 'test' });
    const invoice = await get(Database).queryOne<{ id: string }>('select id from invoices');
    invoiceId = invoice!.id;
    headers = await staffHeaders(api);
  });
  afterAll(async () => {
    await worker.close();
    await api.close();
    await database.drop();
  });

  const pdf = async (language: string) =>
    api.inject({ method: 'GET', url: `/api/v1/invoices/${invoiceId}/pdf?language=${language}`, headers });

  it('are rendered by the worker, then answered from what is kept', async () => {
    const first = await pdf('en');
    expect(first.statusCode).toBe(202);
    expect(first.json()).toEqual({ jobId: expect.any(String) as string });
    const ready = await eventually(async () => {
      const answer = await pdf('en');
      return answer.statusCode === 200 && answer;
    }, 30_000);
    expect(ready.headers['content-type']).toBe('application/pdf');
    expect(ready.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await pdf('en')).rawPayload.equals(ready.rawPayload)).toBe(true);
  });

  it('are made anew when what they show has changed: the logo, the link to pay by, what was paid', async () => {
    const shown = async (): Promise<Buffer> => {
      const answer = await eventually(async () => {
        const got = await pdf('id');
        return got.statusCode === 200 && got;
      }, 30_000);
      return answer.rawPayload;
    };
    const put = (logo: string) =>
      api.inject({
        method: 'PUT',
        url: '/api/v1/billing-policies',
        headers,
        payload: { version, policies: { issuer: { ...NOBODY, logo } } },
      });
    let version = 0;
    const pages = [await shown()];
    expect((await put(LOGO.slice(0, 60))).json()).toMatchObject({ code: 'BILLING_LOGO_UNUSABLE' });
    const saved = await put(LOGO);
    expect(saved.statusCode).toBe(200);
    version = saved.json<{ version: number }>().version;
    pages.push(await shown());
    const link = { url: `/api/v1/invoices/${invoiceId}/pay-link`, headers };
    expect((await api.inject({ method: 'DELETE', ...link })).statusCode).toBe(204);
    pages.push(await shown());
    const [{ customerId }] = (await api
      .get(Database, { strict: false })
      .query('select customer_id as "customerId" from invoices')) as [{ customerId: string }];
    const payload = { customerId, amount: { amount: '166500', currency: 'IDR' }, method: 'CASH' };
    await api.inject({ method: 'POST', url: '/api/v1/payments', headers, payload });
    pages.push(await shown());
    expect(new Set(pages.map((page) => page.toString('base64'))).size).toBe(4);
    expect((await shown()).equals(pages[3]!)).toBe(true);
  });

  it('are not found for an invoice that is not there', async () => {
    const url = '/api/v1/invoices/0190aaaa-0000-7000-8000-000000000000/pdf';
    expect((await api.inject({ method: 'GET', url, headers })).statusCode).toBe(404);
  });

  it('carry a pay link that stays the same, opens only with its whole token, and can be taken back (Z5)', async () => {
    const url = `/api/v1/invoices/${invoiceId}/pay-link`;
    const link = (await api.inject({ method: 'POST', url, headers })).json<{ url: string }>();
    expect(link.url).toMatch(/\/p\/[A-Za-z0-9_-]{43}$/);
    expect((await api.inject({ method: 'POST', url, headers })).json()).toMatchObject({ url: link.url });
    const links = api.get(PayLinks, { strict: false });
    const token = link.url.slice(link.url.lastIndexOf('/') + 1);
    expect(await links.resolve(token)).toMatchObject({ invoiceId });
    expect(await links.resolve(token.slice(0, -1))).toBeUndefined();
    expect((await api.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204);
    expect(await links.resolve(token)).toBeUndefined();
  });
});
