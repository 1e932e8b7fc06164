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

function readRow(
  cells: readonly string[],
  columns: Found,
  scale: number,
  rowNo: number,
): Omit<SettlementRow, 'key'> | BadRow {
  const text = (field: ReportField): string => cells[columns[field] ?? -1] ?? '';
  const money = (field: ReportField): bigint | undefined =>
    text(field) === '' ? undefined : readMoney(text(field), scale);
  for (const field of ['gross', 'fee', 'net'] as const) {
    if (text(field) !== '' && money(field) === undefined) return { rowNo, field, text: text(field).slice(0, 100) };
  }
  for (const field of ['paidOn', 'settledOn'] as const) {
    if (text(field) !== '' && readDay(text(field)) === undefined)
      return { rowNo, field, text: text(field).slice(0, 100) };
  }
  const gross = money('gross');
  if (gross === undefined) return { rowNo, field: 'gross', text: '' };
  const named = KINDS.find(([pattern]) => pattern.test(text('kind')))?.[1];
  const kind = named ?? (gross < 0n ? 'REFUND' : 'PAYMENT');
  const merchantOrderId = text('orderId') === '' ? null : text('orderId');
  const providerRef = text('providerRef') === '' ? null : text('providerRef');
  if (merchantOrderId === null && providerRef === null) return { rowNo, field: 'orderId', text: '' };
  return {
    ...{
      rowNo,
      kind,
      merchantOrderId,
      providerRef,
      channel: text('channel') === '' ? null : text('channel').slice(0, 50),
    },
    ...amounts(kind, gross, money('fee'), money('net')),
    ...{ paidOn: readDay(text('paidOn')) ?? null, settledOn: readDay(text('settledOn')) ?? null },
  };
}

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
