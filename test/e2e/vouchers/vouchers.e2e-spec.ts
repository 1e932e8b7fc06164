import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RunCustomerImport } from '@app/billing';
import { GatewayAccounts, type PaymentEvidence, SettleAttempt } from '@app/payments';
import { type Site, SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { MakeVouchersService } from '@app/vouchers';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const STYLE = { prefix: 'W', length: 9, alphabet: 'MIXED', passwordMode: 'SAME' } as const;

describe('vouchers over HTTP', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let site: Site;
  let headers: { authorization: string };

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    site = await app.get(SitesService, { strict: false }).create({
      ...{ code: 'KDR', name: 'RT Net <Mawar>', timeZone: 'Asia/Jakarta' },
    });
    headers = await staffHeaders(app);
    await app.get(GatewayAccounts, { strict: false }).create({
      ...{ code: 'BCA-1', gateway: 'unique-transfer', siteId: null, name: 'Transfer', environment: 'PRODUCTION' },
      settings: { bank: 'BCA', accountNumber: '1234567890', accountHolder: 'PT Mawar & Co' },
      ...{ secrets: {}, currency: 'IDR' },
    });
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what a route answers is said where it is called
  async function call<T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    payload?: object,
    more: Record<string, string> = {},
  ): Promise<{ status: number; body: T }> {
    const request = { method, url: `/api/v1${url}`, headers: { ...headers, ...more } };
    const response = await app.inject(payload === undefined ? request : { ...request, payload });
    return { status: response.statusCode, body: (response.body === '' ? {} : response.json()) as T };
  }

  const createProfile = async (code: string, more: object = {}): Promise<{ id: string; version: number }> => {
    const body = { siteId: site.id, code, name: `Paket ${code}`, downloadKbps: 4_096, uploadKbps: 1_024, ...more };
    const created = await call<{ id: string; version: number }>('POST', '/hotspot/profiles', body);
    expect(created.status).toBe(201);
    return created.body;
  };

  it('packages: made, read, changed, deleted', async () => {
    const terms = { validityMinutes: 1_440, dataLimitBytes: 2_000_000_000, costAmount: '3000', priceAmount: '5000' };
    const { id, version } = await createProfile('P1', terms);
    expect((await call('GET', `/hotspot/profiles/${id}`)).body).toMatchObject({
      ...{ code: 'P1', sharedUsers: 1, validityMinutes: 1_440, dataLimitBytes: 2_000_000_000, macCookie: true },
      price: { amount: '5000', currency: 'IDR' },
    });
    const burst = { downloadKbps: 8, uploadKbps: 4, thresholdDownloadKbps: 6, thresholdUploadKbps: 3, seconds: 16 };
    const patch = { version, burst, validityMinutes: null };
    const changed = await call('PATCH', `/hotspot/profiles/${id}`, patch);
    expect(changed.body).toMatchObject({ burst, validityMinutes: null, dataLimitBytes: 2_000_000_000, version: 2 });
    expect((await call('PATCH', `/hotspot/profiles/${id}`, patch)).status).toBe(409);
    expect((await call('POST', '/hotspot/profiles', { siteId: site.id, code: 'P1', name: 'x' })).status).toBe(400);
    expect((await call('DELETE', `/hotspot/profiles/${id}`)).status).toBe(204);
    expect((await call('GET', `/hotspot/profiles/${id}`)).status).toBe(404);
  });

  it('a batch is ordered, made, sold from, extended and voided', async () => {
    const { id: profileId } = await createProfile('P2', {
      validityMinutes: 60,
      priceAmount: '5000',
      costAmount: '3000',
    });
    const order = { profileId, name: 'Warung', quantity: 3, style: STYLE };
    const key = { 'idempotency-key': 'batch-1' };
    const first = await call<{ id: string; jobId: string }>('POST', '/voucher-batches', order, key);
    expect(first.status).toBe(202);
    expect((await call<{ id: string }>('POST', '/voucher-batches', order, key)).body.id).toBe(first.body.id);
    const { id } = first.body;
    await app
      .get(MakeVouchersService, { strict: false })
      .run(
        { batchId: id, quantity: 3, style: STYLE },
        { signal: new AbortController().signal, progress: async () => Promise.resolve() },
      );
    expect((await call('GET', `/voucher-batches/${id}`)).body).toMatchObject({ state: 'READY', made: 3 });
    const list = await call<{ items: { code: string }[] }>('GET', `/vouchers?batchId=${id}&sort=code`);
    const [one, two] = list.body.items.map(({ code }) => code);
    const sold = await call('POST', `/vouchers/${one}/sell`, { buyerPhone: '081234567890' });
    expect(sold.body).toMatchObject({ state: 'SOLD', password: one, profit: { amount: '2000', currency: 'IDR' } });
    expect((await call('POST', `/vouchers/${one}/sell`, {})).status).toBe(409);
    expect((await call('POST', `/vouchers/${one}/redeem`)).body).toMatchObject({ state: 'ACTIVE' });
    expect((await call('POST', `/vouchers/${one}/extend`, { minutes: 60 })).body).toMatchObject({
      validityMinutes: 120,
    });
    expect((await call('POST', `/vouchers/${two}/sell`, {})).status).toBe(200);
    expect((await call('POST', `/vouchers/${two}/return`)).body).toMatchObject({ state: 'AVAILABLE', sold: null });
    const other = await call<{ code: string }>('POST', `/vouchers/${two}/regenerate`);
    expect((await call('GET', `/vouchers/${two}`)).status).toBe(404);
    expect((await call('POST', `/vouchers/${other.body.code}/void`, { reason: 'hilang' })).body).toMatchObject({
      state: 'VOID',
    });
    expect((await call('POST', `/voucher-batches/${id}/void`, { reason: 'habis' })).body).toMatchObject({ voided: 1 });
  });

  it('lists: the template is filled in, taken over in a dry run, and its rows are read', async () => {
    await createProfile('IMP');
    const template = await app.inject({ method: 'GET', url: '/api/v1/voucher-imports/template', headers });
    expect(template.headers['content-type']).toContain('text/csv');
    const [head = ''] = template.body.split('\r\n');
    expect(head.startsWith('code,password,state,package')).toBe(true);
    const list = await app.inject({
      method: 'POST',
      url: `/api/v1/voucher-imports?siteId=${site.id}&dryRun=true&packages=1JAM=IMP&fileName=warung.csv`,
      headers: { ...headers, 'content-type': 'text/csv' },
      payload: `${head}\r\nabc-1,rahasia,AVAILABLE,1JAM,,,,,\r\n-1,,AVAILABLE,1JAM,,,,,\r\n`,
    });
    expect(list.statusCode).toBe(202);
    const { importId } = list.json<{ importId: string }>();
    const context = { signal: new AbortController().signal, attempt: 1, progress: async () => Promise.resolve() };
    await app.get(RunCustomerImport, { strict: false }).run(importId, context);
    expect((await call('GET', `/voucher-imports/${importId}`)).body).toMatchObject({
      ...{ state: 'COMPLETED', format: 'OWN_VOUCHERS', counts: { valid: 1, failed: 1 } },
    });
    const rows = await call<{ items: object[] }>('GET', `/voucher-imports/${importId}/rows?state=FAILED`);
    expect(rows.body.items).toEqual([expect.objectContaining({ rowNo: 3, voucherId: null })]);
    const failed = await app.inject({
      method: 'GET',
      url: `/api/v1/voucher-imports/${importId}/failed-rows.csv`,
      headers,
    });
    expect(failed.body).toContain('alasan,reason');
    expect((await call('POST', `/voucher-imports/${importId}/confirm`)).status).toBe(409);
    expect((await call('GET', `/imports/${importId}`)).status).toBe(404);
    expect((await call<{ items: object[] }>('GET', '/imports')).body.items).toEqual([]);
  });

  describe('the shop', () => {
    const page = async (path: string): Promise<{ status: number; body: string }> => {
      const response = await app.inject({ method: 'GET', url: path, headers: { 'accept-language': 'id' } });
      return { status: response.statusCode, body: response.body };
    };
    const send = async (path: string, fields: Record<string, string>) =>
      app.inject({ method: 'POST', url: path, headers: FORM, payload: new URLSearchParams(fields).toString() });

    it('is picked from, paid, and hands out one code', async () => {
      const { id: profileId } = await createProfile('SHOP', {
        validityMinutes: 1_440,
        priceAmount: '5000',
        inShop: true,
      });
      const shop = await page('/shop/kdr');
      expect(shop.status).toBe(200);
      expect(shop.body).toContain('Paket SHOP');
      expect(shop.body).toContain('RT Net &lt;Mawar&gt;');
      expect((await send('/shop/KDR/orders', { profileId, phone: '12' })).statusCode).toBe(422);
      const ordered = await send('/shop/KDR/orders', {
        profileId,
        phone: '0812-3456-7890',
        name: '<b>Siti</b>',
        lang: 'id',
      });
      expect(ordered.statusCode).toBe(303);
      const path = String(ordered.headers.location).split('?')[0] ?? '';
      const order = await page(path);
      expect(order.status).toBe(200);
      expect(order.body).not.toContain('<b>Siti');
      const way = /name="way" value="([^"]+)"/.exec(order.body)?.[1] ?? '';
      expect((await send(`${path}/pay`, { way })).statusCode).toBe(303);
      expect((await page(path)).body).toContain('data-state="PENDING"');
      await settle();
      const token = path.split('/').at(-1) ?? '';
      const status = await call<{ state: string; code: string }>('GET', `/voucher-orders/${token}`);
      expect(status.body).toMatchObject({ state: 'DELIVERED' });
      expect((await page(path)).body).toContain(status.body.code);
      await seenByStaff(status.body.code);
    });

    async function seenByStaff(code: string): Promise<void> {
      const found = await call<{ items: { id: string }[] }>(
        'GET',
        `/shop-orders?state=DELIVERED&q=0812&siteId=${site.id}`,
      );
      expect(found.body.items).toEqual([
        expect.objectContaining({ code, voucherState: 'SOLD', buyerName: '<b>Siti</b>' }),
      ]);
      expect((await call<{ items: object[] }>('GET', '/shop-orders?state=OPEN')).body.items).toEqual([]);
      const { id = '' } = found.body.items[0] ?? {};
      const { body: order } = await call('GET', `/shop-orders/${id}`);
      expect(order).toMatchObject({
        paymentId: expect.any(String) as string,
        returned: { amount: '0', currency: 'IDR' },
      });
      const shared = await call<{ whatsAppUrl: string }>('POST', `/shop-orders/${id}/share`, { language: 'en' });
      expect(shared.status).toBe(200);
      expect(shared.body.whatsAppUrl).toMatch(/^https:\/\/wa\.me\/6281234567890\?text=/);
      expect(decodeURIComponent(shared.body.whatsAppUrl)).toContain(`Code: ${code}`);
      await call('POST', `/vouchers/${code}/void`, { reason: 'salah' });
      expect((await call('POST', `/shop-orders/${id}/share`, {})).status).toBe(409);
      const open = await call<{ token: string }>('POST', '/voucher-orders', {
        ...{ siteCode: 'KDR', phone: '081200000000', profileId: (order as { profileId: string }).profileId },
      });
      expect(open.status).toBe(201);
      const { body: waiting } = await call<{ items: { id: string }[] }>('GET', '/shop-orders?state=OPEN');
      expect((await call('POST', `/shop-orders/${waiting.items[0]?.id}/share`, {})).body).toMatchObject({
        code: 'VOUCHERS_ORDER_NOT_PAID',
      });
    }

    it('tells nothing of orders and shops that are none', async () => {
      expect((await page('/shop/XYZ')).status).toBe(404);
      expect((await page(`/shop/KDR/o/${'x'.repeat(43)}`)).status).toBe(404);
      expect((await call('GET', `/voucher-orders/${'x'.repeat(43)}`)).status).toBe(404);
    });

    async function settle(): Promise<void> {
      const [attempt] = await app
        .get(Database)
        .query<{ id: string }>(
          `select id from payment_attempts where target_kind = 'VOUCHER_ORDER' and state = 'PENDING'`,
        );
      await app.get(SettleAttempt, { strict: false }).settle(attempt!.id, { event: 'PAID' } as PaymentEvidence);
    }
  });
});
