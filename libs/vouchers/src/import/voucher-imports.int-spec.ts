import { RunCustomerImport } from '@app/billing';
import { FILE_TYPES } from '@app/platform';
import { type SimulatedRouter, startRouter } from '../../../../apps/simulator/src';
import { VoucherBench } from '../../../../test/support/vouchers/voucher-bench';
import { VoucherFiles } from '../print/services/voucher-files.service';
import { FirstLogins } from '../services/first-logins.service';
import { HotspotPoll } from '../services/hotspot-poll.service';
import { Vouchers } from '../services/vouchers.service';
import { ForgetListPasswordsJob } from './forget-list-passwords.job';
import { VoucherImports, VoucherLists } from './voucher-imports.service';

const HEAD = 'Username,Password,Profile,Time Limit,Data Limit,Comment';

describe('voucher lists of other systems', () => {
  let bench: VoucherBench;
  let packageCode: string;

  beforeAll(async () => {
    bench = await VoucherBench.start();
    packageCode = (await bench.profile({ name: 'Satu Jam' })).code;
  });
  afterAll(() => bench.close());

  const lists = () => bench.get(VoucherLists);
  const read = (code: string) => bench.get(Vouchers).get(code);

  const upload = async (text: string, more: { dryRun?: boolean; format?: string } = {}) => {
    const { format = 'MIKHMON_VOUCHERS', dryRun = false } = more;
    const settings = { packages: { '1JAM': packageCode } };
    const file = { fileName: 'warung.csv', contentType: FILE_TYPES.csv, content: Buffer.from(text) };
    return (await lists().start({ siteId: bench.site, format, dryRun, ...file, settings })).importId;
  };
  const run = (importId: string, signal = new AbortController().signal) =>
    bench.get(RunCustomerImport).run(importId, { signal, attempt: 1, progress: () => Promise.resolve() });
  const counts = async (id: string) => (await lists().get(id)).counts;

  it('dry runs write no voucher; wrong rows come back whole, with their passwords', async () => {
    const rows = [
      'm-1,m-1,1JAM,,,vc-1',
      'm-2,rahasia,Bulanan,,,up-1',
      'm-1,m-1,1JAM,,,vc-1',
      'm-3,x3,satu jam,1h,,up-2',
    ];
    const id = await upload([HEAD, ...rows].join('\n'), { dryRun: true });
    expect(await run(id)).toBe('COMPLETED');
    expect(await counts(id)).toEqual({ VALID: 2, DONE: 0, SKIPPED: 0, FAILED: 2 });
    await expect(read('m-1')).rejects.toMatchObject({ code: 'VOUCHERS_NOT_FOUND' });
    const { rows: failed } = await bench.get(VoucherImports).failedRows(id);
    expect(failed.map(({ data: { code, password }, errors }) => [code, password, errors[0]?.code])).toEqual([
      ['m-2', 'rahasia', 'PACKAGE_UNKNOWN'],
      ['m-1', 'm-1', 'CODE_TWICE'],
    ]);
    const kept = await bench.database.query<{ text: string }>(
      `select r.data::text as text from import_rows r where r.import_id = $1`,
      [id],
    );
    expect(kept.map(({ text }) => text).join()).not.toMatch(/rahasia|x3/);
    await expect(lists().confirm(id)).rejects.toMatchObject({ code: 'BILLING_IMPORT_NOT_CLEAN' });
  });

  it('come in with states, first logins and ends; broken off they go on, repeated they make nothing', async () => {
    const many = Array.from({ length: 450 }, (_, n) => `n-${n},n-${n},1JAM,,,vc-9`);
    const text = [HEAD, 'own-1,rahasia,1JAM,2h,1G,up-9', 'act-1,act-1,1JAM,,,2099-01-02 10:00:00', ...many].join('\n');
    const id = await upload(text);
    const stop = new AbortController();
    stop.abort();
    expect(await run(id, stop.signal)).toBe('INTERRUPTED');
    expect((await counts(id)).DONE).toBe(200);
    expect(await Promise.all([run(id), run(id)]).then((ends) => ends.sort())).toEqual(['COMPLETED', 'NOTHING']);
    expect(await counts(id)).toEqual({ VALID: 0, DONE: 452, SKIPPED: 0, FAILED: 0 });
    expect(await read('own-1')).toMatchObject({
      ...{ state: 'AVAILABLE', password: 'rahasia', uptimeLimitSeconds: 7_200n, dataLimitBytes: 1_073_741_824n },
    });
    expect(await read('act-1')).toMatchObject({
      ...{ state: 'ACTIVE', expiresAt: new Date('2099-01-02T03:00:00Z'), soldAmount: null },
    });
    const batch = (await read('n-1')).batchId ?? '';
    const list = await bench.get(VoucherFiles).export(batch, { format: 'csv', language: 'id' });
    expect('file' in list && list.file.content.toString().split('\r\n').length - 2).toBe(452);
    await expect(upload(text)).rejects.toMatchObject({ code: 'BILLING_IMPORT_FILE_IMPORTED' });
    const again = await upload(`${text}\n`);
    await run(again);
    expect(await counts(again)).toMatchObject({ DONE: 0, SKIPPED: 452, FAILED: 0 });
    expect(await bench.findings()).toMatchObject({ proved: true });
  });

  it('our own exports come back as they went', async () => {
    const text = 'kode,sandi,status,paket,harga,berlaku sampai,login pertama,berakhir,detik terpakai\r\n';
    const row =
      'own-9,,aktif,Satu Jam,7000,,2026-11-01 08:00,2099-11-02 08:00,60\r\nown-8,,terjual,Satu Jam,7000,,,,\r\n';
    const id = await upload(text + row, { format: 'OWN_VOUCHERS', dryRun: true });
    await run(id);
    await lists().confirm(id);
    await run(id);
    expect(await read('own-9')).toMatchObject({
      ...{ state: 'ACTIVE', priceAmount: 7_000n, usedSeconds: 60n, firstLoginAt: new Date('2026-11-01T01:00:00Z') },
    });
    expect(await read('own-8')).toMatchObject({ state: 'SOLD', soldAt: null });
    expect(await bench.get(Vouchers).redeem('own-8')).toMatchObject({ state: 'ACTIVE' });
  });

  describe('from a router', () => {
    let router: SimulatedRouter;
    let routerId: string;

    beforeAll(async () => {
      router = await startRouter({ version: '7.16', network: 21, hotspot: { portalPort: 0 }, name: 'mikhmon' });
      routerId = await bench.register(router);
      router.run('/ip/hotspot/user/profile/add', '=name=1JAM');
      const user = (name: string, ...more: string[]) =>
        router.run('/ip/hotspot/user/add', `=name=${name}`, `=password=${name}`, '=profile=1JAM', ...more);
      user('r-new', '=comment=vc-77-wärung Ελ');
      user('r-run', '=comment=jan/02/2099 10:00:00');
      user('r-member', '=comment=Pak Budi');
    });
    afterAll(() => router.close());

    const take = async (dryRun = false) => {
      const terms = { dryRun, packages: { '1JAM': packageCode } };
      const { importId } = await bench.get(VoucherImports).startFromRouter(routerId, terms);
      await run(importId);
      return importId;
    };
    const user = (name: string) => router.rows('/ip/hotspot/user').find((row) => row.name === name);

    it('vouchers become ours with their users, members stay as they are (requirements 23, 24)', async () => {
      const id = user('r-new')?.['.id'];
      expect(await counts(await take())).toMatchObject({ DONE: 2, SKIPPED: 1, FAILED: 0 });
      await bench.sync(routerId);
      expect(user('r-new')).toMatchObject({ '.id': id, profile: `lg-${packageCode}` });
      expect(user('r-new')?.comment).toMatch(/^vc-77-wärung Ελ langgan:voucher-/);
      expect(user('r-member')).toMatchObject({ profile: '1JAM', comment: 'Pak Budi' });
      expect(await counts(await take(true))).toMatchObject({ VALID: 0, FAILED: 0 });
      router.hotspot.join({ mac: '02:00:00:00:00:77' });
      expect(router.hotspot.login('02:00:00:00:00:77', 'r-new', 'r-new')).toMatchObject({ ok: true });
      expect(await bench.get(HotspotPoll).poll(routerId)).toBe('read');
      expect(await read('r-new')).toMatchObject({ state: 'ACTIVE' });
      const { expiresAt } = await read('r-run');
      await bench.database.transaction(() =>
        bench.get(FirstLogins).detected({
          ...{ routerId, at: new Date('2027-01-01'), before: null },
          readings: [{ name: 'r-run', seconds: 60n, bytes: 0n, sessionSeconds: 60, mac: null }],
        }),
      );
      expect((await read('r-run')).expiresAt).toEqual(expiresAt);
    });

    it('a router that is away ends the import with that reason, and confirming it goes on', async () => {
      router.run('/ip/hotspot/user/add', '=name=r-late', '=password=r-late', '=profile=1JAM', '=comment=vc-78');
      const terms = { dryRun: false, packages: { '1JAM': packageCode } };
      const { importId } = await bench.get(VoucherImports).startFromRouter(routerId, terms);
      router.faults.set({ refuse: { command: '/ip/hotspot/user', message: 'not enough permissions (9)' } });
      const attempt = { signal: new AbortController().signal, attempt: 5, progress: () => Promise.resolve() };
      await expect(bench.get(RunCustomerImport).run(importId, attempt)).rejects.toThrow();
      expect(await lists().get(importId)).toMatchObject({ state: 'FAILED', counts: { DONE: 1 } });
      router.faults.clear();
      await lists().confirm(importId);
      expect(await run(importId)).toBe('COMPLETED');
      expect(user('r-late')?.comment).toContain('langgan:voucher-');
    });
  });

  it('passwords of what never became a voucher go after a month', async () => {
    await bench.database.execute(`update imports set finished_at = finished_at - interval '31 days'`);
    expect((await bench.get(ForgetListPasswordsJob).handle()).forgotten).toBeGreaterThan(0);
  });
});
