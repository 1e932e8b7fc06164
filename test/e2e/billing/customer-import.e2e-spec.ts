import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SitesService } from '@app/iam';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

interface Body {
  importId: string;
  jobId: string;
  items: { id: string }[];
  [field: string]: unknown;
}
type Headers = Record<string, string>;

describe('lists of customers over REST', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let owner: Headers;
  let jakarta: string;
  let makassar: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase });
    const sites = app.get(SitesService, { strict: false });
    jakarta = (await sites.create({ code: 'JKT', name: 'Jakarta', timeZone: 'Asia/Jakarta' })).id;
    makassar = (await sites.create({ code: 'MKS', name: 'Makassar', timeZone: 'Asia/Makassar' })).id;
    owner = await staffHeaders(app);
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const upload = async (payload: string | Buffer, type = 'text/csv', headers = owner, siteId = jakarta) => {
    const url = `/api/v1/customers/import?siteId=${siteId}&dryRun=true&fileName=pelanggan.csv`;
    const response = await app.inject({ method: 'POST', url, headers: { ...headers, 'content-type': type }, payload });
    return { status: response.statusCode, body: response.json<Body>() };
  };
  const get = async (path: string, headers = owner) => {
    const response = await app.inject({ method: 'GET', url: `/api/v1${path}`, headers });
    return { status: response.statusCode, text: response.body, body: response };
  };

  it('are taken as they are, kept within the site, and watched', async () => {
    const { status, body } = await upload('kode;nama\nA1;Budi\n', 'text/csv; charset=utf-8');
    expect(status).toBe(202);
    expect(body).toMatchObject({ importedBefore: null });
    const shown = await get(`/imports/${body.importId}`);
    expect(JSON.parse(shown.text)).toMatchObject({
      state: 'QUEUED',
      dryRun: true,
      fileName: 'pelanggan.csv',
      total: null,
    });
    expect((await get(`/imports/${body.importId}/rows?state=FAILED`)).status).toBe(200);
    expect((await get(`/imports/${body.importId}/failed-rows.csv`)).text).toBe('alasan,reason\r\n');
    const elsewhere = await staffHeaders(app, { siteIds: [makassar] });
    expect((await get(`/imports/${body.importId}`, elsewhere)).status).toBe(404);
    expect((await get('/imports', elsewhere)).text).not.toContain(body.importId);
    expect((await upload('nama\nBudi\n', 'text/csv', elsewhere)).status).toBe(404);
  });

  it('are refused without the permission, of other types, empty and too long', async () => {
    const reader = await staffHeaders(app, { permissions: ['customer:read', 'customer:write'] });
    expect((await upload('nama\nBudi\n', 'text/csv', reader)).status).toBe(403);
    expect((await upload('nama', 'text/plain')).status).toBe(415);
    expect((await upload('')).body).toMatchObject({ code: 'BILLING_IMPORT_FILE_EMPTY' });
    expect((await upload(Buffer.alloc(10 * 1_048_576 + 1, 'x'))).status).toBe(413);
  });

  it('go nowhere else: other routes refuse files before they read them', async () => {
    const headers = { ...owner, 'content-type': 'text/csv' };
    const response = await app.inject({ method: 'POST', url: '/api/v1/customers', headers, payload: 'nama\nBudi' });
    expect(response.statusCode).toBe(415);
  });
});
