import { ClsService } from 'nestjs-cls';
import { uuidv7 } from '@app/core';
import { CurrentActor, siteScope } from '@app/platform';
import { VoucherBench } from '../../../../../test/support/vouchers/voucher-bench';
import { VoucherBatches } from '../../services/voucher-batches.service';
import { VoucherSales } from '../../services/voucher-sales.service';
import { VoucherFileRepository } from '../repositories/voucher-file.repository';
import { VoucherFiles } from './voucher-files.service';
import { VoucherTemplates } from './voucher-templates.service';

const SHEET = '01940000-0000-7000-8000-000000000001';
const ROLL = '01940000-0000-7000-8000-000000000003';
const print = { templateId: SHEET, format: 'html', language: 'id' } as const;

describe('printed vouchers', () => {
  let bench: VoucherBench;

  beforeAll(async () => {
    bench = await VoucherBench.start();
  });
  afterAll(() => bench.close());

  const files = (): VoucherFiles => bench.get(VoucherFiles);
  const templates = (): VoucherTemplates => bench.get(VoucherTemplates);

  async function batch(more: Parameters<VoucherBench['order']>[1] = {}): Promise<string> {
    const { id } = await bench.profile();
    const { id: made, quantity, style } = await bench.get(VoucherBatches).place(bench.order(id, more));
    await bench.make({ batchId: made, quantity, style });
    return made;
  }

  async function content(id: string, more: object = {}): Promise<Buffer> {
    const started = await files().print(id, { ...print, ...more });
    if (!('file' in started)) throw new Error('a worker makes it');
    return started.file.content;
  }

  it('come in three templates, each of which can be looked at', async () => {
    const { items } = await templates().list({ limit: 10 });
    expect(items.map(({ name, siteId }) => [name, siteId])).toEqual([
      ['58 mm', null],
      ['A4, 120', null],
      ['A4, 24', null],
    ]);
    for (const template of items) expect(templates().preview(template, 'en')).toContain('contoh0001');
    await expect(templates().update(SHEET, 1, { name: 'x' })).rejects.toMatchObject({
      code: 'VOUCHER_PRINT_TEMPLATE_BUILT_IN',
    });
  });

  it('are on sheets, on rolls and in PDF files, pages full, with passwords of their own', async () => {
    const style = { prefix: 'W', length: 9, alphabet: 'MIXED', passwordMode: 'OWN' } as const;
    const id = await batch({ quantity: 30, style });
    const codes = await bench.codes(id);
    const page = (await content(id)).toString();
    for (const code of codes) expect(page).toContain(code);
    expect(page.match(/Sandi: [a-z0-9]{6}/g)).toHaveLength(30);
    const pdf = (await content(id, { format: 'pdf' })).toString('latin1');
    expect(pdf.startsWith('%PDF')).toBe(true);
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(2);
    const roll = (await content(id, { format: 'text58', templateId: ROLL, first: 3, count: 2 })).toString();
    expect(codes.filter((code) => roll.includes(code))).toHaveLength(2);
    expect(
      (await content(id, { format: 'pdf', templateId: ROLL })).toString('latin1').match(/\/Type \/Page\b(?!s)/g),
    ).toHaveLength(30);
    await expect(content(id, { first: 31 })).rejects.toMatchObject({ code: 'VOUCHER_PRINT_NOTHING_TO_PRINT' });
  });

  it('fill a page of 120 and no second one', async () => {
    const id = await batch({ quantity: 120 });
    const [dense] = (await templates().list({ limit: 10 })).items.filter(({ perPage }) => perPage === 120);
    const pdf = (await content(id, { format: 'pdf', templateId: dense?.id })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  });

  it('leave their trace: every print counts and is audited', async () => {
    const id = await batch();
    await content(id);
    await content(id);
    expect(await bench.get(VoucherFileRepository).prints(id)).toBe(2);
    const rows = await bench.database.query(
      `select from audit_intake where action = 'voucher-batch.printed' and subject_id = $1`,
      [id],
    );
    expect(rows).toHaveLength(2);
  });

  it('of a big batch are made by a worker, lie sealed, and go after a day', async () => {
    const id = await batch({ quantity: 501 });
    const started = await files().print(id, print);
    if (!('fileId' in started)) throw new Error('it was not big');
    await expect(files().content(started.fileId)).rejects.toMatchObject({ code: 'VOUCHER_PRINT_FILE_NOT_READY' });
    await Promise.all([files().render(started.fileId), files().render(started.fileId)]);
    const [code = ''] = await bench.codes(id);
    expect((await files().content(started.fileId)).content.toString()).toContain(code);
    const row = await bench.database.queryOne<{ sealed: string }>(
      'select file_sealed as sealed from voucher_files where id = $1',
      [started.fileId],
    );
    expect(row?.sealed).not.toContain(code);
    expect(await bench.get(VoucherFileRepository).forget(new Date('2100-01-01'))).toBe(1);
    await expect(files().content(started.fileId)).rejects.toMatchObject({ code: 'CORE_NOT_FOUND' });
    expect((await files().list({ limit: 10 }, id)).items).toHaveLength(1);
  });

  it('are listed as CSV, XLSX and PDF, no cell of which is a formula', async () => {
    const id = await batch({ name: '=cmd()', quantity: 3 });
    const [code = ''] = await bench.codes(id);
    await bench.get(VoucherSales).sell({ code });
    const csv = await files().export(id, { format: 'csv', language: 'id' });
    const text = 'file' in csv ? csv.file.content.toString() : '';
    expect(text.split('\r\n')).toHaveLength(5);
    expect(text).toContain(`,'=cmd(),`);
    expect(text.split('\r\n').find((line) => line.includes(code))).toMatch(/,SOLD,.*,5000,5000,IDR,/);
    const xlsx = await files().export(id, { format: 'xlsx', language: 'id' });
    const book = 'file' in xlsx ? xlsx.file.content : Buffer.alloc(0);
    expect(book.subarray(0, 2).toString()).toBe('PK');
    const pdf = await files().export(id, { format: 'pdf', language: 'en', first: 2 });
    expect('file' in pdf ? pdf.file.content.subarray(0, 4).toString() : '').toBe('%PDF');
  });

  it('are nobody else’s: neither batches and files of another reseller nor templates of another site', async () => {
    const [own, other] = [uuidv7(), uuidv7()];
    for (const id of [own, other]) {
      await bench.database.execute('insert into resellers (id, site_id, name) values ($1, $2, $3)', [
        id,
        bench.site,
        id,
      ]);
    }
    const [mine, theirs] = [await batch({ resellerId: own }), await batch({ resellerId: other, quantity: 501 })];
    const started = await files().print(theirs, print);
    await bench.get(ClsService).run(async () => {
      const scope = { ...siteScope([bench.site]), resellerId: own };
      bench.get(CurrentActor).set({ kind: 'user', id: own, name: 'R', permissions: new Set(), scope });
      expect((await content(mine)).toString()).toContain('<article>');
      const notFound = { code: 'CORE_NOT_FOUND' };
      await expect(content(theirs)).rejects.toMatchObject(notFound);
      await expect(files().export(theirs, { format: 'csv', language: 'id' })).rejects.toMatchObject(notFound);
      await expect(files().list({ limit: 10 }, theirs)).rejects.toMatchObject(notFound);
      if ('fileId' in started) await expect(files().content(started.fileId)).rejects.toMatchObject(notFound);
      const layout = { paper: 'ROLL58', perPage: null, lines: [], loginHost: '', phone: '' } as const;
      await expect(templates().create({ ...layout, siteId: bench.site, name: 'x' })).rejects.toMatchObject(notFound);
    });
  });
});
