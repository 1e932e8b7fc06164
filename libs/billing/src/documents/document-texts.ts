import { type Language, type LocalDate } from '@app/core';

/** What documents say, in both languages. */
export const DOCUMENT_TEXTS = {
  id: {
    invoice: 'TAGIHAN',
    creditNote: 'NOTA KREDIT',
    number: 'Nomor',
    issuedOn: 'Tanggal',
    dueOn: 'Jatuh tempo',
    billedTo: 'Kepada',
    ofInvoice: 'Untuk tagihan',
    reason: 'Alasan',
    description: 'Uraian',
    period: 'Masa',
    quantity: 'Jml',
    unitPrice: 'Harga',
    discount: 'Potongan',
    net: 'Jumlah',
    subtotal: 'Subtotal',
    tax: 'Pajak',
    taxBase: 'DPP nilai lain',
    total: 'Total',
    paid: 'Sudah dibayar',
    credited: 'Nota kredit',
    due: 'Harus dibayar',
    offset: 'Mengurangi tagihan',
    wallet: 'Menjadi saldo',
    scanToPay: 'Pindai untuk membayar',
    servicesOf: 'Layanan',
    page: (page: number, pages: number) => `Halaman ${page} dari ${pages}`,
    stamps: { OPEN: '', PAID: 'LUNAS', VOID: 'BATAL', UNCOLLECTIBLE: '', DRAFT: 'KONSEP' },
  },
  en: {
    invoice: 'INVOICE',
    creditNote: 'CREDIT NOTE',
    number: 'Number',
    issuedOn: 'Date',
    dueOn: 'Due on',
    billedTo: 'Billed to',
    ofInvoice: 'For invoice',
    reason: 'Reason',
    description: 'Description',
    period: 'Period',
    quantity: 'Qty',
    unitPrice: 'Price',
    discount: 'Discount',
    net: 'Amount',
    subtotal: 'Subtotal',
    tax: 'Tax',
    taxBase: 'Tax base (DPP nilai lain)',
    total: 'Total',
    paid: 'Paid',
    credited: 'Credit notes',
    due: 'Amount due',
    offset: 'Reduces the invoice',
    wallet: 'Becomes credit',
    scanToPay: 'Scan to pay',
    servicesOf: 'Services of',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
    stamps: { OPEN: '', PAID: 'PAID', VOID: 'VOID', UNCOLLECTIBLE: '', DRAFT: 'DRAFT' },
  },
} as const satisfies Record<Language, object>;

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  id: ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'],
  en: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
};

/** `1 Nov 2025`. */
export function readableDay(day: LocalDate, language: Language): string {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${Number(date)} ${MONTHS[language][Number(month) - 1] ?? month} ${year}`;
}
