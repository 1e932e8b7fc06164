import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ImportSettlement } from '@app/payments';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { createStaff, type Staff } from '../../support/staff';

interface Answer {
  id: string;
  [field: string]: unknown;
}

describe('refunds, voids and settlement reports over HTTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Staff;
  let finance: Staff;
  let cashier: Staff;
  let site: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { IAM_TOTP_ENFORCED: 'false' } });
    owner = await createStaff(app, 'owner');
    finance = await createStaff(app, 'finance');
    cashier = await createStaff(app, 'cashier');
    const body = { code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' };
    site = (await post(owner, '/sites', body)).json<Answer>().id;
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const money = (amount: string) => ({ amount, currency: 'IDR' });
  const get = (staff: Staff, url: string) =>
    app.inject({ method: 'GET', url: `/api/v1${url}`, headers: staff.headers });
  const post = (staff: Staff, url: string, payload: object, headers = {}) =>
    app.inject({ method: 'POST', url: `/api/v1${url}`, headers: { ...staff.headers, ...headers }, payload });
  const paid = async (amount: string): Promise<string> => {
    const customer = await post(owner, '/customers', { siteId: site, name: 'Siti' });
    const body = { customerId: customer.json<Answer>().id, amount: money(amount), method: 'CASH' };
    return (await post(owner, '/payments', body)).json<Answer>().id;
  };

  it('gives money back by hand, once per key, and never more than there is', async () => {
    const payment = await paid('100000');
    const body = { way: 'MANUAL', reason: 'moved away', proofRef: 'TRF-1', amount: money('60000') };
    const ask = () => post(finance, `/payments/${payment}/refund`, body, { 'idempotency-key': 'r-1' });
    const first = await ask();
    expect(first.json()).toMatchObject({ state: 'DONE', way: 'MANUAL', amount: money('60000'), proofRef: 'TRF-1' });
    expect((await ask()).json()).toEqual(first.json());
    const more = await post(finance, `/payments/${payment}/refund`, { ...body, amount: money('40001') });
    expect([more.statusCode, more.json<{ code: string }>().code]).toEqual([422, 'REFUNDS_TOO_MUCH']);
    const list = await get(finance, `/refunds?paymentId=${payment}`);
    expect(list.json<{ items: Answer[] }>().items).toHaveLength(1);
  });

  it('is for who may ask for refunds', async () => {
    const body = { way: 'MANUAL', reason: 'moved away', proofRef: 'TRF-2' };
    expect((await post(cashier, `/payments/${await paid('10000')}/refund`, body)).statusCode).toBe(403);
  });

  it('voids a mistake of the counter, once', async () => {
    const payment = await paid('20000');
    expect((await post(cashier, `/payments/${payment}/void`, { reason: 'typed wrongly' })).statusCode).toBe(403);
    const done = await post(finance, `/payments/${payment}/void`, { reason: 'typed wrongly' });
    expect(done.json()).toMatchObject({ kind: 'MISTAKE', amount: money('20000') });
    expect((await post(finance, `/payments/${payment}/void`, { reason: 'typed wrongly' })).statusCode).toBe(409);
  });

  it('takes a report, compares it in the background and records payouts', async () => {
    const account = await post(owner, '/gateways', {
      ...{ gateway: 'manual', code: 'MANUAL-1', name: 'Counter', environment: 'SANDBOX', settings: {}, secrets: {} },
    });
    const accountId = account.json<Answer>().id;
    const file = 'Order ID,Amount,Fee\nX-1,1000,10\n';
    const upload = await app.inject({
      ...{ method: 'POST', url: `/api/v1/settlement-reports?accountId=${accountId}&map=gross:Amount`, payload: file },
      headers: { ...finance.headers, 'content-type': 'text/csv' },
    });
    expect(upload.statusCode).toBe(202);
    const { reportId } = upload.json<{ reportId: string }>();
    await app.get(ImportSettlement, { strict: false }).run(reportId);
    const report = await get(finance, `/settlement-reports/${reportId}`);
    expect(report.json()).toMatchObject({
      state: 'COMPLETED',
      rowCount: 1,
      sums: [{ state: 'UNKNOWN_HERE', count: 1 }],
    });
    const rows = await get(finance, `/settlement-reports/${reportId}/rows?state=UNKNOWN_HERE`);
    expect(rows.json<{ items: Answer[] }>().items).toMatchObject([{ merchantOrderId: 'X-1', expected: null }]);
    expect((await get(finance, '/settlement-reports/not-settled')).json()).toMatchObject({ items: [] });
    const payout = { accountId, reference: 'PO-1', amount: money('990'), paidOn: '2026-11-22' };
    expect((await post(finance, '/gateway-payouts', payout)).json()).toMatchObject({ bankAccount: 'CASH.BANK' });
    expect((await get(finance, '/payment-reviews')).json()).toMatchObject({ items: [] });
  });
});
