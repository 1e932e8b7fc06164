import { writeFileSync } from 'node:fs';
import { localDate } from '@app/core';
import { PdfRenderer } from '@app/platform';
import { DEFAULT_POLICIES } from '../domain/policies/billing-policies';
import { isPrintable } from './logo';
import { invoicePdf, type PrintedInvoice } from './invoice-pdf';

const LOGO =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const line = {
  description: 'Paket Rumah 20 Mbps',
  periodStart: localDate('2025-11-01'),
  periodEnd: localDate('2025-12-01'),
  quantity: 1,
  unitPrice: 150_000n,
  discount: 0n,
  net: 150_000n,
  tax: 16_500n,
  taxCode: 'PPN',
  taxLabel: '12 %',
  taxBase: 137_500n,
  serviceOf: null,
};

const invoice: PrintedInvoice = {
  number: 'INV/BDG/2025/11/000042',
  status: 'OPEN',
  issuedOn: localDate('2025-11-01'),
  dueOn: localDate('2025-11-10'),
  currency: 'IDR',
  customer: { code: 'C-000017', name: 'Siti Nurhaliza', address: 'Jl. Merdeka 17\nBandung' },
  issuer: {
    ...DEFAULT_POLICIES.issuer,
    name: 'PT Kampung Internet',
    address: 'Jl. Braga 1\nBandung',
    npwp: '01.234.567.8-901.000',
    footer: 'BCA 123 456 7890 a.n. PT Kampung Internet',
    logo: LOGO,
  },
  lines: [
    line,
    {
      ...line,
      description: 'IP statis',
      unitPrice: 50_000n,
      discount: 5_000n,
      net: 45_000n,
      tax: 4_950n,
      taxBase: 41_250n,
      serviceOf: 'Budi',
    },
  ],
  net: 195_000n,
  tax: 21_450n,
  total: 216_450n,
  paid: 100_000n,
  credited: 0n,
  payUrl: 'https://bayar.example.net/p/0123456789abcdefghijklmnopqrstuvwxyzABCDEFG',
};

const [A4_WIDTH, MARGIN] = [595, 40];

/** A PNG that says that it is 100,000 pixels wide. */
const huge = Buffer.from(LOGO.slice(LOGO.indexOf(',') + 1), 'base64');
huge.writeUInt32BE(100_000, 16);

describe('the PDF of an invoice', () => {
  const renderer = new PdfRenderer();

  it.each(['id', 'en'] as const)('is a PDF of one page in %s', async (language) => {
    const file = await renderer.render(invoicePdf(invoice, language));
    if (process.env.PDF_OUT) writeFileSync(`${process.env.PDF_OUT}-${language}.pdf`, file);
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    expect(file.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
  });

  it('runs over as many pages as its lines need, with the heading of the table on each', async () => {
    const long = { ...invoice, lines: Array.from({ length: 240 }, () => line) };
    const file = await renderer.render(invoicePdf(long, 'id'));
    expect(file.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
  });

  it('breaks words that are too long, so that no amount runs off the page', async () => {
    const long = 'PAKET_RUMAH_20MBPS_PROMO_RAMADAN_2026_UNLIMITED_TANPA_FUP';
    const issuer = { ...invoice.issuer, name: long };
    const lines = invoice.lines.map((one) => ({ ...one, description: long, serviceOf: long }));
    const definition = invoicePdf({ ...invoice, issuer, lines, customer: { ...invoice.customer, name: long } }, 'id');
    const text = (await renderer.render({ ...definition, compress: false })).toString('latin1');
    const starts = [...text.matchAll(/1 0 0 1 (\S+) \S+ Tm/g)].map(([, x]) => Number(x));
    expect(starts.length).toBeGreaterThan(30);
    expect(Math.max(...starts)).toBeLessThan(A4_WIDTH - MARGIN);
  });

  it('prints names in other scripts without a failure; what the font lacks is an empty box', async () => {
    const customer = { ...invoice.customer, name: 'Ünïcødé Привет 李小龙 مرحبا ꦱꦸꦫ 😀', address: 'ไทย 日本語' };
    expect(await renderer.render(invoicePdf({ ...invoice, customer }, 'id'))).toBeInstanceOf(Buffer);
  });

  it.each([
    ['a picture', LOGO, true],
    ['no picture', 'data:image/png;base64,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', false],
    ['half a picture', LOGO.slice(0, 60), false],
    ['too large a picture', `data:image/png;base64,${huge.toString('base64')}`, false],
  ])('takes as a logo only what it can print: %s', async (_, logo, taken) => {
    expect(await isPrintable(logo, renderer)).toBe(taken);
  });

  it('fetches nothing, whatever an address of an image says', async () => {
    const issuer = { ...invoice.issuer, logo: 'http://169.254.169.254/latest' };
    await expect(renderer.render(invoicePdf({ ...invoice, issuer }, 'id'))).rejects.toThrow();
    const file = { ...invoice.issuer, logo: '/etc/passwd' };
    await expect(renderer.render(invoicePdf({ ...invoice, issuer: file }, 'id'))).rejects.toThrow();
  });
});
