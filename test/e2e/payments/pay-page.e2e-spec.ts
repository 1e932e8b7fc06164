import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import sharp from 'sharp';
import { InvoiceDrafts, PayLinks } from '@app/billing';
import { Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { BankAccounts, BankMutations, GatewayAccounts, MutationMatcher, RecordPaymentService } from '@app/payments';
import { type Site, SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { createTestDatabase, type TestDatabase } from '@app/testing';
import { createApiApp } from '../../support/api-app';
import { staffHeaders } from '../../support/staff-headers';

const HOSTILE = '<img src=x onerror=alert(1)> "Siti" & Rahayu';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the page of a payer', () => {
  let testDatabase: TestDatabase;
  let app: NestFastifyApplication;
  let database: Database;
  let site: Site;
  let bankAccountId: string;
  let gatewayId: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    app = await createApiApp({ database: testDatabase, env: { RATE_LIMIT_SIGN_IN_PER_MINUTE: '10' } });
    database = app.get(Database);
    site = await get(SitesService).create({ code: 'BDG', name: 'RT Net <Mawar>', timeZone: 'Asia/Jakarta' });
    const bank = await get(BankAccounts).add({
      ...{ siteId: null, bank: 'BCA', accountNumber: '123 456 7890', holderName: 'PT Mawar & Co', currency: 'IDR' },
      ...{ cashAccount: 'CASH.BANK', qrisPayload: null, codeMax: 999, codeLimit: 9_999, graceDays: 3 },
      ...{ extraTo: 'DEPOSIT', status: 'ACTIVE' },
    });
    bankAccountId = bank.id;
    const created = await get(GatewayAccounts).create({
      ...{ code: 'BCA-1', gateway: 'unique-transfer', siteId: null, name: 'Transfer', environment: 'PRODUCTION' },
      settings: { bank: 'BCA', accountNumber: '1234567890', accountHolder: 'PT Mawar & Co' },
      ...{ secrets: {}, currency: 'IDR' },
    });
    gatewayId = created.id;
  });
  afterAll(async () => {
    await app.close();
    await testDatabase.drop();
  });

  const get = <T>(type: new (...args: never[]) => T): T => app.get(type, { strict: false });

  async function saveDebtor(amount = 150_000n): Promise<{ customerId: string; invoiceId: string; path: string }> {
    const { id: customerId } = await get(CustomersService).create({ siteId: site.id, name: HOSTILE });
    const drafts = get(InvoiceDrafts);
    const line = {
      description: 'Paket <b>20 Mbps</b>',
      quantity: 1,
      unitPrice: Money.of(amount, 'IDR'),
      taxCode: 'NONE',
    };
    const invoiceId = await drafts.create(customerId, [line]);
    await drafts.finalise(invoiceId);
    const { url } = await get(PayLinks).of(invoiceId);
    return { customerId, invoiceId, path: new URL(url).pathname };
  }

  const page = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({ method: 'GET', url: path, headers });
    return { status: answer.statusCode, body: answer.body, headers: answer.headers };
  };
  const post = (path: string, form: Record<string, string>) =>
    app.inject({ method: 'POST', url: path, headers: FORM, payload: new URLSearchParams(form).toString() });
  const way = () => `${gatewayId}|TRANSFER`;
  const attemptsOf = (targetId: string) =>
    database.query<{ id: string; amount: bigint; state: string }>(
      `select id, amount, state from payment_attempts where target_id = $1 order by id`,
      [targetId],
    );

  it('shows the invoice in both languages, everything that people typed escaped, nothing that it does not need', async () => {
    const { path, customerId } = await saveDebtor();
    const phone = '+628110001112';
    await database.execute('update customers set phone = $2 where id = $1', [customerId, phone]);
    const indonesian = await page(path);
    expect(indonesian.status).toBe(200);
    expect(indonesian.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(indonesian.headers['cache-control']).toBe('no-store');
    expect(indonesian.headers['referrer-policy']).toBe('no-referrer');
    expect(indonesian.body).toContain('Rp 150.000');
    expect(indonesian.body).toContain('Pilih cara bayar');
    expect(indonesian.body).not.toMatch(/<img|<b>20|<Mawar/);
    expect(indonesian.body).toContain('RT Net &lt;Mawar&gt;');
    expect(indonesian.body).not.toContain(phone);
    expect(indonesian.body).not.toContain('Rahayu');
    expect(indonesian.body).not.toMatch(/<script(?! src="\/p\/assets\/script\.js" defer><\/script>)/);
    expect((await page(`${path}?lang=en`)).body).toContain('Choose how to pay');
    expect((await page(path, { 'accept-language': 'en-GB' })).body).toContain('Choose how to pay');
    for (const asset of ['/p/assets/style.css', '/p/assets/script.js']) expect((await page(asset)).status).toBe(200);
  });

  it('reserves an amount, tells where to transfer it, and shows the receipt when the bank tells of it', async () => {
    const { path, invoiceId } = await saveDebtor();
    const answer = await post(`${path}/pay`, { way: way(), lang: 'id' });
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toBe(`${path}?lang=id`);
    const [attempt] = await attemptsOf(invoiceId);
    if (!attempt) throw new Error('no attempt');
    expect(attempt.amount).toBeGreaterThan(150_000n);
    const { body } = await page(path);
    expect(body).toContain(`data-copy="${attempt.amount}"`);
    expect(body).toContain('123 456 7890');
    expect(body).toContain('PT Mawar &amp; Co');
    expect(body).toContain('http-equiv="refresh"');
    expect(body).toMatch(new RegExp(`name="amount"[^>]*value="${attempt.amount}"`));
    expect(body).toMatch(/Berlaku sampai [^<]* WIB/);
    expect(JSON.parse((await page(`${path}/status`)).body)).toEqual({ state: 'PENDING' });

    const today = await database.queryOne<{ day: never }>(
      `select (now() at time zone 'Asia/Jakarta')::date::text as day`,
    );
    const line = {
      bookedOn: today?.day as never,
      direction: 'CREDIT' as const,
      amount: attempt.amount,
      description: 'TRSF',
    };
    await get(BankMutations).push(bankAccountId, [line]);
    await get(MutationMatcher).matchAll(bankAccountId);
    expect(JSON.parse((await page(`${path}/status`)).body)).toEqual({ state: 'PAID' });
    const paid = (await page(path)).body;
    expect(paid).toContain('Lunas');
    expect(paid).not.toContain('Pilih cara bayar</h2>');
    const link = /href="[^"]*(\/r\/KW\/[^"]+)"/.exec(paid)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const receipt = await page(link);
    expect([receipt.status, receipt.body.includes('Kuitansi ini asli')]).toEqual([200, true]);
    expect(link).toMatch(/&lang=id$/);
    expect(receipt.body).toMatch(/<dt>Untuk<\/dt>\s*<dd>INV\//);
    expect(receipt.body).not.toMatch(/<img|Rahayu/);
    const wrong = await page(link.replace(/(?<=t=)./, (first) => (first === 'A' ? 'B' : 'A')));
    expect([wrong.status, wrong.body.includes('Rp')]).toEqual([404, false]);
    expect((await post(`${path}/pay`, { way: way() })).statusCode).toBe(422);
  });

  it('F7 makes one attempt of a double click, in parallel too', async () => {
    const { path, invoiceId } = await saveDebtor();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(`${path}/pay`, { way: way() })));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([303]));
    await post(`${path}/pay`, { way: way() });
    expect(await attemptsOf(invoiceId)).toHaveLength(1);
    const reserved = await database.query(
      `select from unique_amount_reservations r join payment_attempts a on a.id = r.attempt_id where a.target_id = $1`,
      [invoiceId],
    );
    expect(reserved).toHaveLength(1);
  });

  it('Z5 answers every wrong token alike, and 429 after many', async () => {
    const { path, invoiceId } = await saveDebtor();
    const over = await saveDebtor();
    await database.execute(`update pay_links set expires_at = now() - interval '1 day' where invoice_id = $1`, [
      over.invoiceId,
    ]);
    const revoked = await saveDebtor();
    await get(PayLinks).revoke(revoked.invoiceId);
    const never = `/p/${'A'.repeat(43)}`;
    const bodies = new Set<string>();
    for (const wrong of [never, over.path, revoked.path, '/p/x', `/p/${invoiceId}`, `${path}x`]) {
      const answer = await page(wrong);
      expect([wrong, answer.status]).toEqual([wrong, 404]);
      bodies.add(answer.body);
    }
    expect(bodies.size).toBe(1);
    expect((await post(`${never}/pay`, { way: way() })).statusCode).toBe(404);
    const statuses = [];
    for (let n = 0; n < 40; n++) statuses.push((await page(never)).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await page(path)).status).toBe(200);
  });

  it("Z5 a link opens nobody else's invoice, top-up or proof", async () => {
    const one = await saveDebtor();
    const other = await saveDebtor(99_000n);
    await post(`${one.path}/top-up`, { way: way(), amount: '50.000' });
    const [topUp] = await database.query<{ id: string }>('select id from wallet_top_ups where customer_id = $1', [
      one.customerId,
    ]);
    expect((await page(`${one.path}?topUp=${topUp?.id}`)).status).toBe(200);
    expect((await page(`${other.path}?topUp=${topUp?.id}`)).status).toBe(404);
    await post(`${other.path}/pay`, {
      way: way(),
      topUp: one.invoiceId,
      invoice: one.invoiceId,
      customerId: one.customerId,
    });
    expect(await attemptsOf(one.invoiceId)).toHaveLength(0);
  });

  it('fills the deposit: all of the money, once', async () => {
    const { path, customerId } = await saveDebtor();
    const started = await Promise.all(
      Array.from({ length: 4 }, () => post(`${path}/top-up`, { way: way(), amount: 'Rp 50.000', lang: 'en' })),
    );
    expect(started.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303]);
    const topUps = await database.query<{ id: string }>('select id from wallet_top_ups where customer_id = $1', [
      customerId,
    ]);
    expect(topUps).toHaveLength(1);
    const [attempt] = await attemptsOf(topUps[0]?.id ?? '');
    expect((await page(started[0]?.headers.location ?? '')).body).toContain('Top up balance');
    const today = await database.queryOne<{ day: never }>(
      `select (now() at time zone 'Asia/Jakarta')::date::text as day`,
    );
    const line = {
      bookedOn: today?.day as never,
      direction: 'CREDIT' as const,
      amount: attempt?.amount ?? 0n,
      description: 'TOPUP',
    };
    await get(BankMutations).push(bankAccountId, [line]);
    await get(MutationMatcher).matchAll(bankAccountId);
    const account = await database.queryOne<{ deposit: bigint }>(
      'select deposit_amount as deposit from billing_accounts where customer_id = $1',
      [customerId],
    );
    expect(account?.deposit).toBe(attempt?.amount);
    expect((await page(started[0]?.headers.location ?? '')).body).toContain('The balance was topped up');
    expect((await post(`${path}/top-up`, { way: way(), amount: '1' })).statusCode).toBe(422);
  });

  it('says so when an invoice is void or paid', async () => {
    const { path, customerId, invoiceId } = await saveDebtor();
    await get(RecordPaymentService).record({
      customerId,
      invoiceId,
      amount: Money.of(150_000n, 'IDR'),
      method: 'CASH',
    });
    expect((await page(path)).body).toContain('Lunas');
  });

  describe('proofs of transfers', () => {
    const photo = (shade = 40) =>
      sharp({ create: { width: 120, height: 80, channels: 3, background: { r: shade, g: 90, b: 10 } } })
        .jpeg()
        .toBuffer();

    /** A form with a file as a browser sends it. */
    function form(file: Buffer, fileName = 'bukti.jpg', type = 'image/jpeg', amount = '150000') {
      const boundary = '----form7MA4YWxk';
      const text = (name: string, value: string) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
      const payload = Buffer.concat([
        Buffer.from(text('lang', 'id') + text('amount', amount) + text('bank', '<i>BCA</i>')),
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\nContent-Type: ${type}\r\n\r\n`,
        ),
        file,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]);
      return { payload, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } };
    }
    const send = (path: string, ...file: Parameters<typeof form>) =>
      app.inject({ method: 'POST', url: `${path}/proof`, ...form(...file) });
    const claimsOf = (customerId: string) =>
      database.query<{ id: string; status: string; duplicateOf: string | null; holdUntil: Date | null }>(
        `select id, status, duplicate_of_id as "duplicateOf", hold_until_at as "holdUntil" from payment_claims
          where customer_id = $1 order by submitted_at`,
        [customerId],
      );

    it('are kept once, shown to staff who may, and approved once: then there is a payment', async () => {
      const { path, customerId, invoiceId } = await saveDebtor();
      const file = await photo();
      expect((await send(path, file, '../../etc/passwd\\..\\x.php')).statusCode).toBe(303);
      expect((await send(path, file)).statusCode).toBe(303);
      const claims = await claimsOf(customerId);
      expect(claims).toMatchObject([{ status: 'SUBMITTED', duplicateOf: null }]);
      expect(claims[0]?.holdUntil).not.toBeNull();
      const id = claims[0]?.id ?? '';
      expect((await page(path)).body).toContain('menunggu pemeriksaan');

      const owner = await staffHeaders(app);
      const url = `/api/v1/payment-claims/${id}`;
      expect((await page(`${url}/file`)).status).toBe(401);
      expect((await page(`${url}/file`, await staffHeaders(app, { permissions: ['payment:read'] }))).status).toBe(403);
      expect((await page(`${url}/file`, await staffHeaders(app, { siteIds: [] }))).status).toBe(404);
      const shown = await app.inject({ method: 'GET', url: `${url}/file`, headers: owner });
      expect(shown.headers['content-type']).toBe('image/jpeg');
      expect(shown.headers['content-disposition']).toBe(`inline; filename="bukti-${id}.jpg"`);
      expect(shown.headers['content-security-policy']).toBe("default-src 'none'; sandbox");
      expect(shown.headers['x-content-type-options']).toBe('nosniff');

      const approve = () => app.inject({ method: 'POST', url: `${url}/approve`, headers: owner, payload: {} });
      const answers = await Promise.all([approve(), approve(), approve()]);
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
      expect(await database.query('select from payments where customer_id = $1', [customerId])).toHaveLength(1);
      const invoice = await database.queryOne('select status from invoices where id = $1', [invoiceId]);
      expect(invoice).toEqual({ status: 'PAID' });
      const reject = await app.inject({
        method: 'POST',
        url: `${url}/reject`,
        headers: owner,
        payload: { reason: 'salah' },
      });
      expect(reject.statusCode).toBe(409);
    });

    it('with the same file again elsewhere hold nothing, and need a second look', async () => {
      const [one, other] = [await saveDebtor(), await saveDebtor()];
      const file = await photo(77);
      await send(one.path, file);
      await send(other.path, file);
      const [claim] = await claimsOf(other.customerId);
      expect(claim).toMatchObject({ status: 'DUPLICATE', holdUntil: null });
      const owner = await staffHeaders(app);
      const approve = (payload: object) =>
        app.inject({ method: 'POST', url: `/api/v1/payment-claims/${claim?.id}/approve`, headers: owner, payload });
      expect((await approve({})).json()).toMatchObject({ code: 'TRANSFERS_CLAIM_DUPLICATE' });
      expect((await approve({ duplicateConfirmed: true })).statusCode).toBe(200);
    });

    it('are told with the reason when they are rejected, and hold no longer than one in two weeks', async () => {
      const { path, customerId } = await saveDebtor();
      await send(path, await photo(10));
      const [claim] = await claimsOf(customerId);
      const owner = await staffHeaders(app);
      const payload = { reason: 'Uang <belum> masuk' };
      await app.inject({ method: 'POST', url: `/api/v1/payment-claims/${claim?.id}/reject`, headers: owner, payload });
      expect((await page(path)).body).toContain('Uang &lt;belum&gt; masuk');
      await send(path, await photo(200));
      expect((await claimsOf(customerId))[1]).toMatchObject({ status: 'SUBMITTED', holdUntil: null });
    });

    it('belong to the transfer that the customer was making: approval and mutation are the same money', async () => {
      const { path, customerId, invoiceId } = await saveDebtor();
      await post(`${path}/pay`, { way: way() });
      const [attempt] = await attemptsOf(invoiceId);
      await send(path, await photo(120), 'a.jpg', 'image/jpeg', String(attempt?.amount));
      const [claim] = await claimsOf(customerId);
      const owner = await staffHeaders(app);
      await app.inject({
        method: 'POST',
        url: `/api/v1/payment-claims/${claim?.id}/approve`,
        headers: owner,
        payload: {},
      });
      expect((await attemptsOf(invoiceId))[0]).toMatchObject({ state: 'PAID' });
      const today = await database.queryOne<{ day: never }>(
        `select (now() at time zone 'Asia/Jakarta')::date::text as day`,
      );
      const line = {
        bookedOn: today?.day as never,
        direction: 'CREDIT' as const,
        amount: attempt?.amount ?? 0n,
        description: 'X',
      };
      await get(BankMutations).push(bankAccountId, [line]);
      await get(MutationMatcher).matchAll(bankAccountId);
      expect(await database.query('select from payments where customer_id = $1', [customerId])).toHaveLength(1);
      const mutation = await database.queryOne('select state from bank_mutations where amount = $1', [attempt?.amount]);
      expect(mutation).toEqual({ state: 'MATCHED' });
    });

    it.each<[string, () => Buffer | Promise<Buffer>, number]>([
      ['HTML with the name and type of a picture', () => Buffer.from('<html><script>alert(1)</script>'), 422],
      ['a polyglot of JPEG and script', () => Buffer.from('\u00ff\u00d8\u00ff/*<script>*/', 'latin1'), 422],
      ['an SVG', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 422],
      ['nothing', () => Buffer.alloc(0), 422],
      ['6 MB', () => Buffer.alloc(6 * 1_048_576, 0xff), 413],
    ])('refuse %s', async (_what, make, status) => {
      const { path, customerId } = await saveDebtor();
      const answer = await send(path, await make());
      expect(answer.statusCode).toBe(status);
      // what was refused stays open
      if (status === 422) expect(answer.body).toMatch(/<details open>\s*<summary>Sudah transfer/);
      expect(await claimsOf(customerId)).toEqual([]);
    });

    it('refuse forms that are none, and other bodies', async () => {
      const { path } = await saveDebtor();
      const broken = await app.inject({
        ...{ method: 'POST', url: `${path}/proof`, payload: 'xx' },
        headers: { 'content-type': 'multipart/form-data; boundary=a' },
      });
      expect(broken.statusCode).toBe(422);
      const json = await app.inject({ method: 'POST', url: `${path}/pay`, payload: { way: way() } });
      expect(json.statusCode).toBeLessThan(500);
      const upload = await app.inject({
        ...{ method: 'POST', url: `/api/v1/payment-claims?customerId=${uuidv7()}&amount=5`, payload: 'MZ' },
        headers: { ...(await staffHeaders(app)), 'content-type': 'application/x-msdownload' },
      });
      expect(upload.statusCode).toBe(415);
    });
  });
});
