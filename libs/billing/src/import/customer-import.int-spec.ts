import { type INestApplicationContext } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import writeWorkbook from 'write-excel-file/node';
import { ClockTravel, FILE_TYPES, PlatformModule } from '@app/platform';
import { BillingConfig } from '../billing.config';
import { Charges } from '../services/catalogue/charges.service';
import { BillingWorld } from '../testing/billing-world.fixture-spec';
import { BillingImportModule } from './billing-import.module';
import { CustomerImports } from './customer-imports.service';
import { failedCustomerRowsCsv } from './http/customer-import.presenter';
import { ImportRepository } from './import.repository';
import { PurgeImportsJob } from './purge-imports.job';
import { RunCustomerImport } from './run-customer-import.service';
import { type ListUpload } from './uploaded-lists.service';

const HEAD = 'Kode;Nama;Telepon;Email;Alamat;Area;Paket;Tanggal Mulai;Hari Tagih;Saldo Awal;Password';

/** One row for every kind of mistake, and what is found. */
const MISTAKES: readonly [string, string][] = [
  ['B1;;;;;;;;;;x', 'name MISSING'],
  ['-B2;Budi;;;;;;;;;x', 'code CODE_INVALID'],
  ['C1;Budi;;;;;;;;;x', 'code CODE_TWICE'],
  ['OLD1;Budi;;;;;;;;;x', 'code CODE_TAKEN'],
  ['B5;Budi;abc;;;;;;;;x', 'phone PHONE_INVALID'],
  ['B6;Budi;081200000001;;;;;;;;x', 'phone PHONE_TWICE'],
  ['B7;Budi;0811999888;;;;;;;;x', 'phone PHONE_TAKEN'],
  ['B8;Budi;;nobody;;;;;;;x', 'email EMAIL_INVALID'],
  ['B9;Budi;;;;Bulan;;;;;x', 'area AREA_UNKNOWN'],
  ['B10;Budi;;;;;NONE;;;;x', 'plan PLAN_UNKNOWN'],
  ['B11;Budi;;;;;OLDPLAN;;;;x', 'plan PLAN_NOT_ADOPTABLE'],
  ['B12;Budi;;;;;HOME;31/02/2027;;;x', 'startsOn DATE_INVALID'],
  ['B13;Budi;;;;;HOME;1999-01-01;;;x', 'startsOn DATE_OUT_OF_RANGE'],
  ['B14;Budi;;;;;HOME;;32;;x', 'anchorDay ANCHOR_DAY_INVALID'],
  ['B15;Budi;;;;;;;5;;x', 'anchorDay PLAN_NEEDED'],
  ['B16;Budi;;;;;;;;=1+1;x', 'openingBalance AMOUNT_INVALID'],
  ['B17;Budi;;;;;;;;9999999999999;x', 'openingBalance AMOUNT_TOO_LARGE'],
  [`B18;${'x'.repeat(121)};;;;;;;;;x`, 'name TOO_LONG'],
];

