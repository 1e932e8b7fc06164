import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Site, SitesService } from '@app/iam';
import { CustomersService } from '@app/customers';
import { Database, type Problem } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { createStaff, type Staff } from '../support/staff';

interface Body extends Problem {
  id: string;
  state: string;
  usedAt: string | null;
  items: object[];
  token: string;
}

/** Just above the limit of the configuration below. */
const LARGE = '1000001';

describe('Z4 four eyes: a payment by hand above the limit', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let site: Site;
  let customerId: string;
  let cashier: Staff;
  let finance: Staff;
  let elsewhere: Staff;

  beforeAll(async () => {
    database = await createTestDatabase();
    const env = { IAM_FOUR_EYES_LIMIT: '1000000', IAM_TOTP_ENFORCED: 'false' };
    app = await createApiApp({ database, env });
    const sites = app.get(SitesService, { strict: false });
    site = await sites.create({ code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' });
    const other = await sites.create({ code: 'DPS', name: 'Denpasar', timeZone: 'Asia/Makassar' });
    cashier = await createStaff(app, 'cashier', [site.id]);
    finance = await createStaff(app, 'finance', [site.id]);
    elsewhere = await createStaff(app, 'finance', [other.id]);
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });
  beforeEach(async () => {
    const customers = app.get(CustomersService, { strict: false });
    customerId = (await customers.create({ siteId: site.id, name: 'Siti' })).id;
  });

  const call = async (who: Staff, method: 'GET' | 'POST', path: string, payload?: object) => {
    const headers = { ...who.headers, 'accept-language': 'en' };
    const answer = await app.inject({ method, url: `/api/v1/${path}`, headers, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: answer.json<Body>() };
  };
  const pay = (who: Staff, amount = LARGE, more: object = {}) =>
    call(who, 'POST', 'payments', { customerId, method: 'TRANSFER', amount: { amount, currency: 'IDR' }, ...more });
  /** Asks by doing; the id of the request. */
  const ask = async (who: Staff = cashier): Promise<string> => waiting(await pay(who));
  const waiting = ({ status, body }: { status: number; body: Problem }): string => {
    expect([status, body.code]).toEqual([409, 'IAM_APPROVAL_REQUIRED']);
    const [field] = body.errors;
    expect(field).toMatchObject({ path: 'approvalId', code: 'WAITING' });
    expect(body.detail).toContain(field?.message);
    return field?.message ?? '';
  };
  const decide = (who: Staff, id: string, verb = 'approve') => call(who, 'POST', `approvals/${id}/${verb}`, {});
  const payments = async (): Promise<number> => {
    const sql = 'select count(*)::int as n from payments where customer_id = $1';
    return (await app.get(Database).queryOne<{ n: number }>(sql, [customerId]))?.n ?? -1;
  };

  it('is nobody’s own decision: asked, approved by a second one, repeated, used up', async () => {
    const id = await ask();
    expect(await payments()).toBe(0);
    expect(await ask()).toBe(id);
    const seen = await call(finance, 'GET', `approvals/${id}`);
    expect(seen.body).toMatchObject({
      kind: 'payments.manual-settlement',
      state: 'PENDING',
      subject: `customer:${customerId}`,
      siteId: site.id,
      payload: { amount: LARGE, currency: 'IDR', customerId, method: 'TRANSFER' },
      usedAt: null,
    });
    expect((await decide(finance, id)).body).toMatchObject({ state: 'APPROVED', usedAt: null });
    expect((await pay(cashier)).status).toBe(201);
    expect((await call(cashier, 'GET', `approvals/${id}`)).body.usedAt).not.toBeNull();
    expect(waiting(await pay(cashier))).not.toBe(id);
    expect(await payments()).toBe(1);
  });

  it('is not needed up to the limit', async () => {
    expect((await pay(cashier, '1000000')).status).toBe(201);
  });

  it('holds for exactly what was approved, for whoever asked', async () => {
    const id = await ask();
    await decide(finance, id);
    for (const other of [
      await pay(cashier, '1000002'),
      await pay(cashier, LARGE, { method: 'CASH' }),
      await pay(cashier, LARGE, { note: 'x' }),
      await pay(finance),
    ]) {
      expect(waiting(other)).not.toBe(id);
    }
    expect(await payments()).toBe(0);
    expect((await pay(cashier)).status).toBe(201);
  });

  it('is decided neither by whoever asked, nor without the permission, nor from another site, nor twice', async () => {
    const own = await ask(finance);
    expect((await decide(finance, own)).body.code).toBe('IAM_OWN_APPROVAL');
    expect((await decide(cashier, own)).status).toBe(403);
    expect((await call(cashier, 'GET', `approvals/${own}`)).status).toBe(404);
    expect((await decide(elsewhere, own)).status).toBe(404);
    const list = await call(elsewhere, 'GET', 'approvals');
    expect(list.body.items).toEqual([]);
    const second = await createStaff(app, 'finance', [site.id]);
    expect((await decide(second, own, 'reject')).body.state).toBe('REJECTED');
    const again = await decide(second, own);
    expect([again.status, again.body.code]).toEqual([409, 'IAM_APPROVAL_DECIDED']);
    expect(waiting(await pay(finance))).not.toBe(own);
  });

  it('needs the permission of its kind besides the right to decide', async () => {
    const admin = await createStaff(app, 'owner', 'all');
    const role = { key: 'decider', name: 'X', permissions: ['approval:decide', 'approval:read'] };
    expect((await call(admin, 'POST', 'roles', role)).status).toBe(201);
    const decider = await createStaff(app, 'decider' as 'admin', [site.id]);
    const refused = await decide(decider, await ask());
    expect([refused.status, refused.body.code]).toEqual([403, 'IAM_APPROVAL_NOT_YOURS']);
  });

  it('is used once, however many try at once', async () => {
    await decide(finance, await ask());
    const tries = await Promise.all(Array.from({ length: 10 }, () => pay(cashier)));
    expect(tries.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(tries.filter(({ status }) => status === 409)).toHaveLength(9);
    expect(await payments()).toBe(1);
  });

  it('comes back when what it was for fails', async () => {
    const withInvoice = { invoiceId: '01890000-0000-7000-8000-000000000000' };
    const id = waiting(await pay(cashier, LARGE, withInvoice));
    await decide(finance, id);
    expect((await pay(cashier, LARGE, withInvoice)).status).toBe(404);
    expect((await call(cashier, 'GET', `approvals/${id}`)).body).toMatchObject({ state: 'APPROVED', usedAt: null });
  });

  it('ends after its time, asked for or approved', async () => {
    const id = await ask();
    const expire = () =>
      app.get(Database).execute(`update approvals set expires_at = now() - interval '1 s' where id = $1`, [id]);
    await expire();
    expect((await call(cashier, 'GET', `approvals/${id}`)).body.state).toBe('EXPIRED');
    expect((await decide(finance, id)).body.code).toBe('IAM_APPROVAL_DECIDED');
    const next = await ask();
    expect(next).not.toBe(id);
    await decide(finance, next);
    await app.get(Database).execute(`update approvals set expires_at = now() - interval '1 s' where id = $1`, [next]);
    expect(await ask()).not.toBe(next);
  });

  it('does not mistake the key of a person for a second person', async () => {
    const owner = await createStaff(app, 'owner', 'all');
    const permissions = ['payment:record', 'payment:read', 'customer:read'];
    const made = await call(owner, 'POST', 'api-keys', { name: 'Key', permissions, allSites: true });
    expect(made.status).toBe(201);
    const key = { ...owner, headers: { authorization: `Bearer ${made.body.token}` } };
    const id = waiting(await pay(key));
    expect((await decide(owner, id)).body.code).toBe('IAM_OWN_APPROVAL');
    expect((await decide(finance, id)).body.state).toBe('APPROVED');
    expect((await pay(key)).status).toBe(201);
  });

  it('leaves its request behind under an Idempotency-Key too, and the key free', async () => {
    const headers = { ...cashier.headers, 'idempotency-key': `k-${customerId}` };
    const payload = { customerId, method: 'CASH', amount: { amount: LARGE, currency: 'IDR' } };
    const send = () => app.inject({ method: 'POST', url: '/api/v1/payments', headers, payload });
    const first = await send();
    expect(first.statusCode).toBe(409);
    const id = first.json<Problem>().errors[0]?.message ?? '';
    expect((await decide(finance, id)).status).toBe(200);
    expect((await send()).statusCode).toBe(201);
    expect((await send()).headers['idempotency-replayed']).toBe('true');
    expect(await payments()).toBe(1);
  });
});
