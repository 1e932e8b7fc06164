/** What a column of a report may say. */
export const REPORT_FIELDS = [
  'orderId',
  'providerRef',
  'kind',
  'gross',
  'fee',
  'net',
  'channel',
  'paidOn',
  'settledOn',
] as const;
export type ReportField = (typeof REPORT_FIELDS)[number];

/** Header of the file by field. */
export type ReportColumns = Partial<Record<ReportField, string>>;

type Names = Readonly<Record<ReportField, readonly string[]>>;

/** Headers that reports of several gateways use; upper and lower case, blanks and marks make no difference. */
const COMMON: Names = {
  orderId: [
    'merchant order id',
    'order id',
    'merchant ref',
    'merchant reference',
    'external id',
    'no pesanan',
    'invoice',
  ],
  providerRef: ['reference', 'transaction id', 'reference id', 'referensi', 'payment id', 'id transaksi'],
  kind: ['type', 'transaction type', 'tipe', 'jenis', 'reporting category'],
  gross: ['amount', 'gross amount', 'gross', 'nominal', 'jumlah', 'transaction amount', 'total amount'],
  fee: ['fee', 'fee amount', 'biaya', 'total fee', 'mdr', 'admin fee'],
  net: ['net', 'net amount', 'settlement amount', 'amount received', 'diterima', 'jumlah diterima'],
  channel: ['payment method', 'payment type', 'channel', 'metode', 'metode pembayaran', 'payment channel', 'bank'],
  paidOn: [
    'transaction date',
    'transaction time',
    'paid at',
    'payment date',
    'tanggal transaksi',
    'created',
    'tanggal',
  ],
  settledOn: ['settlement date', 'settled at', 'settlement time', 'tanggal settlement', 'available on', 'tanggal cair'],
};

/** What a gateway calls otherwise; tried before the common names. */
const OWN: Readonly<Record<string, Partial<Names>>> = {
  duitku: {
    orderId: ['merchant order id', 'merchantorderid', 'no order'],
    providerRef: ['reference', 'duitku reference'],
    gross: ['amount', 'payment amount'],
    net: ['settlement amount', 'net amount'],
  },
  midtrans: {
    orderId: ['order id'],
    providerRef: ['transaction id'],
    gross: ['gross amount', 'amount'],
    fee: ['total fee', 'mdr fee', 'fee'],
    net: ['net amount'],
    paidOn: ['transaction time', 'transaction date'],
  },
  xendit: {
    orderId: ['reference id', 'external id', 'reference'],
    providerRef: ['payment id', 'product id', 'transaction id', 'id'],
    kind: ['type', 'transaction type'],
    fee: ['total fee', 'xendit fee', 'fee'],
    settledOn: ['estimated settlement time', 'settlement date'],
  },
  tripay: {
    orderId: ['merchant ref', 'merchantref'],
    providerRef: ['reference', 'referensi'],
    gross: ['total amount', 'amount', 'jumlah'],
    fee: ['fee merchant', 'fee', 'biaya'],
    net: ['amount received', 'diterima'],
  },
  stripe: {
    orderId: ['merchant order id', 'merchant order id metadata', 'client reference id', 'order id'],
    providerRef: ['payment intent id', 'source id', 'id'],
    kind: ['reporting category', 'type'],
    paidOn: ['created', 'created utc'],
    settledOn: ['available on', 'available on utc'],
  },
};

const plain = (header: string): string =>
  header
    .toLowerCase()
    .replace(/[\s_.()-]+/g, ' ')
    .trim();

/**
 * Which column says what: as the caller mapped it, else by the names of the gateway, else by common ones. A header serves one
 * field.
 */
export function columnsOf(
  gateway: string,
  header: readonly string[],
  mapped: ReportColumns = {},
): Partial<Record<ReportField, number>> {
  const found: Partial<Record<ReportField, number>> = {};
  const taken = new Set<number>();
  const take = (field: ReportField, at: number): void => {
    if (at < 0 || found[field] !== undefined || taken.has(at)) return;
    found[field] = at;
    taken.add(at);
  };
  const headers = header.map(plain);
  for (const field of REPORT_FIELDS) {
    const name = mapped[field];
    if (name !== undefined) take(field, headers.indexOf(plain(name)));
  }
  for (const names of [OWN[gateway] ?? {}, COMMON]) {
    for (const field of REPORT_FIELDS) for (const name of names[field] ?? []) take(field, headers.indexOf(name));
  }
  return found;
}

/** Fields without which a report says nothing; null: it has them. */
export function missingColumn(found: Partial<Record<ReportField, number>>): ReportField | null {
  if (found.orderId === undefined && found.providerRef === undefined) return 'orderId';
  return found.gross === undefined ? 'gross' : null;
}
