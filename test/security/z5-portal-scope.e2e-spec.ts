import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { RecordPaymentService } from '@app/payments';
import { CustomersService } from '@app/customers';
import { Money } from '@app/core';
import { type Site, SitesService, StaffTokens } from '@app/iam';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../support/api-app';
import { createStaff, type Staff } from '../support/staff';

/**
 * The portal and pay links come with a later step; unguessable, expiring pay-link tokens are tested there. What stands
 * already is the scope of a portal user: he sees himself and nobody else, whatever his role would allow.
 */
describe('Z5 a portal user', () => {
  let database: TestDatabase;
  let app: NestFastifyApplication;
  let site: Site;
  let owner: Staff;
  let portal: { authorization: string };
  let self: string;
  let neighbour: string;
  let receipts: { self: string; neighbour: string };

  beforeAll(async () => {
    database = await createTestDatabase();
    app = await createApiApp({ database, env: { IAM_TOTP_ENFORCED: 'false' } });
    const sites = app.get(SitesService, { strict: false });
    site = await sites.create({ code: 'BDG', name: 'Bandung', timeZone: 'Asia/Jakarta' });
    owner = await createStaff(app, 'owner');
    const customers = app.get(CustomersService, { strict: false });
    self = (await customers.create({ siteId: site.id, name: 'Siti' })).id;
    neighbour = (await customers.create({ siteId: site.id, name: 'Tetangga' })).id;
    receipts = { self: await pay(self), neighbour: await pay(neighbour) };
    const payload = { email: 'siti@test.invalid', name: 'Siti', role: 'read-only', customerId: self };
    const made = await app.inject({ method: 'POST', url: '/api/v1/users', headers: owner.headers, payload });
    expect(made.json()).toMatchObject({ customerId: self, siteIds: [site.id], allSites: false });
    const { id } = made.json<{ id: string }>();
    portal = { authorization: `Bearer ${await app.get(StaffTokens, { strict: false }).issueFor(id, 'test')}` };
  });
  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const pay = (customerId: string): Promise<string> =>
    app
      .get(RecordPaymentService, { strict: false })
      .record({ customerId, amount: Money.of(1_000n, 'IDR'), method: 'CASH' });
  const get = async (path: string) => {
    const { statusCode, body } = await app.inject({ method: 'GET', url: `/api/v1/${path}`, headers: portal });
    return { status: statusCode, body };
  };

  it('sees himself, his payments and receipts', async () => {
    for (const path of [`customers/${self}`, `payments/${receipts.self}`, `payments/${receipts.self}/receipt`]) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
    }
    expect(JSON.parse((await get('customers')).body)).toMatchObject({ items: [{ id: self }] });
    expect(JSON.parse((await get('payments')).body)).toMatchObject({ items: [{ id: receipts.self }] });
  });

  it('sees nothing of his neighbour, by id, in lists, by search, by filter or in the ledger', async () => {
    for (const path of [
      `customers/${neighbour}`,
      `customers/${neighbour}/export`,
      `payments/${receipts.neighbour}`,
      `payments/${receipts.neighbour}/receipt`,
    ]) {
      expect([path, [403, 404].includes((await get(path)).status)]).toEqual([path, true]);
    }
    for (const path of [
      'customers?q=Tetangga',
      `payments?customerId=${neighbour}`,
      `invoices?customerId=${neighbour}`,
      `subscriptions?customerId=${neighbour}`,
      `ledger/entries?customerId=${neighbour}`,
      'ledger/entries',
      'users',
      'customers',
      'payments',
    ]) {
      const { status, body } = await get(path);
      expect([path, status, body.includes(neighbour) || body.includes('Tetangga')]).toEqual([path, 200, false]);
    }
  });

  it('sees no routers, runs, areas, resellers or staff of the site', async () => {
    for (const path of ['routers', 'billing/runs', 'billing/parked', 'areas', 'resellers', 'approvals']) {
      expect([path, JSON.parse((await get(path)).body)]).toEqual([path, expect.objectContaining({ items: [] })]);
    }
    const users = JSON.parse((await get('users')).body) as { items: { customerId: string }[] };
    expect(users.items.map(({ customerId }) => customerId)).toEqual([self]);
  });
});
