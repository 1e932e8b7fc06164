import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BillingRunService, PlansService } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { AuditChainer, ClockTravel, Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  id: string;
  version: number;
  items: Body[];
  change: Body;
  [field: string]: unknown;
}

type Headers = Record<string, string>;
const matching = (pattern: string): unknown => expect.stringMatching(new RegExp(pattern));
const idr = (amount: string) => ({ amount, currency: 'IDR' });

describe('the life of subscriptions over REST', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Headers;
  let site: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    site = (await get(SitesService).create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    owner = await staffHeaders(app);
  });
  /** Time never goes back: each test has a year of its own. */
  let year = 2026;
  beforeEach(async () => {
    year++;
    await on(of('11-01'));
  });
  afterAll(async () => {
    await get(ClockTravel).travelBy(0);
    await app.close();
    await testDatabase.drop();
  });

  const of = (day: string): string => `${year}-${day}`;
  const get = <T>(type: new (...args: never[]) => T): T => app.get(type, { strict: false });

  /** Signing in anew: tokens are as old as the clock says. */
  const on = async (day: string): Promise<void> => {
    await get(ClockTravel).travelTo(new Date(`${day}T10:00:00+07:00`));
    owner = await staffHeaders(app);
  };

  const call = async (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object,
    headers: Headers = owner,
  ) => {
    const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload ? { payload } : {}) });
    return { status: response.statusCode, body: response.json<Body>() };
  };

  let codes = 0;
  const plan = async (price: bigint): Promise<string> => {
    const rates = { downloadKbps: 20_000, uploadKbps: 10_000 };
    const sold = { code: `SUB-${++codes}`, name: 'Paket', taxCode: 'PPN', price: Money.of(price, 'IDR') };
    return (await get(PlansService).create({ ...sold, ...rates })).id;
  };

  const customer = async (): Promise<string> => (await get(CustomersService).create({ siteId: site, name: 'Budi' })).id;

  const run = () => get(BillingRunService).run({ trigger: 'MANUAL', requestedBy: 'test' });

  /** An active, paid service of 150,000. */
  const service = async (): Promise<{ id: string; customerId: string; path: string }> => {
    const customerId = await customer();
    const body = { customerId, planId: await plan(150_000n), anchorDay: 1 };
    const { id } = (await call('POST', '/subscriptions', body)).body;
    await call('POST', `/subscriptions/${id}/activate`, {});
    await run();
    await call('POST', '/payments', { customerId, amount: idr('166500'), method: 'CASH' });
    return { id, customerId, path: `/subscriptions/${id}` };
  };

  it('a preview shows the exact documents, changes nothing, and the confirmation makes them (U01)', async () => {
    const { path, id } = await service();
    await on(of('11-16'));
    const body = { planId: await plan(250_000n), when: 'NOW' };
    const preview = (await call('POST', `${path}/change-plan?preview=true`, body)).body;
    expect(preview).toMatchObject({ planId: body.planId, nextPeriodStart: of('12-01') });
    expect(preview.change).toMatchObject({
      preview: true,
      event: 'PLAN_CHANGED',
      effectiveOn: of('11-16'),
      creditNotes: [
        {
          number: null,
          total: idr('83250'),
          offset: idr('0'),
          toCreditBalance: idr('83250'),
          lines: [{ periodStart: of('11-16'), periodEnd: of('12-01'), net: idr('75000'), tax: idr('8250') }],
        },
      ],
      invoice: {
        number: null,
        issuedOn: of('11-16'),
        dueOn: of('11-26'),
        total: idr('138750'),
        fromCreditBalance: idr('83250'),
        due: idr('55500'),
        lines: [{ periodStart: of('11-16'), periodEnd: of('12-01'), net: idr('125000'), tax: idr('13750') }],
      },
    });
    expect((await call('GET', path)).body.planId).not.toBe(body.planId);
    const { version } = (await call('GET', path)).body;
    const done = (await call('POST', `${path}/change-plan`, { ...body, version })).body;
    const made = (note: Body) => ({ ...note, id: null, number: null });
    expect(done.change).toMatchObject({ preview: false, toCreditBalance: preview.change.toCreditBalance });
    expect((done.change.creditNotes as Body[]).map(made)).toEqual(preview.change.creditNotes);
    expect(made(done.change.invoice as Body)).toEqual(preview.change.invoice);
    expect((done.change.invoice as Body).number).toContain(`INV/JKT/${year}/11/`);
    expect(await call('POST', `${path}/change-plan`, { ...body, version })).toMatchObject({ status: 409 });
    expect(await call('GET', '/ledger/proof')).toMatchObject({ body: { proved: true } });
    expect(done.id).toBe(id);
  });

  it('an Idempotency-Key makes a repetition safe', async () => {
    const { path } = await service();
    const headers = { ...owner, 'idempotency-key': uuidv7() };
    const body = { when: 'NOW', policy: 'CREDIT' };
    const first = await call('POST', `${path}/cancel`, body, headers);
    const second = await call('POST', `${path}/cancel`, body, headers);
    expect(second).toEqual(first);
    expect(first.body).toMatchObject({ status: 'ENDED', endsOn: of('11-01') });
  });

  it('planned changes are listed, withdrawn, and carried out', async () => {
    const { path } = await service();
    const planned = (await call('POST', `${path}/cancel`, {})).body.change.planned as Body[];
    expect(planned).toMatchObject([{ action: 'CANCEL', effectiveOn: of('12-01') }]);
    const changes = `${path}/scheduled-changes`;
    expect((await call('GET', changes)).body.items).toMatchObject([{ state: 'PLANNED', action: 'CANCEL' }]);
    const id = planned[0]?.id ?? '';
    expect((await call('DELETE', `${changes}/${id}?preview=true`)).body.change).toMatchObject({ dropped: [id] });
    expect((await call('DELETE', `${changes}/${id}`)).body.change).toMatchObject({ event: 'CHANGE_DROPPED' });
    expect(await call('DELETE', `${changes}/${id}`)).toMatchObject({ status: 409 });
    expect(await call('DELETE', `${changes}/${uuidv7()}`)).toMatchObject({ status: 404 });
    await call('POST', `${path}/pause`, { from: of('11-10'), until: of('11-20') });
    await on(of('11-10'));
    await run();
    expect((await call('GET', path)).body).toMatchObject({ status: 'PAUSED', resumesOn: of('11-20') });
    await on(of('11-20'));
    await run();
    expect((await call('GET', path)).body).toMatchObject({ status: 'ACTIVE', pausedFrom: null });
    expect((await call('GET', changes)).body.items.map((one) => one.state)).toEqual(['DONE', 'DONE', 'CANCELLED']);
  });

  it('the timeline tells everything, newest first, page by page', async () => {
    const { path } = await service();
    await on(of('11-20'));
    await call('POST', `${path}/cancel`, { when: 'NOW', policy: 'CREDIT' });
    const whole = (await call('GET', `${path}/timeline?limit=50`)).body.items;
    expect(whole.map((item) => `${String(item.kind)} ${String(item.what)}`)).toEqual([
      'CREDIT_NOTE ISSUED',
      'CHANGE CANCELLED',
      'PAYMENT RECEIVED',
      'INVOICE ISSUED',
      'CHANGE ACTIVATED',
      'CHANGE CREATED',
    ]);
    expect(whole[0]).toMatchObject({ amount: idr('55500'), number: expect.stringContaining('CN/JKT/') as string });
    const first = (await call('GET', `${path}/timeline?limit=2`)).body;
    const rest = (await call('GET', `${path}/timeline?limit=50&cursor=${String(first.nextCursor)}`)).body;
    expect([...first.items, ...rest.items]).toEqual(whole);
  });

  it("a customer's timeline tells all of it and more, as far as one may read it", async () => {
    const { path, id, customerId } = await service();
    const mine = `/customers/${customerId}/timeline`;
    await on(of('11-20'));
    await call('POST', `${path}/cancel`, { when: 'NOW', policy: 'CREDIT' });
    await call('PATCH', `/customers/${customerId}`, { version: 1, name: 'Budi S.' });
    await get(AuditChainer).chainAll();
    const whole = (await call('GET', `${mine}?limit=50`)).body.items;
    const told = whole.map((item) => `${String(item.kind)} ${String(item.what)}`);
    expect(told).toEqual([
      'PROFILE customer.changed',
      ...['CREDIT_NOTE ISSUED', 'WALLET CREDIT_NOTE', 'SUBSCRIPTION CANCELLED'],
      ...['PAYMENT RECEIVED', 'INVOICE ISSUED', 'SUBSCRIPTION ACTIVATED', 'SUBSCRIPTION CREATED'],
      'PROFILE customer.created',
    ]);
    expect(whole[0]).toMatchObject({ detail: { fields: ['name'] }, actor: 'Budi' });
    expect(whole.find(({ what }) => what === 'CANCELLED')).toMatchObject({
      subscriptionId: id,
      effectiveOn: of('11-21'),
    });

    const paged: Body[] = [];
    for (let cursor: unknown = ''; typeof cursor === 'string';) {
      const { body } = await call('GET', `${mine}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...body.items);
      cursor = body.nextCursor;
    }
    expect(paged).toEqual(whole);

    expect((await call('GET', `${mine}?kind=PAYMENT`)).body.items.map(({ what }) => what)).toEqual(['RECEIVED']);
    const technician = await staffHeaders(app, { permissions: ['customer:read', 'subscription:read'] });
    const seen = (await call('GET', mine, undefined, technician)).body.items.map(({ kind }) => String(kind));
    expect([...new Set(seen)].sort()).toEqual(['PROFILE', 'SUBSCRIPTION']);
    const ofService = (await call('GET', `${path}/timeline`, undefined, technician)).body.items;
    expect(ofService.filter(({ kind }) => kind === 'PAYMENT')).toEqual([]);
    const elsewhere = await staffHeaders(app, { siteIds: [] });
    expect(await call('GET', mine, undefined, elsewhere)).toMatchObject({ status: 404 });
  });

  it('customers come as a file: what they take and owe, in both languages, no formula, own scope, audited', async () => {
    const { customerId } = await service();
    const code = `X-${year}`;
    const evil = {
      siteId: site,
      name: '=HYPERLINK("http://x","y")',
      code,
      phone: '0812-3456-7890',
      address: 'Jl. A, 1',
    };
    await call('POST', '/customers', evil);
    const file = async (query: string, headers = owner) => {
      const answer = await app.inject({ method: 'GET', url: `/api/v1/customers/export${query}`, headers });
      return { type: answer.headers['content-type'], lines: answer.body.split('\r\n'), status: answer.statusCode };
    };
    const { type, lines } = await file('');
    expect(type).toBe('text/csv; charset=utf-8');
    expect(lines[0]).toBe(
      'kode,nama,telepon,email,alamat,lokasi,area,reseller,zona waktu,status,paket,terisolir,tagihan,tunggakan,deposit,mata uang,dibuat',
    );
    expect((await file(`?q=${code}&language=en`)).lines).toEqual([
      'code,name,phone,email,address,site,area,reseller,time zone,status,plan,isolated,due,overdue,deposit,currency,created',
      matching(
        `^${code},"'=HYPERLINK\\(""http://x"",""y""\\)",'\\+6281234567890,,"Jl. A, 1",Jakarta,,,Asia/Jakarta,ACTIVE,,false,0,0,0,IDR,`,
      ),
      '',
    ]);
    const paid = (await call('GET', `/customers/${customerId}`)).body;
    expect(lines).toContainEqual(matching(`^${String(paid.code)},Budi,.*,ACTIVE,SUB-\\d+,false,0,0,0,IDR,`));
    await on(of('12-20'));
    await run();
    expect((await file(`?q=${String(paid.code)}`)).lines[1]).toMatch(/,false,166500,0,0,IDR,/);

    const clerk = await staffHeaders(app, { permissions: ['customer:read', 'customer:export'] });
    expect((await file(`?q=${code}`, clerk)).lines[1]).toContain("'+62********890");
    expect((await file('', await staffHeaders(app, { siteIds: [] }))).lines).toEqual([lines[0], '']);
    expect((await file('', await staffHeaders(app, { permissions: ['customer:read'] }))).status).toBe(403);
    expect((await file('?limit=5')).status).toBe(400);
    const [entry] = await get(Database).query<{ after: object }>(
      `select after from audit_intake where action = 'customer-list.exported' order by id limit 1`,
    );
    expect(entry?.after).toEqual({ searched: false });
  });

  it('a file of customers is read in pieces, two statements each', async () => {
    const inputs = Array.from({ length: 2_100 }, (_, i) => ({ siteId: site, name: `Banyak ${i}`, code: `BYK-${i}` }));
    await get(CustomersService).createMany(inputs);
    const query = jest.spyOn(Database.prototype, 'query');
    const url = '/api/v1/customers/export?q=BYK-';
    const answer = await app.inject({ method: 'GET', url, headers: owner });
    const read = query.mock.calls.filter(([sql]) => sql.includes('from customers c'));
    query.mockRestore();
    expect(new Set(answer.body.trim().split('\r\n')).size).toBe(2_101);
    expect(read).toHaveLength(6);
  });

  it('families, addresses, anchors: each by its route', async () => {
    const { path } = await service();
    const payer = await customer();
    const linked = await call('POST', `${path}/transfer`, { payerCustomerId: payer });
    expect(linked.body).toMatchObject({ payerCustomerId: payer, change: { event: 'PAYER_CHANGED' } });
    expect((await call('GET', `/subscriptions?payerCustomerId=${payer}`)).body.items).toHaveLength(1);
    expect(await call('POST', `${path}/transfer`, {})).toMatchObject({ status: 400 });
    expect((await call('POST', `${path}/transfer`, { payerCustomerId: null })).body.payerCustomerId).toBeNull();
    expect((await call('POST', `${path}/move`, {})).body.code).toBe('BILLING_MOVE_NOWHERE');
    expect((await call('POST', `${path}/move`, { address: 'Jl. Merdeka 1' })).body.change).toMatchObject({
      event: 'MOVED',
    });
    const anchored = await call('POST', `${path}/change-anchor`, { anchorDay: 10 });
    expect(anchored.body.change).toMatchObject({ event: 'CHANGE_PLANNED', effectiveOn: of('12-01') });
  });

  it('lists filter by what is due', async () => {
    const { id } = await service();
    const due = async (flag: boolean) =>
      (await call('GET', `/subscriptions?due=${flag}&limit=200`)).body.items.map((one) => one.id);
    expect(await due(true)).not.toContain(id);
    await on(of('12-01'));
    expect(await due(true)).toContain(id);
    expect(await due(false)).not.toContain(id);
    await run();
  });

  it.each([
    ['change-plan', {}],
    ['change-plan', { planId: 'x' }],
    ['pause', { policy: 'NONE' }],
    ['pause', { from: '2027-02-30' }],
    ['cancel', { when: 'LATER' }],
    ['change-anchor', { anchorDay: 32 }],
    ['activate', { version: 0 }],
  ])('%s refuses %j', async (action, body) => {
    const { path } = await service();
    expect((await call('POST', `${path}/${action}`, body)).status).toBe(400);
  });

  it('what the state forbids is a conflict', async () => {
    const { path } = await service();
    expect((await call('POST', `${path}/resume`, {})).body.code).toBe('BILLING_SUBSCRIPTION_STATE');
    expect((await call('POST', `${path}/activate`, {})).body.code).toBe('BILLING_SUBSCRIPTION_STATE');
    expect((await call('POST', `${path}/pause`, { from: of('10-31') })).body.code).toBe('BILLING_PAUSE_DAYS');
  });
});
