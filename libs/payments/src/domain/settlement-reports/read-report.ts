import { readDay, readMoney } from './read-cells';
import { type ReportField } from './report-columns';
import { type BadRow, type SettlementKind, type SettlementRow } from './settlement-row';

type Found = Partial<Record<ReportField, number>>;

const KINDS: readonly (readonly [RegExp, SettlementKind])[] = [
  [/charge ?back|dispute|sanggahan/i, 'CHARGEBACK'],
  [/refund|pengembalian|retur/i, 'REFUND'],
  [/payout|withdraw|disburse|pencairan|penarikan|transfer ke bank/i, 'PAYOUT'],
];

/** Every line of a report by what its columns mean; what cannot be read is told, never guessed. */
export function readReport(
  rows: readonly (readonly string[])[],
  columns: Found,
  scale: number,
  firstRow = 2,
): { rows: SettlementRow[]; bad: BadRow[] } {
  const good: SettlementRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  rows.forEach((cells, index) => {
    const outcome = readRow(cells, columns, scale, index + firstRow);
    if ('field' in outcome) {
      bad.push(outcome);
      return;
    }
    const key = keyOf(outcome);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    good.push({ ...outcome, key: nth === 1 ? key : `${key}#${nth}` });
  });
  return { rows: good, bad };
}

/** The cells of one line, by field; empty where the report has none. */
type Cells = (field: ReportField) => string;

function readRow(
  cells: readonly string[],
  columns: Found,
  scale: number,
  rowNo: number,
): Omit<SettlementRow, 'key'> | BadRow {
  const text: Cells = (field) => cells[columns[field] ?? -1] ?? '';
  const blame = unreadable(text, scale);
  if (blame !== undefined) return { rowNo, field: blame, text: text(blame).slice(0, 100) };
  const money = (field: ReportField): bigint | undefined => readMoney(text(field), scale);
  const gross = money('gross') ?? 0n;
  const kind = kindOf(text('kind'), gross);
  return {
    ...{ rowNo, kind, merchantOrderId: orNull(text('orderId')), providerRef: orNull(text('providerRef')) },
    channel: orNull(text('channel').slice(0, 50)),
    ...amounts(kind, gross, money('fee'), money('net')),
    ...{ paidOn: readDay(text('paidOn')) ?? null, settledOn: readDay(text('settledOn')) ?? null },
  };
}

/** The field because of which a line cannot be understood. */
function unreadable(text: Cells, scale: number): ReportField | undefined {
  const filled = (field: ReportField): boolean => text(field) !== '';
  const money = (['gross', 'fee', 'net'] as const).find((f) => filled(f) && readMoney(text(f), scale) === undefined);
  const day = (['paidOn', 'settledOn'] as const).find((f) => filled(f) && readDay(text(f)) === undefined);
  if (money ?? day) return money ?? day;
  if (!filled('gross')) return 'gross';
  return filled('orderId') || filled('providerRef') ? undefined : 'orderId';
}

const kindOf = (text: string, gross: bigint): SettlementKind =>
  KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? (gross < 0n ? 'REFUND' : 'PAYMENT');

const orNull = (text: string): string | null => (text === '' ? null : text);

/** Fee and net as far as the report has them; fees are costs, whatever their sign in the report. */
function amounts(
  kind: SettlementKind,
  stated: bigint,
  statedFee: bigint | undefined,
  net: bigint | undefined,
): { gross: bigint; fee: bigint; net: bigint } {
  const gross = kind === 'REFUND' || kind === 'CHARGEBACK' ? -magnitude(stated) : magnitude(stated);
  if (kind === 'PAYOUT') return { gross, fee: 0n, net: gross };
  const signed = net === undefined ? undefined : gross < 0n ? -magnitude(net) : net;
  const fee = statedFee === undefined ? (signed === undefined ? 0n : gross - signed) : magnitude(statedFee);
  return { gross, fee, net: gross - fee };
}

const magnitude = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

/** A payment is settled once; refunds and payouts of one order may be several of different amounts. */
function keyOf({ kind, providerRef, merchantOrderId, gross, settledOn }: Omit<SettlementRow, 'key'>): string {
  const name = merchantOrderId ?? providerRef ?? '';
  return kind === 'PAYMENT' ? `${kind}:${name}` : `${kind}:${providerRef ?? name}:${gross}:${settledOn ?? ''}`;
}
