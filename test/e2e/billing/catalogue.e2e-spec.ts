import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  id: string;
  code: string;
  version: number;
  items: Body[];
  [field: string]: unknown;
}

const idr = (amount: string) => ({ amount, currency: 'IDR' });

describe('the catalogue over REST', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let headers: Record<string, string>;
  let siteId: string;
  let plan: Body;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const sites = app.get(SitesService, { strict: false });
    siteId = (await sites.create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    headers = await staffHeaders(app);
    plan = (await call('POST', '/plans', { ...PLAN, code: 'HOME' })).body;
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const PLAN = { name: 'Home', downloadKbps: 20_000, uploadKbps: 10_000, taxCode: 'PPN', price: idr('150000') };

  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
    return { status: response.statusCode, body: (response.body === '' ? {} : response.json<Body>()) as Body };
  };

  const subscription = async (): Promise<{ customerId: string; id: string }> => {
    const customerId = (await app.get(CustomersService, { strict: false }).create({ siteId, name: 'Budi' })).id;
    const made = await call('POST', '/subscriptions', { customerId, planId: plan.id, anchorDay: 1 });
    return { customerId, id: made.body.id };
  };

  it('keeps everything about a plan', async () => {
    const burst = {
      downloadKbps: 40_000,
      uploadKbps: 20_000,
      thresholdDownloadKbps: 15_000,
      thresholdUploadKbps: 8_000,
    };
    const full = {
      ...{ ...PLAN, code: 'FULL', serviceKind: 'HOTSPOT', billingType: 'PREPAID_PERIOD', trialDays: 7 },
      ...{ interval: { unit: 'WEEK', count: 2 }, burst: { ...burst, seconds: 16 }, quotaBytes: 50_000_000_000 },
      fairUse: [{ afterBytes: 25_000_000_000, downloadKbps: 5_000, uploadKbps: 2_000 }],
      policies: { prepaidRenewal: 'FROM_EXPIRY' },
    };
    const made = await call('POST', '/plans', full);
    expect(made).toMatchObject({ status: 201, body: { ...full, products: [] } });
    const changed = await call('PATCH', `/plans/${made.body.id}`, {
      version: 1,
      burst: null,
      quotaBytes: null,
      fairUse: [],
    });
    expect(changed.body).toMatchObject({ burst: null, quotaBytes: null, fairUse: [], trialDays: 7 });
    const slow = { version: 2, burst: { ...full.burst, downloadKbps: 1 } };
    expect((await call('PATCH', `/plans/${made.body.id}`, slow)).body.code).toBe('BILLING_PLAN_RATES');
    expect(
      (await call('PATCH', `/plans/${made.body.id}`, { version: 2, interval: { unit: 'DAY', count: 1 } })).status,
    ).toBe(400);
  });

  it('sells products, with a plan or by themselves', async () => {
    const fee = {
      code: 'SETUP',
      name: 'Pasang',
      kind: 'ONE_OFF',
      price: idr('250000'),
      revenueAccount: 'REVENUE.SETUP',
    };
    const product = (await call('POST', '/products', fee)).body;
    expect((await call('POST', '/products', fee)).body.code).toBe('BILLING_PRODUCT_CODE_TAKEN');
    const products = [{ productId: product.id, quantity: 1 }];
    const bundled = await call('PUT', `/plans/${plan.id}/products`, { version: plan.version, products });
    expect(bundled.body.products).toMatchObject([{ code: 'SETUP', kind: 'ONE_OFF', quantity: 1 }]);
    const { customerId, id } = await subscription();
    await call('POST', `/subscriptions/${id}/activate`, {});
    const setup = (await call('GET', `/charges?subscriptionId=${id}`)).body.items;
    expect(setup).toMatchObject([{ kind: 'SETUP', state: 'PENDING', unitPrice: idr('250000') }]);
    const now = await call('POST', '/charges', { customerId, productId: product.id, invoiceNow: true, sourceKey: 'k' });
    expect(now).toMatchObject({ status: 201, body: { state: 'INVOICED' } });
    const again = await call('POST', '/charges', { customerId, productId: product.id, sourceKey: 'k' });
    expect(again.body.id).toBe(now.body.id);
    expect((await call('POST', `/charges/${now.body.id}/cancel`)).body.code).toBe('BILLING_CHARGE_STATE');
    expect((await call('POST', '/charges', { customerId })).status).toBe(400);
    await call('PUT', `/plans/${plan.id}/products`, { version: bundled.body.version, products: [] });
  });

  it('has coupons', async () => {
    const offer = {
      code: 'WELCOME',
      name: 'Welcome',
      scope: 'INVOICE',
      percentBp: 1_000,
      duration: 'ONCE',
      maxRedemptions: 1,
    };
    const made = await call('POST', '/discounts', offer);
    expect(made).toMatchObject({ status: 201, body: { redemptionCount: 0, amount: null } });
    expect((await call('POST', '/discounts', { ...offer, code: 'BOTH', amount: idr('5') })).body.code).toBe(
      'BILLING_DISCOUNT_TERMS',
    );
    const [first, second] = [await subscription(), await subscription()];
    const granted = await call('POST', `/subscriptions/${first.id}/discounts`, { code: 'WELCOME' });
    expect(granted).toMatchObject({ status: 201, body: { periodsLeft: 1, endedAt: null } });
    expect((await call('POST', `/subscriptions/${second.id}/discounts`, { code: 'WELCOME' })).body.code).toBe(
      'BILLING_DISCOUNT_EXHAUSTED',
    );
    expect((await call('POST', `/subscriptions/${second.id}/discounts`, { code: 'NONE' })).status).toBe(404);
    const revoke = `/subscriptions/${first.id}/discounts/${granted.body.id}/revoke`;
    expect((await call('POST', revoke)).body.endedAt).not.toBeNull();
    expect((await call('GET', `/discounts/${made.body.id}`)).body).toMatchObject({ redemptionCount: 1, version: 1 });
  });

  it('has tax codes whose rates change with the law', async () => {
    const rate = { num: 11, den: 100, displayBaseNum: 11, displayBaseDen: 12, displayRate: '12 %' };
    const made = await call('POST', '/tax-codes', { code: 'PPN_X', name: 'PPN', inclusive: true, rate });
    expect(made).toMatchObject({
      status: 201,
      body: { withholding: false, rates: [{ num: 11, displayRate: '12 %' }] },
    });
    const added = await call('POST', '/tax-codes/PPN_X/rates', { num: 12, den: 100, validFrom: '2027-01-01' });
    expect(added.body.rates).toMatchObject([{ num: 12, validFrom: '2027-01-01' }, { num: 11 }]);
    expect((await call('POST', '/tax-codes/PPN_X/rates', { num: 13, den: 100, validFrom: '2027-01-01' })).status).toBe(
      409,
    );
    expect((await call('POST', '/tax-codes/PPN_X/rates', { num: 3, den: 2, validFrom: '2028-01-01' })).status).toBe(
      422,
    );
    await call('PATCH', '/tax-codes/PPN_X', { version: 1, status: 'RETIRED' });
    const retired = await call('POST', '/plans', { ...PLAN, code: 'RETIRED-TAX', taxCode: 'PPN_X' });
    expect(retired.body.code).toBe('BILLING_TAX_CODE_UNKNOWN');
  });

  it('has a business calendar, and number formats that stay unique', async () => {
    const holiday = await call('POST', '/holidays', { siteId, day: '2026-12-25', name: 'Natal' });
    expect((await call('POST', '/holidays', { siteId, day: '2026-12-25', name: 'Natal' })).status).toBe(409);
    const list = await call('GET', `/holidays?from=2026-12-01&to=2026-12-31&siteId=${siteId}`);
    expect(list.body.items).toMatchObject([{ name: 'Natal' }]);
    expect((await call('DELETE', `/holidays/${holiday.body.id}`)).status).toBe(204);
    const invoiceNumbers = { pattern: 'INV/{yyyy}/{mm}/{seq}', reset: 'MONTH' };
    const put = await call('PUT', '/billing-policies', { siteId, version: 0, policies: { invoiceNumbers } });
    expect(put).toMatchObject({ status: 422, body: { code: 'BILLING_NUMBER_FORMAT' } });
  });
});
