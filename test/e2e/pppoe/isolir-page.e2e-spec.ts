import { writeFileSync } from 'node:fs';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '@app/core';
import { RoutersService } from '@app/mikrotik';
import { Database } from '@app/platform';
import { CreateAccountsService } from '@app/pppoe';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { type SimulatedRouter, startRouter } from '../../../apps/simulator/src';
import { createApiApp } from '../../support/api-app';
import { SessionsOnRouter } from '../../support/pppoe/sessions-on-router';
import { staffHeaders } from '../../support/staff-headers';

const ISOLATED = '10.253.0.9';

describe('GET /isolir', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let router: SimulatedRouter;
  let routerId: string;
  let sessions: SessionsOnRouter;
  const site = uuidv7();
  let made = 0;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    router = await startRouter({ version: '7.20' });
    sessions = new SessionsOnRouter(router);
    app = await createApiApp({
      database: testDatabase,
      env: { ROUTER_CONNECT_TIMEOUT_MS: '500', TRUSTED_PROXIES: '127.0.0.9', PUBLIC_URL: 'http://isp.test' },
    });
    const sql = `insert into sites (id, code, name, time_zone) values ($1, 'JKT', 'Jakarta Net', 'Asia/Jakarta')`;
    await app.get(Database).execute(sql, [site]);
    routerId = await register(router);
  });
  afterAll(async () => {
    await app.close();
    await router.close();
    await testDatabase.drop();
  });

  async function register(simulated: SimulatedRouter): Promise<string> {
    const access = { host: '127.0.0.1', port: simulated.port, username: 'admin', password: 'secret' };
    const name = `r${++made}`;
    const { id } = await app.get(RoutersService).create({ siteId: site, name, ...access });
    const sql = `insert into router_isolir (router_id, installed, pool_range, local_address)
      values ($1, true, '10.253.0.2-10.253.63.254', '10.253.0.1')`;
    await app.get(Database).execute(sql, [id]);
    return id;
  }

  /** A subscriber who owes Rp 150.000. */
  async function subscriber(name: string, access = 'ISOLATED', home = routerId): Promise<{ code: string }> {
    const [plan, customer, subscriptionId, code] = [uuidv7(), uuidv7(), uuidv7(), `P${++made}`];
    const insert = (sql: string, ...parameters: unknown[]) => app.get(Database).execute(sql, parameters);
    await insert(
      `insert into plans (id, code, name, download_kbps, upload_kbps) values ($1, $2, 'H', 20480, 5120)`,
      ...[plan, `PLAN${made}`],
    );
    await insert(
      `insert into customers (id, site_id, code, name, time_zone, phone) values ($1, $2, $3, $4, 'Asia/Jakarta', $5)`,
      ...[customer, site, code, name, '+628123456789'],
    );
    await insert(
      `insert into billing_accounts (customer_id, site_id, time_zone, currency) values ($1, $2, 'Asia/Jakarta', 'IDR')`,
      ...[customer, site],
    );
    await insert(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day) values ($1, $2, $3, $4, 1)`,
      ...[subscriptionId, customer, site, plan],
    );
    await insert(
      `insert into access_intents (subscription_id, customer_id, desired, changed_at) values ($1, $2, $3, now())`,
      ...[subscriptionId, customer, access],
    );
    await insert(
      `insert into invoices (id, customer_id, site_id, series, seq, number, bill_key, issued_on, due_on, overdue_at, isolir_at,
         currency, net_amount, tax_amount, total_amount, customer)
       values ($1, $2, $3, $4, 1, $4, $4, '2026-07-01', '2026-07-10', now(), now(), 'IDR', 150000, 0, 150000, '{}')`,
      ...[uuidv7(), customer, site, `INV-${code}`],
    );
    await app.get(CreateAccountsService).create({ subscriptionId, routerId: home, username: code.toLowerCase() });
    return { code };
  }

  const look = (remoteAddress: string, headers: Record<string, string> = {}, url = '/isolir') =>
    app.inject({ method: 'GET', url, remoteAddress, headers });
  const find = (body: string, remoteAddress = '203.0.113.5') =>
    app.inject({
      method: 'POST',
      url: '/isolir?lang=id',
      remoteAddress,
      payload: body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });

  it('requirement 16: knows who is looking by the session that his address has on the router', async () => {
    const { code } = await subscriber('Siti <b>Nurhaliza</b> Rahma');
    expect((await look(ISOLATED)).body).toContain('Nomor pelanggan');
    sessions.begin(code.toLowerCase(), 60, null, { address: ISOLATED });
    const page = await look(ISOLATED);
    expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-store']);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('Siti');
    expect(page.body).not.toContain('Nurhaliza');
    expect(page.body).not.toContain('<b>N');
    expect(page.body).toContain('Rp 150.000');
    expect(page.body).toMatch(/href="http:\/\/isp\.test\/p\/[\w-]{43}"/);
    if (process.env.PAGE_DIR) writeFileSync(`${process.env.PAGE_DIR}/known.html`, page.body);
    const english = await look(ISOLATED, { 'accept-language': 'en-GB' });
    expect(english.body).toContain('Pay now');
    sessions.end(code.toLowerCase());
  });

  it('believes the direct peer and configured proxies, and nobody else, about addresses', async () => {
    const { code } = await subscriber('Joko');
    sessions.begin(code.toLowerCase(), 60, null, { address: '10.253.0.20' });
    const claim = { 'x-forwarded-for': '10.253.0.20' };
    expect((await look('198.51.100.7', claim)).body).toContain('Nomor pelanggan');
    expect((await look('127.0.0.9', claim)).body).toContain('Joko');
    sessions.end(code.toLowerCase());
  });

  it('recognises nobody where two routers have the address, or one does not answer', async () => {
    const other = await startRouter({ version: '7.16', name: 'other' });
    const otherId = await register(other);
    const [here, there] = [await subscriber('Ani'), await subscriber('Budi', 'ISOLATED', otherId)];
    const elsewhere = new SessionsOnRouter(other);
    sessions.begin(here.code.toLowerCase(), 60, null, { address: '10.253.0.30' });
    expect((await look('10.253.0.30')).body).toContain('Ani');
    elsewhere.begin(there.code.toLowerCase(), 60, null, { address: '10.253.0.30' });
    const both = (await look('10.253.0.30')).body;
    expect(both).not.toMatch(/Ani|Budi/);
    await other.close();
    expect((await look('10.253.0.30')).body).not.toMatch(/Ani|Budi/);
    await app.get(Database).execute(`delete from router_isolir where router_id = $1`, [otherId]);
  });

  it('knows IPv6 viewers by the prefix that they hold, members of hotspots by their address there', async () => {
    const { code } = await subscriber('Wayan', 'ENABLED');
    const { subscriptionId } = (await app
      .get(Database)
      .queryOne<{ subscriptionId: string }>(
        `select s.id as "subscriptionId" from subscriptions s join customers c on c.id = s.customer_id where c.code = $1`,
        [code],
      ))!;
    await app.get(Database).execute(
      `insert into ip_assignments (id, site_id, router_id, subscription_id, address, assigned_by)
       values (gen_random_uuid(), $1, $2, $3, '2001:db8:77::/56', 'test')`,
      [site, routerId, subscriptionId],
    );
    expect((await look('2001:db8:77:1::9')).body).toContain('Wayan');
    expect((await look('2001:db8:78::9')).body).toContain('Nomor pelanggan');
    expect((await look('fe80::1')).body).toContain('Nomor pelanggan');

    const member = await subscriber('Ketut');
    await app.get(Database).execute(
      `insert into hotspot_accounts (id, subscription_id, site_id, router_id, username, password_sealed)
       select gen_random_uuid(), s.id, $1, $2, 'ketut', 'x' from subscriptions s join customers c on c.id = s.customer_id
        where c.code = $3`,
      [site, routerId, member.code],
    );
    const at = { address: '10.5.50.7', 'mac-address': '02:00:00:00:00:07', uptime: '5s' };
    expect((await look('10.5.50.7')).body).toContain('Nomor pelanggan');
    router.table('/ip/hotspot/active').insert({ user: 'ketut', ...at });
    expect((await look('10.5.50.7')).body).toContain('Ketut');
  });

  it('asks for number and phone, says the same to every mistake, and stops guessing', async () => {
    const { code } = await subscriber('Dewi');
    const right = await find(`code=${code.toLowerCase()}&digits=6789`);
    expect([right.statusCode, right.body]).toEqual([200, expect.stringContaining('Dewi')]);
    const wrong = await find(`code=${code}&digits=0000`, '203.0.113.6');
    const nobody = await find('code=P99999&digits=6789', '203.0.113.7');
    expect(wrong.body).toBe(nobody.body);
    if (process.env.PAGE_DIR) writeFileSync(`${process.env.PAGE_DIR}/form.html`, wrong.body);
    const codes = [];
    for (let n = 0; n < 7; n++) codes.push((await find(`code=P4${n}&digits=1111`, '203.0.113.8')).statusCode);
    expect(codes.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
    expect(codes.slice(5)).toEqual([429, 429]);
  });

  it('tells who is active that he is, and shows the site’s own words', async () => {
    const headers = await staffHeaders(app);
    const url = `/api/v1/isolir-pages/${site}`;
    const body = { version: 0, textId: 'Kantor <buka> 8–17', textEn: 'Open 8–17', contact: 'WA 0812' };
    expect((await app.inject({ method: 'PUT', url, headers, payload: body })).json()).toMatchObject({ version: 1 });
    const { code } = await subscriber('Rina', 'ENABLED');
    sessions.begin(code.toLowerCase(), 60, null, { address: '10.20.0.40' });
    await app.get(Database).execute(
      `insert into pppoe_live_sessions (router_id, username, session_key, address, started_at, seen_at)
       values ($1, $2, '1', '10.20.0.40', now(), now())`,
      [routerId, code.toLowerCase()],
    );
    const page = (await look('10.20.0.40')).body;
    expect(page).toContain('Layanan internet Anda aktif');
    expect(page).toContain('Kantor &lt;buka&gt; 8–17');
    expect(page).toContain('WA 0812');
    expect((await app.inject({ method: 'PUT', url, headers, payload: body })).statusCode).toBe(409);
  });

  it.each(['/generate_204', '/hotspot-detect.html', '/connecttest.txt', '/ncsi.txt', '/library/test/success.html'])(
    'answers the captive check %s by leading to the page',
    async (url) => {
      const answer = await look('203.0.113.9', { host: 'connectivitycheck.gstatic.com' }, url);
      expect([answer.statusCode, answer.headers.location]).toEqual([302, '/isolir']);
    },
  );

  it('leads the isolated to the page whatever they asked for, and nobody else', async () => {
    for (const url of ['/', '/berita/hari-ini', '/api/v1/customers']) {
      expect((await look('10.253.0.77', { host: 'detik.com' }, url)).headers.location).toBe('/isolir');
    }
    const { code } = await subscriber('Made');
    await app.get(Database).execute(
      `insert into ip_assignments (id, site_id, router_id, subscription_id, address, assigned_by, holder)
       select gen_random_uuid(), $1, $2, s.id, '10.30.9.9', 'test', 'STATIC' from subscriptions s
         join customers c on c.id = s.customer_id where c.code = $3`,
      [site, routerId, code],
    );
    expect((await look('10.30.9.9', { host: 'detik.com' }, '/berita')).headers.location).toBe('/isolir');
    expect((await look('10.30.9.9', { host: 'isp.test' }, '/berita')).statusCode).toBe(404);
    expect((await look('10.30.9.8', { host: 'detik.com' }, '/berita')).statusCode).toBe(404);
    expect((await look('203.0.113.9', {}, '/')).statusCode).toBe(200);
    expect((await look('203.0.113.9', {}, '/berita/hari-ini')).statusCode).toBe(404);
  });
});
