import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { StaffTokens } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { createStaff, type Staff } from '../support/staff';
import { eventually } from '../support/worker-app';

interface Entry {
  action: string;
  actor_kind: string;
  actor_id: string | null;
  ip: string | null;
  request_id: string | null;
  subject_id: string | null;
  before: unknown;
  after: Record<string, unknown> | null;
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
  requestId: string;
}

const IDR = (amount: string) => ({ amount, currency: 'IDR' });
const PASSWORD = 'pagi itu hujan deras';
const IP = '203.0.113.7';

describe('L1 every sign-in, refusal, change of money and of access leaves an entry', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let owner: Staff;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { IAM_TOTP_ENFORCED: 'false' } });
    database = app.get(Database);
    owner = await createStaff(app, 'owner');
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  async function call(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    url: string,
    payload?: object,
    headers: Record<string, string> = owner.headers,
  ): Promise<Answer> {
    const body = payload === undefined ? {} : { payload };
    const answer = await app.inject({ method, url: `/api/v1/${url}`, headers, remoteAddress: IP, ...body });
    const isJson = String(answer.headers['content-type']).includes('json');
    const requestId = String(answer.headers['x-request-id']);
    return { status: answer.statusCode, body: isJson ? answer.json<Record<string, unknown>>() : {}, requestId };
  }

  async function changed(...request: Parameters<typeof call>): Promise<Answer> {
    const answer = await call(...request);
    if (answer.status >= 300)
      throw new Error(`${request[0]} ${request[1]}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer;
  }

  const idOf = ({ body }: Answer): string => String(body.id);

  /** Entries of a request; those of refusals come after the answer. */
  async function entriesOf({ requestId }: Answer): Promise<Entry[]> {
    return eventually(async () => {
      const rows = await database.query<Entry>('select * from audit_entries where request_id = $1 order by id', [
        requestId,
      ]);
      return rows.length > 0 && rows;
    }, 3_000);
  }

  /** The entry of this action that the request left, complete with who, from where and in which request. */
  async function entry(
    answer: Answer,
    action: string,
    actor: { id: string | null; kind?: string } = owner,
  ): Promise<Entry> {
    const entries = await entriesOf(answer);
    const found = entries.find((one) => one.action === action);
    if (!found) throw new Error(`${action} is not among ${entries.map((one) => one.action).join(', ')}`);
    expect(found).toMatchObject({ ip: IP, request_id: answer.requestId, actor_id: actor.id });
    return found;
  }

  const nobody = { id: null };
  let serial = 0;
  const unique = (): string => `L1${(++serial).toString().padStart(4, '0')}`;

  async function site(): Promise<string> {
    const body = { code: unique(), name: 'Situs', timeZone: 'Asia/Jakarta', currency: 'IDR' };
    return idOf(await changed('POST', 'sites', body));
  }

  async function user(role = 'cashier'): Promise<{ id: string; email: string; version: number }> {
    const email = `${unique().toLowerCase()}@example.net`;
    const answer = await changed('POST', 'users', { email, name: 'Ani', password: PASSWORD, role, allSites: true });
    return { id: idOf(answer), email, version: Number(answer.body.version) };
  }

  const login = (email: string, password = PASSWORD) =>
    call('POST', 'auth/login', { email, password, delivery: 'body' }, {});

  it('sign-ins', async () => {
    const { id, email } = await user();
    const entered = await login(email);
    expect(await entry(entered, 'auth.login.ok', { id })).toMatchObject({ subject_id: id, actor_kind: 'user' });
    const refused = await login(email, 'something else');
    const failed = await entry(refused, 'auth.login.failed', nobody);
    expect(failed).toMatchObject({ actor_kind: 'anonymous', after: { email, reason: 'IAM_WRONG_CREDENTIALS' } });
    expect(await entriesOf(refused)).toHaveLength(1);
    expect((await entry(await login('nobody@example.net'), 'auth.login.failed', nobody)).after).toMatchObject({
      email: 'nobody@example.net',
    });
    const { refreshToken, accessToken } = entered.body;
    await changed('POST', 'auth/refresh', { refreshToken }, {});
    const reused = await call('POST', 'auth/refresh', { refreshToken }, {});
    expect(await entry(reused, 'auth.refresh.reused', nobody)).toMatchObject({ subject_id: id });
    expect((await call('GET', 'auth/me', undefined, { authorization: `Bearer ${String(accessToken)}` })).status).toBe(
      401,
    );
  });

  it('signing out, ending sessions, new passwords', async () => {
    const { id, email } = await user();
    const bearer = async () => ({ authorization: `Bearer ${String((await login(email)).body.accessToken)}` });
    await entry(await changed('POST', 'auth/logout', undefined, await bearer()), 'auth.logout', { id });
    const next = { currentPassword: PASSWORD, newPassword: 'sore nanti cerah lagi', delivery: 'body' };
    const headers = await bearer();
    await entry(await changed('POST', 'auth/password', next, headers), 'user.password.changed', { id });
    await entry(await changed('DELETE', `users/${id}/sessions`), 'auth.sessions.revoked');
  });

  it('refusals: without credentials, without permission', async () => {
    const stranger = await call('GET', 'customers', undefined, {});
    expect(await entry(stranger, 'access.refused', nobody)).toMatchObject({
      actor_kind: 'anonymous',
      after: { status: 401, code: 'IAM_UNAUTHENTICATED', path: '/api/v1/customers' },
    });
    const cashier = await createStaff(app, 'cashier');
    const forbidden = await call('POST', 'routers', {}, cashier.headers);
    expect((await entry(forbidden, 'access.refused', cashier)).after).toMatchObject({
      status: 403,
      code: 'IAM_FORBIDDEN',
    });
  });

  it('users and roles, with before and after', async () => {
    const { id, version } = await user();
    const edited = await changed('PATCH', `users/${id}`, { version, role: 'technician' });
    expect(await entry(edited, 'user.changed')).toMatchObject({
      subject_id: id,
      before: { id, roleKey: 'cashier' },
      after: { id, roleKey: 'technician' },
    });
    const role = await changed('POST', 'roles', { key: 'l1-role', name: 'L1', permissions: ['customer:read'] });
    expect((await entry(role, 'role.created')).after).toMatchObject({ permissions: ['customer:read'] });
    const widened = { version: role.body.version, permissions: ['customer:read', 'plan:read'] };
    expect(await entry(await changed('PATCH', `roles/${idOf(role)}`, widened), 'role.changed')).toMatchObject({
      before: { permissions: ['customer:read'] },
      after: { permissions: ['customer:read', 'plan:read'] },
    });
    await entry(await changed('DELETE', `roles/${idOf(role)}`), 'role.deleted');
  });

  it('API keys', async () => {
    const wanted = { name: 'ERP', permissions: ['customer:read'], allSites: true };
    const made = await changed('POST', 'api-keys', wanted);
    const { after, subject_id: id } = await entry(made, 'api-key.created');
    expect(after).toMatchObject({ permissions: ['customer:read'] });
    expect(JSON.stringify(after)).not.toContain(String(made.body.token));
    await entry(await changed('DELETE', `api-keys/${id ?? ''}`), 'api-key.revoked');
  });

  it('money and access: prices, subscriptions, payments', async () => {
    const siteId = await site();
    const plan = await changed('POST', 'plans', {
      code: unique(),
      name: 'P',
      downloadKbps: 1_000,
      uploadKbps: 1_000,
      price: IDR('100000'),
    });
    expect((await entry(plan, 'plan.created')).after).toMatchObject({ price: IDR('100000') });
    const renamed = await changed('PATCH', `plans/${idOf(plan)}`, { version: 1, name: 'Q' });
    expect(await entry(renamed, 'plan.changed')).toMatchObject({ before: { name: 'P' }, after: { name: 'Q' } });
    const price = await changed('POST', `plans/${idOf(plan)}/prices`, {
      price: IDR('120000'),
      validFrom: '2030-01-01',
    });
    expect(await entry(price, 'price.added')).toMatchObject({
      before: { priceAmount: '100000' },
      after: { priceAmount: '120000' },
    });
    const customer = await changed('POST', 'customers', { siteId, name: 'Ani Rahasia', phone: '081234567890' });
    const { after } = await entry(customer, 'customer.created');
    expect(JSON.stringify(after)).not.toMatch(/Ani|1234567890/);
    const customerId = idOf(customer);
    const wanted = { customerId, planId: idOf(plan), anchorDay: 1 };
    const subscription = await changed('POST', 'subscriptions', wanted);
    await entry(subscription, 'subscription.created');
    const active = await changed('POST', `subscriptions/${idOf(subscription)}/activate`, {});
    expect(await entry(active, 'subscription.activated')).toMatchObject({
      before: { status: 'PENDING' },
      after: { status: 'ACTIVE' },
    });
    expect((await entry(active, 'access.changed')).after).toMatchObject({ access: 'ENABLED', customerId });
    const payment = await changed('POST', 'payments', { customerId, amount: IDR('50000'), method: 'CASH' });
    expect(await entry(payment, 'payment.recorded')).toMatchObject({
      subject_id: idOf(payment),
      before: { deposit: '0' },
      after: { deposit: '50000', amount: '50000', currency: 'IDR', method: 'CASH', customerId },
    });
    const cancelled = await changed('POST', `subscriptions/${idOf(subscription)}/cancel`, { when: 'NOW' });
    expect(await entry(cancelled, 'subscription.cancelled')).toMatchObject({ before: { status: 'ACTIVE' } });
    expect(await entry(cancelled, 'access.changed')).toMatchObject({
      before: { access: 'ENABLED' },
      after: { access: 'DISABLED' },
    });
  });

  it('customers', async () => {
    const customer = await changed('POST', 'customers', { siteId: await site(), name: 'Budi' });
    const id = idOf(customer);
    const edited = await changed('PATCH', `customers/${id}`, { version: 1, address: 'Jalan Baru' });
    expect((await entry(edited, 'customer.changed')).after).toMatchObject({ fields: ['address'] });
    const archived = await changed('POST', `customers/${id}/archive`, { version: 2 });
    expect(await entry(archived, 'customer.archived')).toMatchObject({
      before: { status: 'ACTIVE' },
      after: { status: 'ARCHIVED' },
    });
  });

  it('routers, without their passwords', async () => {
    const password = 'router password of L1';
    const made = await changed('POST', 'routers', {
      siteId: await site(),
      name: unique(),
      host: '10.9.8.7',
      username: 'api',
      password,
    });
    const edited = await changed('PATCH', `routers/${idOf(made)}`, {
      version: made.body.version,
      host: '10.9.8.8',
      password: 'another one of L1',
    });
    expect(await entry(edited, 'router.changed')).toMatchObject({
      before: { host: '10.9.8.7' },
      after: { host: '10.9.8.8', passwordSet: true },
    });
    const gone = await changed('DELETE', `routers/${idOf(made)}`);
    const all = [...(await entriesOf(made)), ...(await entriesOf(edited)), await entry(gone, 'router.deleted')];
    expect(JSON.stringify(all)).not.toMatch(/of L1|test:[\w-]+:/);
  });

  it('settings and the clock; whatever else writes leaves what was asked for', async () => {
    const travelled = await changed('POST', 'test/clock', { offsetMs: 0 });
    expect((await entry(travelled, 'route.travelInTime')).after).toMatchObject({ status: 200, body: { offsetMs: 0 } });
    const made = await changed('POST', 'sites', {
      code: unique(),
      name: 'S',
      timeZone: 'Asia/Jakarta',
      currency: 'IDR',
    });
    expect((await entry(made, 'route.createSite')).subject_id).toBe(idOf(made));
  });

  it('reads leave nothing, nor does what failed for another reason', async () => {
    const read = await changed('GET', 'customers');
    const invalid = await call('POST', 'customers', { nonsense: true });
    expect(invalid.status).toBe(400);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const rows = await database.query('select from audit_entries where request_id = any ($1)', [
      [read.requestId, invalid.requestId],
    ]);
    expect(rows).toHaveLength(0);
  });

  it('can be read by filter, page by page, by auditors of the site only', async () => {
    const [first, second] = [await site(), await site()];
    for (const siteId of [first, second]) await changed('POST', 'customers', { siteId, name: 'C' });
    const list = async (query: string, headers = owner.headers) => {
      const answer = await changed('GET', `audit-log?${query}`, undefined, headers);
      return {
        items: answer.body.items as Record<string, unknown>[],
        nextCursor: answer.body.nextCursor as string | null,
      };
    };
    const created = await list(`action=customer.created&siteId=${first}`);
    expect(created.items).toMatchObject([{ action: 'customer.created', siteId: first, actorId: owner.id, ip: IP }]);
    const page = await list('action=customer.&limit=1');
    const next = await list(`action=customer.&limit=1&cursor=${String(page.nextCursor)}`);
    expect(next.items[0]?.id).not.toBe(page.items[0]?.id);
    const local = await createStaff(app, 'admin', [first]);
    const seen = await list('limit=200', local.headers);
    expect(new Set(seen.items.map((one) => one.siteId))).toEqual(new Set([first]));
    const cashier = await createStaff(app, 'cashier');
    expect((await call('GET', 'audit-log', undefined, cashier.headers)).status).toBe(403);
    expect((await call('GET', 'audit-log/verify', undefined, local.headers)).status).toBe(403);
    expect((await changed('GET', 'audit-log/verify')).body).toMatchObject({ ok: true });
  });

  it('does not let one address fill the log', async () => {
    const remoteAddress = '198.51.100.9';
    for (let at = 0; at < 80; at++) await app.inject({ method: 'GET', url: '/api/v1/customers', remoteAddress });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const rows = await database.query('select from audit_entries where ip = $1', [remoteAddress]);
    expect(rows).toHaveLength(60);
  });

  it('knows who acts for a token that was issued to staff', async () => {
    const token = await app.get(StaffTokens, { strict: false }).issueFor(owner.id, 'test');
    const made = await changed(
      'POST',
      'customers',
      { siteId: await site(), name: 'D' },
      { authorization: `Bearer ${token}` },
    );
    await entry(made, 'customer.created');
  });
});
