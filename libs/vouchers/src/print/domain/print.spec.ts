import { renderSheet } from '../services/render-sheet';
import { voucherEscPos, voucherText } from '../services/voucher-roll';
import { printJob } from './print-job';
import { sampleVouchers } from './sample-vouchers';
import { gridOf, measureCard, SHEET, SIZE_FACTORS } from './sheet';
import { checkLines, filledLine, type TemplateLayout, type TemplateLine, type VoucherValues } from './voucher-template';
import { loginLink, voucherValues } from './voucher-values';

const line = (text: string, more: Partial<TemplateLine> = {}): TemplateLine => ({
  ...{ text, size: 'M', bold: false, align: 'CENTER' },
  ...more,
});
const LINES = [
  line('{site}'),
  line('{code}', { size: 'XL' }),
  line('Sandi: {password}'),
  line('{price}'),
  line('{qr}'),
];
const A4: TemplateLayout = { paper: 'A4', perPage: 24, lines: LINES, loginHost: 'wifi.desa.id', phone: '' };
const ROLL: TemplateLayout = { ...A4, paper: 'ROLL58', perPage: null };
const [SAMPLE] = sampleVouchers(1);
const how = { title: 'T', language: 'id' as const };

describe('print templates', () => {
  it('knows its variables and no other', () => {
    expect(checkLines([line('{code} {price} {validity} {quota}')]).ok).toBe(true);
    expect(checkLines([line('a'), line('{cost}')])).toEqual({ ok: false, error: { line: 2, variable: 'cost' } });
    expect(checkLines([line('Scan {qr}')])).toEqual({ ok: false, error: { line: 1, variable: 'qr' } });
    expect(checkLines([line('{__proto__}')]).ok).toBe(false);
  });

  it('leaves out a line that has nothing to say, and puts values into no variables of their own', () => {
    const values = { password: '', code: '{password}', price: 'Rp 1' } as VoucherValues;
    expect(filledLine('Sandi: {password}', values)).toBeNull();
    expect(filledLine('{code} {password}', values)).toBe('{password}');
    expect(filledLine('Hanya teks', values)).toBe('Hanya teks');
  });

  it('says how long and how much, and logs in by its link', () => {
    const values = SAMPLE && voucherValues({ ...SAMPLE, validityMinutes: 90 }, A4, 'en');
    expect(values).toMatchObject({
      validity: '90 minutes',
      quota: '12 hours / 5 GB',
      price: 'Rp 5.000',
      login: 'wifi.desa.id',
    });
    expect(loginLink('wifi.desa.id', 'a&b', '')).toBe('http://wifi.desa.id/login?username=a%26b&password=a%26b');
    expect(loginLink('wifi.desa.id', 'a', 'p w')).toBe('http://wifi.desa.id/login?username=a&password=p%20w');
    expect(loginLink('', 'abc', 'x')).toBe('abc');
  });

  it.each(Array.from({ length: 113 }, (_, n) => n + 8))('has room for %i on a page', (perPage) => {
    const { columns, rows, cellWidth, cellHeight } = gridOf(perPage);
    expect(columns * rows).toBeGreaterThanOrEqual(perPage);
    expect(cellWidth * columns).toBeLessThanOrEqual(SHEET.width + 1e-6);
    expect(cellHeight * rows).toBeLessThanOrEqual(SHEET.height + 1e-6);
    const longest = [12, 12, 14, 9, 0];
    const { font, qr, beside, padding } = measureCard(LINES, longest, { width: cellWidth, height: cellHeight });
    const texts = LINES.filter(({ text }) => text !== '{qr}');
    const height = texts.reduce((sum, { size }) => sum + SIZE_FACTORS[size] * font * 1.2, 0) + (beside ? 0 : qr);
    expect(height).toBeLessThanOrEqual(cellHeight - 2 * padding + 1e-6);
    const widest = Math.max(...texts.map(({ size }, n) => (longest[n] ?? 0) * SIZE_FACTORS[size] * font * 0.6));
    expect(widest + (beside ? qr + 1 : 0)).toBeLessThanOrEqual(cellWidth - 2 * padding + 1e-6);
  });

  it('escapes whatever people typed', () => {
    const evil = sampleVouchers(30).map((one) => ({ ...one, siteName: `<img src=x onerror="a('b')">` }));
    const page = renderSheet(printJob({ ...A4, phone: '</style><script>1</script>' }, evil, { ...how, title: '<b>' }));
    expect(page).not.toMatch(/<img|<script|<b>|onerror="/);
    expect(page).toContain('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;');
    expect(page.match(/<article>/g)).toHaveLength(30);
    expect(page.match(/<section/g)).toHaveLength(2);
    expect(page.match(/<svg class="qr"/g)).toHaveLength(30);
  });

  it('fits rolls of 32 columns in ASCII, and gives the printer its QR code', () => {
    const vouchers = sampleVouchers(2).map((one) => ({
      ...one,
      siteName: 'Wifi Désa \u001b@ yang namanya panjang sekali ☺',
    }));
    const job = printJob(ROLL, vouchers, how);
    const text = voucherText(job);
    expect(text).toMatch(/^[\n\x20-\x7e]+$/);
    expect(text.split('\n').every((one) => one.length <= 32)).toBe(true);
    for (const part of ['contoh0001', 'contoh0002', 'Sandi: rahasia', 'Rp 5.000']) expect(text).toContain(part);
    const bytes = voucherEscPos(job).toString('latin1');
    expect(bytes).toContain('http://wifi.desa.id/login?username=contoh0002&password=rahasia');
    expect(bytes.split('\u001dV')).toHaveLength(3);
  });
});
