import { formatAmount, type Language } from '@app/core';
import { type PdfDefinition } from '@app/platform';
import { type OpenVoucher } from './voucher-renderer.service';

type Texts = Readonly<Record<Language, string>>;
type Column = readonly [title: Texts, width: number | '*', value: (one: OpenVoucher, language: Language) => string];

const STATES: Readonly<Record<OpenVoucher['state'], Texts>> = {
  AVAILABLE: { id: 'Tersedia', en: 'Available' },
  SOLD: { id: 'Terjual', en: 'Sold' },
  ACTIVE: { id: 'Aktif', en: 'In use' },
  USED: { id: 'Habis', en: 'Used up' },
  EXPIRED: { id: 'Kedaluwarsa', en: 'Expired' },
  VOID: { id: 'Batal', en: 'Void' },
};

const COLUMNS: readonly Column[] = [
  [{ id: 'No', en: 'No' }, 26, ({ number }) => String(number)],
  [{ id: 'Kode', en: 'Code' }, '*', ({ code }) => code],
  [{ id: 'Sandi', en: 'Password' }, '*', ({ code, password }) => password || code],
  [{ id: 'Status', en: 'State' }, 62, ({ state }, language) => STATES[state][language]],
  [{ id: 'Harga', en: 'Price' }, 68, (one) => formatAmount(one.priceAmount, one.currency)],
  [{ id: 'Terjual', en: 'Sold' }, 78, (one) => local(one.soldAt, one.timeZone)],
  [{ id: 'Login pertama', en: 'First login' }, 78, (one) => local(one.firstLoginAt, one.timeZone)],
  [{ id: 'Berlaku sampai', en: 'Good until' }, 78, (one) => local(one.expiresAt ?? one.validUntil, one.timeZone)],
];

/** A list of vouchers with their states, on A4 across; times are the site's. */
export function voucherListPdf(vouchers: readonly OpenVoucher[], title: string, language: Language): PdfDefinition {
  const head = COLUMNS.map(([texts]) => ({ text: texts[language], bold: true }));
  const body = vouchers.map((one) => COLUMNS.map(([, , value]) => ({ text: value(one, language) })));
  const packages = [...new Set(vouchers.map(({ profileName }) => profileName))].join(', ');
  return {
    info: { title },
    pageSize: 'A4',
    pageOrientation: 'landscape',
    pageMargins: 28,
    defaultStyle: { fontSize: 8 },
    footer: (page, pages) => ({ text: `${page} / ${pages}`, alignment: 'right', fontSize: 7, margin: [28, 4] }),
    content: [
      { text: title, fontSize: 12, bold: true },
      { text: `${vouchers[0]?.siteName ?? ''} · ${packages}`, margin: [0, 2, 0, 6] },
      {
        table: { headerRows: 1, dontBreakRows: true, widths: COLUMNS.map(([, width]) => width), body: [head, ...body] },
        layout: 'lightHorizontalLines',
      },
    ],
  };
}

function local(at: Date | null, timeZone: string): string {
  return at === null ? '' : FORMAT(timeZone).format(at).replace(',', '');
}

const FORMAT = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
