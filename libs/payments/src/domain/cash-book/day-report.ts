import { formatAmount, type Language, type LocalDate } from '@app/core';

/** End-of-day report of a desk; amounts as digits in booking units, so that it can be kept as it was. */
export interface DayReport {
  deskId: string;
  deskName: string;
  account: string;
  day: LocalDate;
  currency: string;
  opening: string;
  paidIn: string;
  paidOut: string;
  closing: string;
  movements: { kind: string; category: string; lines: number; paidIn: string; paidOut: string }[];
  payments: { method: string; count: number; amount: string }[];
  shifts: {
    cashier: string;
    state: string;
    expected: string | null;
    counted: string | null;
    difference: string | null;
  }[];
  remittances: { collector: string; counted: string; difference: string }[];
}

const WORDS = {
  id: {
    title: 'LAPORAN KAS HARIAN',
    desk: 'Kas',
    day: 'Tanggal',
    opening: 'Saldo awal',
    in: 'Masuk',
    out: 'Keluar',
    closing: 'Saldo akhir',
    movements: 'Mutasi',
    payments: 'Penerimaan per cara bayar',
    shifts: 'Kasir',
    remittances: 'Setoran penagih',
    expected: 'Seharusnya',
    counted: 'Dihitung',
    difference: 'Selisih',
    copy: 'SALINAN ke-{n}',
    draft: 'SEMENTARA, hari belum ditutup',
  },
  en: {
    title: 'DAILY CASH REPORT',
    desk: 'Desk',
    day: 'Day',
    opening: 'Opening balance',
    in: 'In',
    out: 'Out',
    closing: 'Closing balance',
    movements: 'Movements',
    payments: 'Received by method',
    shifts: 'Cashiers',
    remittances: 'Remittances of collectors',
    expected: 'Expected',
    counted: 'Counted',
    difference: 'Difference',
    copy: 'COPY no. {n}',
    draft: 'PRELIMINARY, the day is not closed',
  },
} as const satisfies Record<Language, Record<string, string>>;

export interface ReportSection {
  heading: string;
  rows: readonly (readonly string[])[];
}

/** The report as titled tables, for whatever prints it. */
export function reportSections(report: DayReport, language: Language): ReportSection[] {
  const words = WORDS[language];
  const money = (amount: string | null): string =>
    amount === null ? '' : formatAmount(BigInt(amount), report.currency);
  return [
    {
      heading: words.title,
      rows: [
        [words.desk, `${report.deskName} (${report.account})`],
        [words.day, report.day],
        [words.opening, money(report.opening)],
        [words.in, money(report.paidIn)],
        [words.out, money(report.paidOut)],
        [words.closing, money(report.closing)],
      ],
    },
    {
      heading: words.movements,
      rows: [
        ['', '', '#', words.in, words.out],
        ...report.movements.map((row) => [
          row.kind,
          row.category,
          String(row.lines),
          money(row.paidIn),
          money(row.paidOut),
        ]),
      ],
    },
    {
      heading: words.payments,
      rows: report.payments.map((row) => [row.method, String(row.count), money(row.amount)]),
    },
    {
      heading: words.shifts,
      rows: [
        ['', '', words.expected, words.counted, words.difference],
        ...report.shifts.map((row) => [
          ...[row.cashier, row.state, money(row.expected), money(row.counted), money(row.difference)],
        ]),
      ],
    },
    {
      heading: words.remittances,
      rows: report.remittances.map((row) => [row.collector, money(row.counted), money(row.difference)]),
    },
  ];
}

/** What stands over a copy; nothing over the original. @param prints how often it was printed before; null: not closed yet */
export function copyMark(prints: number | null, language: Language): string {
  if (prints === null) return WORDS[language].draft;
  return prints === 0 ? '' : WORDS[language].copy.replace('{n}', String(prints + 1));
}