describe('lists of customers', () => {
  let world: BillingWorld;
  let app: INestApplicationContext;

  beforeAll(async () => {
    world = await BillingWorld.create();
    const imports = [PlatformModule.forRoot('test-import', [BillingConfig]), BillingImportModule];
    const module = await Test.createTestingModule({ imports }).compile();
    module.useLogger(false);
    app = await module.init();
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });
  beforeEach(async () => {
    await world.reset();
    await world.database.execute('truncate imports cascade');
    await app.get(ClockTravel).travelTo(new Date('2027-01-10T10:00:00+07:00'));
    await world.plan(150_000n, { code: 'HOME', name: 'Home 10' });
  });

  const upload = (content: Buffer | string, more: Partial<ListUpload> = {}) =>
    app.get(CustomerImports).start({
      ...{ siteId: world.siteId, format: 'OWN', fileName: 'list.csv', contentType: FILE_TYPES.csv, dryRun: false },
      ...{ content: Buffer.from(content), settings: { sharedPhones: false }, ...more },
    });
  const run = (id: string, signal = new AbortController().signal, attempt = 1) =>
    app.get(RunCustomerImport).run(id, { signal, attempt, progress: () => Promise.resolve() });
  const view = (id: string) => app.get(CustomerImports).get(id);
  const count = async (table: string): Promise<number> =>
    (await world.database.queryOne<{ n: number }>(`select count(*)::int as n from ${table}`))?.n ?? -1;
  const good = (n: number, balance = ''): string =>
    `C${n};Pelanggan ${n};08120000${String(n).padStart(4, '0')};;Jalan ${n};;HOME;;5;${balance};rahasia`;
  const list = (rows: number): string => [HEAD, ...Array.from({ length: rows }, (_, n) => good(n + 1))].join('\r\n');
  const failures = async (id: string): Promise<[number, string][]> => {
    const { rows } = await app.get(CustomerImports).failedRows(id);
    return rows.map(({ rowNo, errors }) => [rowNo, errors.map(({ column, code }) => `${column} ${code}`).join(', ')]);
  };

  it('mended failures go in: their telephone and balance are what they were', async () => {
    const first = await upload([HEAD, 'D1;Budi;+62 812-3456-7890;nobody;;;HOME;;;-25.000;x'].join('\n'));
    await run(first.importId);
    const csv = failedCustomerRowsCsv(await app.get(CustomerImports).failedRows(first.importId));
    const second = await upload(csv.replace(',nobody,', ',budi@contoh.net,'));
    await run(second.importId);
    expect(await view(second.importId)).toMatchObject({ counts: { DONE: 1, FAILED: 0 } });
    expect(await world.database.queryOne(`select phone from customers`)).toEqual({ phone: '+6281234567890' });
    expect(await count('billing_accounts where deposit_amount = 25000')).toBe(1);
  });

  it('does not guess between two plans of one name, and knows which one is still sold', async () => {
    for (const code of ['HOME-A', 'HOME-B']) await world.plan(100_000n, { code, name: 'Rumah' });
    await world.plan(1n, { code: 'OLD-C', name: 'Kantor' });
    await world.database.execute(`update plans set status = 'RETIRED' where code = 'OLD-C'`);
    await world.plan(200_000n, { code: 'NEW-C', name: 'Kantor' });
    const { importId } = await upload(['nama,paket', 'Ani,Rumah', 'Budi,home-b', 'Citra,kantor'].join('\n'));
    await run(importId);
    expect(await failures(importId)).toEqual([[2, 'plan PLAN_AMBIGUOUS']]);
    expect(await count(`subscriptions s join plans p on p.id = s.plan_id where p.code in ('HOME-B', 'NEW-C')`)).toBe(2);
  });

  it('takes 300 rows with every kind of mistake: a dry run writes nothing, the real one what is right', async () => {
    await world.database.execute(
      `insert into customers (id, site_id, code, name, phone, time_zone)
       values (gen_random_uuid(), $1, 'OLD1', 'Lama', '+62811999888', 'Asia/Jakarta')`,
      [world.siteId],
    );
    const retired = await world.plan(1n, { code: 'OLDPLAN' });
    await world.database.execute(`update plans set status = 'RETIRED' where id = $1`, [retired]);
    const rows = Array.from({ length: 300 - MISTAKES.length }, (_, n) =>
      good(n + 1, n % 3 === 0 ? 'Rp 25.000' : n % 3 === 1 ? '-10.000' : ''),
    );
    const content = [HEAD, ...rows, ...MISTAKES.map(([row]) => row)].join('\n');
    const dry = await upload(content, { dryRun: true });
    expect(await run(dry.importId)).toBe('COMPLETED');
    expect(await view(dry.importId)).toMatchObject({ totalCount: 300, counts: { VALID: 282, FAILED: 18, DONE: 0 } });
    expect((await failures(dry.importId)).map(([, said]) => said)).toEqual(MISTAKES.map(([, code]) => code));
    expect(await count('customers')).toBe(1);
    await expect(app.get(CustomerImports).confirm(dry.importId)).rejects.toMatchObject({
      code: 'BILLING_IMPORT_NOT_CLEAN',
    });

    const real = await upload(content);
    expect(await run(real.importId)).toBe('COMPLETED');
    const done = await view(real.importId);
    expect(done).toMatchObject({ state: 'COMPLETED', counts: { VALID: 0, DONE: 282, FAILED: 18 } });
    expect(done.columns).toContainEqual({ header: 'Password', field: null });
    expect(await count('customers')).toBe(283);
    expect(await count('subscriptions')).toBe(282);
    expect(await count(`invoices where total_amount = 25000`)).toBe(94);
    expect(await count(`billing_accounts where deposit_amount = 10000`)).toBe(94);
    expect(await count(`subscriptions where next_period_start <> '2027-02-05'`)).toBe(0);
    expect(await count(`imports where content is not null`)).toBe(0);
    expect(await count(`import_rows where data::text like '%rahasia%'`)).toBe(0);
    await world.mustHold();
    const csv = failedCustomerRowsCsv(await app.get(CustomerImports).failedRows(real.importId));
    expect(csv.split('\r\n')).toHaveLength(20);
    expect(csv).toContain(`'=1+1`);
    await expect(upload(content)).rejects.toMatchObject({ code: 'BILLING_IMPORT_FILE_IMPORTED' });
    expect((await upload(content, { dryRun: true })).importedBefore).toBe(real.importId);
  });

  it('goes on after a crash between two batches and inside one, and makes nothing twice', async () => {
    const { importId } = await upload(list(450));
    const stopped = new AbortController();
    stopped.abort();
    expect(await run(importId, stopped.signal)).toBe('INTERRUPTED');
    expect(await count('customers')).toBe(200);
    await world.database.execute(
      `update import_rows set data = data || '{"openingBalance": "5000"}' where import_id = $1 and row_no = 300`,
      [importId],
    );
    const crash = jest.spyOn(app.get(Charges), 'add').mockRejectedValueOnce(new Error('the process died'));
    await expect(run(importId)).rejects.toThrow('the process died');
    crash.mockRejectedValueOnce(new Error('and again'));
    await expect(run(importId, undefined, 5)).rejects.toThrow('and again');
    crash.mockRestore();
    expect(await view(importId)).toMatchObject({ state: 'FAILED', problem: 'INTERNAL', counts: { DONE: 200 } });
    expect(await count('customers')).toBe(200);
    await app.get(CustomerImports).confirm(importId);
    expect(await run(importId)).toBe('COMPLETED');
    expect(await run(importId)).toBe('NOTHING');
    expect(await count('customers')).toBe(450);
    expect(await count('subscriptions')).toBe(450);
    expect(await count('invoices')).toBe(1);
    await world.mustHold();
  });

  it('carries out a clean dry run once it is confirmed, stops when it is cancelled, and goes on', async () => {
    const { importId } = await upload(list(250), { dryRun: true });
    await run(importId);
    await app.get(CustomerImports).confirm(importId);
    await app.get(CustomerImports).cancel(importId);
    expect(await run(importId)).toBe('CANCELLED');
    expect(await count('customers')).toBe(0);
    await app.get(CustomerImports).confirm(importId);
    expect(await run(importId)).toBe('COMPLETED');
    expect(await count('customers')).toBe(250);
  });

  it('reads workbooks', async () => {
    const cells = [
      ['Name', 'Phone', 'Plan', 'Opening balance'].map((value) => ({ value, type: String })),
      [
        { value: 'José', type: String },
        { value: 81234567890, type: Number },
        { value: 'Home 10', type: String },
        { value: 75000, type: Number },
      ],
    ];
    const content = await writeWorkbook(cells as never).toBuffer();
    const { importId } = await upload(content, { contentType: FILE_TYPES.xlsx });
    expect(await run(importId)).toBe('COMPLETED');
    expect(await count(`customers where name = 'José' and phone = '+6281234567890'`)).toBe(1);
    expect((await world.invoices()).map(({ total }) => total)).toEqual([75_000n]);
    await world.mustHold();
  });

  it('reads tables of PHPNuxBill: customers with their money, then their services', async () => {
    const people = 'id,username,password,fullname,phonenumber,balance\n1,budi,secret,Budi,0812111222,50000.00\n';
    await run((await upload(people, { format: 'PHPNUXBILL_CUSTOMERS' })).importId);
    const services =
      'id,username,namebp,expiration,status,type\n1,budi,Home 10,2027-01-20,on,PPPOE\n2,budi,Home 10,2026-01-20,off,PPPOE\n';
    const { importId } = await upload(services, { format: 'PHPNUXBILL_RECHARGES' });
    expect(await run(importId)).toBe('COMPLETED');
    expect((await view(importId)).counts).toMatchObject({ DONE: 1, SKIPPED: 1, FAILED: 0 });
    expect(await count(`subscriptions where next_period_start = '2027-01-20' and anchor_day = 20`)).toBe(1);
    expect(await count(`billing_accounts where deposit_amount = 50000`)).toBe(1);
    await world.mustHold();
  });

  it('says why a file cannot be read', async () => {
    const { importId } = await upload('foo;bar\n1;2\n');
    await expect(run(importId)).rejects.toMatchObject({ code: 'BILLING_IMPORT_COLUMNS_MISSING' });
    expect(await view(importId)).toMatchObject({ state: 'FAILED', problem: 'BILLING_IMPORT_COLUMNS_MISSING' });
    expect((await upload('foo;bar\n1;2\n')).importedBefore).toBeNull();
  });

  it('are forgotten a month after they ended; counts and findings stay', async () => {
    const { importId } = await upload([HEAD, 'B1;;;;;;;;;;x', good(2)].join('\r\n'));
    await run(importId);
    const job = new PurgeImportsJob(app.get(ImportRepository));
    expect(await job.handle()).toEqual({ rows: 0 });
    await world.database.execute(`update imports set finished_at = finished_at - interval '31 days'`);
    expect([await job.handle(), await job.handle()]).toEqual([{ rows: 1 }, { rows: 0 }]);
    const kept = await world.database.queryOne(
      `select i.content, r.data from imports i join import_rows r on r.import_id = i.id and r.state = 'FAILED'`,
    );
    expect(kept).toEqual({ content: null, data: {} });
    expect(await failures(importId)).toEqual([[2, 'name MISSING']]);
    expect((await view(importId)).counts).toMatchObject({ DONE: 1, FAILED: 1 });
  });
});
