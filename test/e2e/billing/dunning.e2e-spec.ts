import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BillingRunService, PlansService, SubscriptionsService } from '@app/billing';
import { addDays, localDateOf, Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { DatabaseClock } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  id: string;
  version: number;
  items: Body[];
  [field: string]: unknown;
}

type Headers = Record<string, string>;

describe('dunning over REST', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Headers;
  let stranger: Headers;
  let planId: string;
  let customerId: string;
  let access: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const sites = app.get(SitesService, { strict: false });
    const siteId = (await sites.create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    const other = (await sites.create({ code: 'MKS', name: 'Makassar', timeZone: 'Asia/Makassar' })).id;
    owner = await staffHeaders(app);
    stranger = await staffHeaders(app, { siteIds: [other] });
    const rates = { downloadKbps: 20_000, uploadKbps: 10_000, taxCode: 'PPN' };
    const sold = { code: 'HOME', name: 'Home', ...rates, price: Money.of(150_000n, 'IDR') };
    planId = (await app.get(PlansService, { strict: false }).create(sold)).id;
    customerId = (await app.get(CustomersService, { strict: false }).create({ siteId, name: 'Budi' })).id;
    const subscriptions = app.get(SubscriptionsService, { strict: false });
    const { id } = await subscriptions.create({ customerId, planId, anchorDay: 1 });
    await subscriptions.activate(id);
    access = `/subscriptions/${id}/access`;
    await app.get(BillingRunService, { strict: false }).run({ trigger: 'MANUAL', requestedBy: 'test' });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, headers = owner) {
    const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
    return { status: response.statusCode, body: (response.body === '' ? {} : response.json()) as Body };
  }

  const today = async () => localDateOf(await app.get(DatabaseClock, { strict: false }).sample(), 'Asia/Jakarta');

  it('shows who will be isolated, with totals, to those whose customers they are', async () => {
    const path = `/dunning/preview?date=${addDays(await today(), 60)}`;
    const { body } = await call('GET', path);
    expect(body.items).toMatchObject([{ customerId, reason: 'OVERDUE', invoiceCount: 1, services: 1 }]);
    expect(body.totals).toEqual([{ customers: 1, debt: body.items[0]?.debt }]);
    expect((await call('GET', path, undefined, stranger)).body).toMatchObject({ items: [], totals: [] });
    expect((await call('GET', '/dunning/preview')).body).toMatchObject({ items: [], date: addDays(await today(), 1) });
    expect((await call('GET', '/dunning/preview?date=2026-02-31')).status).toBe(400);
  });

  it('notes promises and takes them back', async () => {
    const made = await call('POST', '/promises', { customerId, until: await today(), note: 'besok gajian' });
    expect(made).toMatchObject({ status: 201, body: { state: 'OPEN', note: 'besok gajian' } });
    expect(made.body.promised).toEqual(made.body.debt);
    const again = await call('POST', '/promises', { customerId, until: await today() });
    expect([again.status, again.body.code]).toEqual([409, 'BILLING_PROMISE_OPEN']);
    expect((await call('GET', `/promises?customerId=${customerId}&state=OPEN`)).body.items).toHaveLength(1);
    expect((await call('GET', `/promises/${made.body.id}`, undefined, stranger)).status).toBe(404);
    expect((await call('POST', `/promises/${made.body.id}/cancel`)).body).toMatchObject({ state: 'CANCELLED' });
    expect((await call('POST', `/promises/${made.body.id}/cancel`)).status).toBe(409);
    const far = { customerId, until: '2099-01-01' };
    expect((await call('POST', '/promises', far)).body.code).toBe('BILLING_PROMISE_TOO_LONG');
    expect((await call('POST', '/promises', far, stranger)).status).toBe(404);
  });

  it('sets overrides that show in the access of the service, and ends them', async () => {
    const wanted = { customerId, kind: 'FORCE_ISOLATE', reason: 'penyalahgunaan' };
    const made = await call('POST', '/access-overrides', wanted);
    expect(made).toMatchObject({ status: 201, body: { kind: 'FORCE_ISOLATE', endedAt: null } });
    expect((await call('GET', access)).body).toMatchObject({ desired: 'ISOLATED', reasons: ['FORCED'] });
    expect((await call('GET', '/access-overrides?inForce=true')).body.items).toHaveLength(1);
    expect((await call('POST', `/access-overrides/${made.body.id}/end`, undefined, stranger)).status).toBe(404);
    expect((await call('POST', `/access-overrides/${made.body.id}/end`)).status).toBe(200);
    expect((await call('GET', access)).body).toMatchObject({ desired: 'ENABLED', reasons: [] });
    const past = { ...wanted, expiresAt: '2020-01-01T00:00:00Z' };
    expect((await call('POST', '/access-overrides', past)).body.code).toBe('BILLING_OVERRIDE_EXPIRY');
    const { items } = (await call('GET', `/dunning/actions?customerId=${customerId}`)).body;
    expect(items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['OVERRIDE_SET', 'ISOLATED', 'OVERRIDE_ENDED', 'RESTORED', 'PROMISED']),
    );
  });

  it('keeps policies per plan and site', async () => {
    const wanted = { planId: planId, name: 'Sabar', policy: { accessTolerance: '50000', reminderOffsets: [-3, 0] } };
    const made = await call('POST', '/dunning/policies', wanted);
    expect(made).toMatchObject({
      status: 201,
      body: { siteId: null, planId: planId, version: 1, policy: wanted.policy },
    });
    expect((await call('POST', '/dunning/policies', wanted)).body.code).toBe('BILLING_DUNNING_POLICY_TAKEN');
    expect((await call('POST', '/dunning/policies', wanted, stranger)).body.code).toBe('BILLING_POLICY_IS_GENERAL');
    const path = `/dunning/policies/${made.body.id}`;
    const change = { version: 1, name: 'Lebih sabar', policy: { promiseMaxDays: 14 } };
    expect((await call('PUT', path, change)).body).toMatchObject({ version: 2, policy: { promiseMaxDays: 14 } });
    expect((await call('PUT', path, change)).body.code).toBe('CORE_STALE_VERSION');
    expect((await call('PUT', path, { ...change, policy: { graceMinutes: 1 } })).status).toBe(400);
    expect((await call('GET', '/dunning/policies')).body.items).toHaveLength(1);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });

  it('has a brake that is off, and lists that are empty', async () => {
    expect((await call('GET', '/dunning/brake')).body).toEqual({ brakes: [] });
    expect((await call('POST', '/dunning/brake/confirm', { atMost: 60 })).body.code).toBe('BILLING_BRAKE_NOT_HELD');
    expect((await call('POST', '/dunning/brake/confirm', { atMost: 60 }, stranger)).body.code).toBe(
      'BILLING_SITE_REQUIRED',
    );
    for (const path of ['reminders', 'late-fees', 'uncollectible']) {
      expect([path, (await call('GET', `/dunning/${path}`)).body]).toEqual([path, { items: [], nextCursor: null }]);
    }
    const none = '01890000-0000-7000-8000-000000000000';
    expect((await call('POST', `/dunning/late-fees/${none}/reverse`, { reason: 'salah' })).status).toBe(404);
  });
});
