import { encode } from 'iconv-lite';
import { csvLine } from '@app/platform';
import { amountOf, dayOf } from './cell-values';
import { columnsOf, CUSTOMER_FORMATS } from './import-format';
import { readTable } from './read-table';

describe('cells of lists', () => {
  it.each([
    ['150000', 150_000n],
    ['Rp 150.000', 150_000n],
    ['150,000.00', 150_000n],
    ['1.250.000,00', 1_250_000n],
    ['-25.000', -25_000n],
    ['150000.00', 150_000n],
    ['Rp150.000,-', 150_000n],
    ['0', 0n],
    ['150,50', undefined],
    ['=1+1', undefined],
    ['12.34.56', undefined],
    ['', undefined],
  ])('reads the amount %s', (text, amount) => {
    expect(amountOf(text, 'IDR')).toBe(amount);
  });

  it.each([
    ['2027-01-31', '2027-01-31'],
    ['31/01/2027', '2027-01-31'],
    ['1-2-2027', '2027-02-01'],
    ['2027-01-31 10:00:00', '2027-01-31'],
    ['31/02/2027', undefined],
    ['besok', undefined],
  ])('reads the day %s', (text, day) => {
    expect(dayOf(text)).toBe(day);
  });
});

describe('files of lists', () => {
  it('come with commas, semicolons and tabs', async () => {
    for (const mark of [',', ';', '\t']) {
      const table = await readTable(Buffer.from(`kode${mark}nama\r\nA1${mark}"Budi${mark} S"\r\n\r\n`), false);
      expect(table).toEqual({ header: ['kode', 'nama'], rows: [['A1', `Budi${mark} S`.replace('\t', ' ')]] });
    }
  });

  it('come in UTF-8 with a BOM, and in windows-1252', async () => {
    const utf8 = await readTable(Buffer.from('\uFEFFnama;alamat\nJosé;Café\n'), false);
    const excel = await readTable(encode('nama;alamat\nJosé;Café\n', 'windows-1252'), false);
    expect(utf8).toEqual({ header: ['nama', 'alamat'], rows: [['José', 'Café']] });
    expect(excel).toEqual(utf8);
  });

  it('come in UTF-16, as Excel writes "Unicode text"', async () => {
    const table = await readTable(encode('nama\talamat\nJosé\tМосква\n', 'utf16le', { addBOM: true }), false);
    expect(table).toEqual({ header: ['nama', 'alamat'], rows: [['José', 'Москва']] });
  });

  it('take back the mark by which our own files keep formulas from being run (S4)', async () => {
    const cells = ['+6281234567890', '-25000', '=1+1', "'Aisyah", '@budi'];
    const table = await readTable(Buffer.from(`a,b,c,d,e\r\n${csvLine(cells)}`), false);
    expect(table.rows).toEqual([cells]);
  });

  it('are refused when they are empty, broken or too wide', async () => {
    await expect(readTable(Buffer.from('nama\n'), false)).rejects.toMatchObject({ code: 'BILLING_IMPORT_FILE_EMPTY' });
    await expect(readTable(Buffer.from('nama\n"Budi\n'), false)).rejects.toMatchObject({
      code: 'BILLING_IMPORT_FILE_UNREADABLE',
    });
    await expect(readTable(Buffer.from('no zip'), true)).rejects.toMatchObject({
      code: 'BILLING_IMPORT_FILE_UNREADABLE',
    });
    await expect(readTable(Buffer.from(`nama${','.repeat(200)}\nBudi`), false)).rejects.toMatchObject({
      code: 'BILLING_IMPORT_FILE_TOO_LARGE',
    });
  });

  it('have headers in both languages, and others that are left out', () => {
    const columns = columnsOf(CUSTOMER_FORMATS.OWN, ['Kode', 'customer_name', 'No HP', 'PPPoE password']);
    expect(columns.map(({ field }) => field)).toEqual(['code', 'name', 'phone', null]);
  });
});
