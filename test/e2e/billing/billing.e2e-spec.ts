import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BillingRunService } from '@app/billing';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { Database } from '@app/platform';
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

type Headers = Record<string, string>;
const idr = (amount: string) => ({ amount, currency: 'IDR' });
const UNKNOWN = '01890000-0000-7000-8000-000000000000';

describe('billing over REST', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Headers;
  let jakarta: string;
  let makassar: string;
  let plan: Body;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const sites = app.get(SitesService, { strict: false });
    jakarta = (await sites.create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    makassar = (await sites.create({ code: 'MKS', name: 'Makassar', timeZone: 'Asia/Makassar' })).id;
    owner = await staffHeaders(app);
    plan = (await call('POST', '/plans', newPlan())).body;
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const call = async (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object, headers: Headers = owner) => {
    const response = await app.inject({
      method,
      url: `/api/v1${path}`,
      headers,
      ...(payload ? { payload } : {}),
    });
    return { status: response.statusCode, body: response.json<Body>() };
  };

  let codes = 0;
  const newPlan = (more: object = {}) => ({
    code: `HOME-${++codes}`,
    name: 'Paket 20 Mbps',
    downloadKbps: 20_000,
    uploadKbps: 10_000,
    taxCode: 'PPN',
    price: idr('150000'),
    ...more,
  });

  const saveCustomer = async (siteId = jakarta): Promise<string> =>
    (await app.get(CustomersService, { strict: false }).create({ siteId, name: 'Budi' })).id;

  const subscribe = async (customerId: string): Promise<Body> =>
    (await call('POST', '/subscriptions', { customerId, planId: plan.id, anchorDay: 1 })).body;

  const runNow = () => app.get(BillingRunService, { strict: false }).run({ trigger: 'MANUAL', requestedBy: 'test' });

  describe('plans', () => {
    it('are made, shown, listed, changed and priced', async () => {
      const made = await call('POST', '/plans', newPlan({ siteId: jakarta }));
      expect(made).toMatchObject({ status: 201, body: { status: 'ACTIVE', version: 1, price: idr('150000') } });
      const path = `/plans/${made.body.id}`;
      const changed = await call('PATCH', path, { version: 1, downloadKbps: 50_000 });
      expect(changed.body).toMatchObject({ downloadKbps: 50_000, uploadKbps: 10_000, version: 2 });
      expect(await call('PATCH', path, { version: 1, name: 'X' })).toMatchObject({ status: 409 });
      const price = { price: idr('165000'), validFrom: '2999-01-01' };
      expect(await call('POST', `${path}/prices`, price)).toMatchObject({ status: 201 });
      expect((await call('POST', `${path}/prices`, price)).body.code).toBe('BILLING_PRICE_DATE_TAKEN');
      expect((await call('GET', `${path}/prices`)).body.items.map((row) => row.validFrom)).toEqual([
        '2999-01-01',
        '2000-01-01',
      ]);
      expect((await call('GET', path)).body.price).toEqual(idr('150000'));
      expect((await call('GET', `/plans?siteId=${makassar}&limit=200`)).body.items.map((row) => row.id)).not.toContain(
        made.body.id,
      );
    });

    it.each([
      [{ extra: 1 }, 400],
      [{ price: idr('-1') }, 422],
      [{ price: idr('1.5') }, 400],
      [{ price: { amount: 150_000, currency: 'IDR' } }, 400],
      [{ price: null }, 400],
      [{ downloadKbps: 0 }, 400],
      [{ downloadKbps: '20' }, 400],
      [{ interval: { unit: 'MONTH', count: 2 } }, 400],
      [{ interval: { unit: 'DAY', count: 400 } }, 400],
      [{ intervalMonths: 3 }, 400],
      [{ policies: { graceDays: 1 } }, 400],
      [{ taxCode: 'VAT' }, 422],
      [{ code: 'a b' }, 400],
      [{ siteId: UNKNOWN }, 404],
    ])('refuse %j with %d', async (more, status) => {
      expect((await call('POST', '/plans', newPlan(more))).status).toBe(status);
    });

    it('keep their code to themselves', async () => {
      const taken = newPlan();
      await call('POST', '/plans', taken);
      expect(await call('POST', '/plans', taken)).toMatchObject({
        status: 409,
        body: { code: 'BILLING_PLAN_CODE_TAKEN' },
      });
    });
  });

  describe('subscriptions', () => {
    it('are made pending, activated, shown with their access, and ended', async () => {
      const customerId = await saveCustomer();
      const made = await subscribe(customerId);
      expect(made).toMatchObject({ status: 'PENDING', nextBillAt: null, anchorDay: 1 });
      const path = `/subscriptions/${made.id}`;
      expect((await call('GET', `${path}/access`)).body).toMatchObject({ desired: 'DISABLED', version: 0 });
      const active = await call('POST', `${path}/activate`, {});
      expect(active).toMatchObject({ status: 200, body: { status: 'ACTIVE' } });
      expect(active.body.nextPeriodStart).toBe(active.body.startedOn);
      expect((await call('GET', `${path}/access`)).body).toMatchObject({ desired: 'ENABLED', version: 1, reasons: [] });
      expect((await call('POST', `${path}/activate`, {})).body.code).toBe('BILLING_SUBSCRIPTION_STATE');
      expect((await call('GET', `/subscriptions?customerId=${customerId}&status=ACTIVE`)).body.items).toHaveLength(1);
      expect((await call('POST', `${path}/cancel`, { when: 'NOW' })).body).toMatchObject({ status: 'ENDED' });
      expect((await call('GET', `${path}/access`)).body).toMatchObject({ desired: 'DISABLED', reasons: ['ENDED'] });
      expect((await call('POST', `${path}/cancel`)).status).toBe(409);
    });

    it.each([
      [{ anchorDay: 0 }, 400],
      [{ anchorDay: 32 }, 400],
      [{ anchorDay: 1.5 }, 400],
      [{ startsOn: '2026-02-31' }, 400],
      [{ startsOn: '2026-2-1' }, 400],
      [{ status: 'ACTIVE' }, 400],
      [{ planId: UNKNOWN }, 404],
      [{ customerId: UNKNOWN }, 404],
    ])('refuse %j with %d', async (more, status) => {
      const body = { customerId: await saveCustomer(), planId: plan.id, anchorDay: 1, ...more };
      expect((await call('POST', '/subscriptions', body)).status).toBe(status);
    });

    it('start neither in the future nor years ago', async () => {
      const { id } = await subscribe(await saveCustomer());
      for (const startsOn of ['2999-01-01', '2001-01-01']) {
        const refused = await call('POST', `/subscriptions/${id}/activate`, { startsOn });
        expect(refused).toMatchObject({ status: 422, body: { code: 'BILLING_START_TOO_FAR' } });
      }
    });

    it('take no plan of another site and no retired one', async () => {
      const foreign = (await call('POST', '/plans', newPlan({ siteId: makassar }))).body;
      const body = { customerId: await saveCustomer(), planId: foreign.id, anchorDay: 1 };
      expect((await call('POST', '/subscriptions', body)).body.code).toBe('BILLING_PLAN_NOT_FOR_SITE');
      const retired = (await call('POST', '/plans', newPlan())).body;
      await call('PATCH', `/plans/${retired.id}`, { version: 1, status: 'RETIRED' });
      const refused = await call('POST', '/subscriptions', { ...body, planId: retired.id });
      expect(refused.body.code).toBe('BILLING_PLAN_RETIRED');
    });
  });

  describe('runs, invoices and the ledger', () => {
    it('bill what is due and show it', async () => {
      const customerId = await saveCustomer();
      const { id } = await subscribe(customerId);
      await call('POST', `/subscriptions/${id}/activate`, {});
      const { run } = await runNow();
      expect((await call('GET', `/billing/runs/${run?.id}`)).body).toMatchObject({
        state: 'COMPLETED',
        trigger: 'MANUAL',
      });
      expect((await call('GET', '/billing/runs')).body.items[0]).toMatchObject({ id: run?.id });
      const [invoice] = (await call('GET', `/invoices?customerId=${customerId}&status=OPEN&overdue=false`)).body.items;
      expect(invoice).toMatchObject({
        customerId,
        status: 'OPEN',
        overdue: false,
        paid: idr('0'),
        customer: { name: 'Budi' },
      });
      expect(invoice?.remaining).toEqual(invoice?.total);
      const number = String(invoice?.number);
      const day = String(invoice?.issuedOn);
      const found = async (query: string): Promise<unknown[]> =>
        (await call('GET', `/invoices?customerId=${customerId}&${query}`)).body.items.map((one) => one.number);
      expect(await found(`q=${encodeURIComponent(number.slice(4).toLowerCase())}&issuedFrom=${day}`)).toEqual([number]);
      expect(await found('q=budi')).toContain(number);
      expect([await found('q=%25x'), await found('issuedTo=2000-01-01')]).toEqual([[], []]);
      expect((await call('GET', `/invoices/${invoice?.id}`)).body.lines).toMatchObject([
        { lineNo: 1, subscriptionId: id, taxCode: 'PPN', unitPrice: idr('150000') },
      ]);
      const entries = (await call('GET', `/ledger/entries?customerId=${customerId}`)).body.items;
      expect(entries.map((entry) => entry.account).sort()).toEqual(['AR', 'PPN_OUT', 'REVENUE.INTERNET']);
      const page = (await call('GET', '/ledger/entries?limit=2')).body;
      expect(page.items).toHaveLength(2);
      const next = await call('GET', `/ledger/entries?limit=2&cursor=${String(page.nextCursor)}`);
      expect(next.body.items[0]).not.toEqual(page.items[1]);
      expect((await call('GET', '/ledger/proof')).body).toMatchObject({ proved: true, violations: 0, ledgerSum: '0' });
      expect((await call('GET', '/ledger/accounts')).body.items.map((row) => row.code)).toContain('AR');
    });

    it('start in the background', async () => {
      const started = await call('POST', '/billing/runs', { dryRun: true });
      expect(started.status).toBe(202);
      expect((await call('GET', `/jobs/${String(started.body.jobId)}`)).body).toMatchObject({ name: 'billing.run' });
    });

    it.each([
      ['/billing/runs', { asOf: 'yesterday' }],
      ['/billing/runs', { asOf: '2026-01-01T00:00:00' }],
      ['/billing/runs', { asOf: '2026-02-31T00:00:00Z' }],
      ['/billing/runs', { dryRun: 'yes' }],
      ['/billing/runs', { siteId: 5 }],
    ])('refuse POST %s %j', async (path, body) => {
      expect((await call('POST', path, body)).status).toBe(400);
    });

    it.each([
      '/invoices?status=LOST',
      '/invoices?overdue=perhaps',
      '/invoices?sort=total',
      '/invoices?q=',
      '/invoices?q=%00',
      '/invoices?issuedFrom=2026-02-31',
      '/invoices?page=2',
      '/invoices/7',
      '/ledger/entries?from=2026-02-31',
      '/ledger/entries?sort=amount',
      '/ledger/entries?cursor=x',
      '/subscriptions?limit=201',
    ])('refuse GET %s', async (path) => {
      expect((await call('GET', path)).status).toBe(400);
    });

    it('let a parked subscription go on', async () => {
      const { id } = await subscribe(await saveCustomer());
      await call('POST', `/subscriptions/${id}/activate`, {});
      const unpriced = (await call('POST', '/plans', newPlan())).body;
      const database = app.get(Database, { strict: false });
      await database.execute(`delete from plan_prices where plan_id = $1`, [unpriced.id]);
      await database.execute(`update subscriptions set plan_id = $2 where id = $1`, [id, unpriced.id]);
      await runNow();
      const [parked] = (await call('GET', '/billing/parked')).body.items;
      expect(parked).toMatchObject({ subscriptionId: id, code: 'NO_PRICE' });
      await database.execute(`update subscriptions set plan_id = $2 where id = $1`, [id, plan.id]);
      const path = `/billing/parked/${parked?.id}/unpark`;
      expect((await app.inject({ method: 'POST', url: `/api/v1${path}`, headers: owner })).statusCode).toBe(204);
      expect((await call('POST', path)).status).toBe(404);
      expect((await runNow()).run).toMatchObject({ invoiceCount: 1, parkedCount: 0 });
    });
  });

  describe('access', () => {
    const READS = [
      '/plans',
      '/subscriptions',
      '/invoices',
      '/billing/runs',
      '/billing/parked',
      '/ledger/entries',
      '/ledger/proof',
    ];

    it.each(READS)('%s needs a token and a permission', async (path) => {
      expect((await call('GET', path, undefined, {})).status).toBe(401);
      expect((await call('GET', path, undefined, await staffHeaders(app, { permissions: [] }))).status).toBe(403);
    });

    it('somebody of another site sees and does nothing here (Z2)', async () => {
      const customerId = await saveCustomer();
      const { id } = await subscribe(customerId);
      await call('POST', `/subscriptions/${id}/activate`, {});
      await runNow();
      const [invoice] = (await call('GET', `/invoices?customerId=${customerId}`)).body.items;
      const local = (await call('POST', '/plans', newPlan({ siteId: jakarta }))).body;
      const stranger = await staffHeaders(app, { siteIds: [makassar] });
      const attempts = [
        ['GET', `/subscriptions/${id}`],
        ['GET', `/subscriptions/${id}/access`],
        ['POST', `/subscriptions/${id}/cancel`],
        ['GET', `/invoices/${invoice?.id}`],
        ['GET', `/plans/${local.id}`],
      ] as const;
      for (const [method, path] of attempts) expect((await call(method, path, undefined, stranger)).status).toBe(404);
      const order = { customerId, planId: plan.id, anchorDay: 1 };
      expect((await call('POST', '/subscriptions', order, stranger)).status).toBe(404);
      expect((await call('POST', '/billing/runs', { siteId: jakarta }, stranger)).status).toBe(404);
      expect((await call('POST', '/billing/runs', {}, stranger)).body.code).toBe('BILLING_SITE_REQUIRED');
      expect((await call('PATCH', `/plans/${plan.id}`, { version: 1, name: 'X' }, stranger)).status).toBe(403);
      for (const list of [`/subscriptions?customerId=${customerId}`, '/invoices', '/billing/runs', '/ledger/entries']) {
        expect((await call('GET', list, undefined, stranger)).body.items).toEqual([]);
      }
    });
  });
});
