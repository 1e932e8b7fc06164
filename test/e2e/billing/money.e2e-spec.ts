import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CustomersService, ResellersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  id: string;
  number: string;
  status: string;
  version: number;
  code: string;
  items: Body[];
  [field: string]: unknown;
}

const idr = (amount: string) => ({ amount, currency: 'IDR' });
const LINE = { description: 'Router', quantity: 1, unitPrice: idr('300000'), taxCode: 'PPN' };
const REASON = { reason: 'a test' };

describe('documents and money over REST', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Record<string, string>;
  let siteId: string;
  let customer: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    siteId = (
      await app.get(SitesService, { strict: false }).create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })
    ).id;
    owner = await staffHeaders(app);
  });
  beforeEach(async () => {
    customer = (await app.get(CustomersService, { strict: false }).create({ siteId, name: 'Budi' })).id;
  });
  afterEach(async () => {
    expect(await call('GET', '/ledger/proof')).toMatchObject({ status: 200, body: { proved: true, violations: 0 } });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, payload?: object) => {
    const answer = await app.inject({ method, url: `/api/v1${path}`, headers: owner, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json<Body>()) as Body };
  };
  const issued = async (): Promise<Body> => {
    const { body } = await call('POST', '/invoices', { customerId: customer, lines: [LINE] });
    const { status, body: invoice } = await call('POST', `/invoices/${body.id}/finalise`);
    expect(status).toBe(200);
    return invoice;
  };
  const pay = async (amount: string, invoiceId?: string): Promise<Body> =>
    (await call('POST', '/payments', { customerId: customer, amount: idr(amount), method: 'CASH', invoiceId })).body;

  it('a draft is written, changed, dropped and issued', async () => {
    const draft = await call('POST', '/invoices', { customerId: customer, lines: [LINE] });
    expect(draft).toMatchObject({ status: 201, body: { status: 'DRAFT', number: '', total: idr('333000') } });
    const path = `/invoices/${draft.body.id}`;
    const changed = await call('PATCH', path, { version: 1, lines: [{ ...LINE, quantity: 2 }] });
    expect(changed).toMatchObject({ status: 200, body: { total: idr('666000'), version: 2 } });
    expect(await call('DELETE', path)).toMatchObject({ status: 204 });
    expect(await call('GET', path)).toMatchObject({ status: 404 });
    expect(await issued()).toMatchObject({ status: 'OPEN', total: idr('333000') });
  });

  it('credit notes, with the maximum when they are too high', async () => {
    const { id } = await issued();
    const [line] = (await call('GET', `/invoices/${id}/lines`)).body.items;
    const note = (net: string, sourceKey?: string) =>
      call('POST', '/credit-notes', {
        ...{ invoiceId: id, sourceKey, reason: 'late' },
        lines: [{ invoiceLineId: line!.id, net: idr(net), tax: idr('0') }],
      });
    const first = await note('100000', 'ticket-1');
    expect(first).toMatchObject({ status: 201, body: { total: idr('100000'), offset: idr('100000') } });
    expect((await note('100000', 'ticket-1')).body.id).toBe(first.body.id);
    expect(await note('250000')).toMatchObject({ status: 422, body: { code: 'BILLING_CREDIT_EXCEEDS_INVOICE' } });
    expect((await call('GET', `/credit-notes?invoiceId=${id}`)).body.items).toHaveLength(1);
    expect(await call('GET', `/credit-notes/${first.body.id}`)).toMatchObject({
      body: { lines: [{ net: idr('100000') }] },
    });
    const dollars = [{ invoiceLineId: line!.id, net: { amount: '1', currency: 'USD' }, tax: idr('0') }];
    const wrong = await call('POST', '/credit-notes', { invoiceId: id, reason: 'late', lines: dollars });
    expect(wrong.body.code).toBe('BILLING_CURRENCY_MISMATCH');
  });

  it('void, reissue, write-off, tax documents and withheld tax', async () => {
    const first = await issued();
    const again = await call('POST', `/invoices/${first.id}/reissue`, REASON);
    expect(again).toMatchObject({ status: 201, body: { status: 'OPEN', replacesInvoiceId: first.id } });
    expect(await call('POST', `/invoices/${again.body.id}/void`, REASON)).toMatchObject({ body: { status: 'VOID' } });
    expect(await call('POST', `/invoices/${again.body.id}/void`, REASON)).toMatchObject({ status: 409 });
    const second = await issued();
    const document = { fakturNumber: '010.000-26.00000001', reported: true };
    expect(await call('PUT', `/invoices/${second.id}/tax-document`, document)).toMatchObject({
      body: { taxLocked: true },
    });
    expect(await call('POST', `/invoices/${second.id}/void`, REASON)).toMatchObject({ status: 409 });
    const withheld = { amount: idr('6000'), certificate: 'BP-7', receivedAt: '2026-01-01T00:00:00+07:00' };
    expect(await call('POST', `/invoices/${second.id}/withholdings`, withheld)).toMatchObject({ status: 201 });
    expect((await call('GET', `/invoices/${second.id}/withholdings`)).body.items).toHaveLength(1);
    const gone = await call('POST', `/invoices/${second.id}/write-off`, REASON);
    expect(gone).toMatchObject({ status: 200, body: { status: 'UNCOLLECTIBLE', withheld: idr('6000') } });
    await pay('327000', second.id);
    expect(await call('GET', `/invoices/${second.id}`)).toMatchObject({
      body: { status: 'PAID', remaining: idr('0') },
    });
  });

  it('wallets, goodwill, settings, reversals and the statement', async () => {
    expect(await call('POST', `/wallets/${customer}/credit`, { amount: idr('10000'), ...REASON })).toMatchObject({
      body: { credit: idr('10000'), deposit: idr('0') },
    });
    expect(await call('PATCH', `/customers/${customer}/billing`, { version: 1, autoPay: false })).toMatchObject({
      body: { autoPay: false, version: 2 },
    });
    expect(await call('PATCH', `/customers/${customer}/billing`, { version: 1, autoPay: true })).toMatchObject({
      status: 409,
    });
    const payment = await pay('400000');
    const invoice = await issued();
    expect(invoice).toMatchObject({ status: 'OPEN', paid: idr('10000') });
    const back = await call('POST', `/payments/${payment.id}/reversals`, { kind: 'REFUND', ...REASON });
    expect(back).toMatchObject({ status: 201, body: { amount: idr('400000'), fromDeposit: idr('400000') } });
    expect((await call('GET', `/payments/${payment.id}/reversals`)).body.items).toHaveLength(1);
    const movements = await call('GET', `/wallets/${customer}/movements?wallet=DEPOSIT`);
    expect(movements.body.items.map((row) => row.kind)).toEqual(['REVERSAL', 'PAYMENT']);
    const { body } = await call('GET', `/customers/${customer}/statement?from=2020-01-01&to=2999-12-31`);
    expect(body).toMatchObject({ opening: idr('0'), closing: idr('323000') });
    expect(body.items.map((line) => line.refType)).toEqual(['GOODWILL', 'PAYMENT', 'INVOICE', 'PAYMENT_REVERSAL']);
  });

  it('commissions of a reseller', async () => {
    const { id } = await app.get(ResellersService, { strict: false }).create({ siteId, name: 'Toko' });
    const rate = { validFrom: '2020-01-01', rateBp: 1_000 };
    expect(await call('POST', `/resellers/${id}/commission-rates`, rate)).toMatchObject({ status: 201 });
    expect((await call('GET', `/resellers/${id}/commission-rates`)).body.items).toEqual([rate]);
    await call('PATCH', `/customers/${customer}`, { version: 1, resellerId: id });
    await issued();
    await pay('333000');
    const span = `resellerId=${id}&from=2020-01-01&to=2999-12-31`;
    expect((await call('GET', `/commission-accruals?${span}`)).body.items).toMatchObject([{ amount: idr('30000') }]);
    const payout = (amount: string) =>
      call('POST', '/commission-payouts', { resellerId: id, amount: idr(amount), cashAccount: 'CASH.BANK' });
    expect(await payout('30001')).toMatchObject({ status: 422, body: { code: 'BILLING_BALANCE_TOO_LOW' } });
    expect(await payout('20000')).toMatchObject({ status: 201 });
    expect((await call('GET', `/commission-payouts?resellerId=${id}`)).body.items).toHaveLength(1);
    expect(await call('GET', `/commission-statements?${span}`)).toMatchObject({
      body: { sums: [{ accrued: idr('30000'), paidOut: idr('20000'), closing: idr('10000') }] },
    });
  });

  it('periods, trial balance and cash accounts', async () => {
    await issued();
    const month = new Date().toISOString().slice(0, 7);
    const { body } = await call('GET', `/ledger/trial-balance?month=${month}`);
    expect(body).toMatchObject({ state: 'OPEN' });
    expect((body.accounts as { account: string }[]).map((row) => row.account)).toContain('AR');
    expect((await call('GET', '/ledger/periods')).body.items[0]).toMatchObject({ state: 'OPEN' });
    const refused = await call('POST', `/ledger/periods/${month}/close`);
    expect(refused).toMatchObject({ status: 409, body: { code: 'BILLING_PERIOD_STATE' } });
    expect(await call('POST', '/ledger/periods/2020-13/close')).toMatchObject({ status: 400 });
    expect(await call('POST', '/ledger/periods/2020-01/close')).toMatchObject({
      status: 200,
      body: { state: 'CLOSED' },
    });
    const account = { code: 'CASH.MANDIRI', name: 'Bank Mandiri' };
    expect(await call('POST', '/ledger/accounts', account)).toMatchObject({ status: 201, body: { kind: 'ASSET' } });
    expect(await call('POST', '/ledger/accounts', account)).toMatchObject({ status: 409 });
  });
});
