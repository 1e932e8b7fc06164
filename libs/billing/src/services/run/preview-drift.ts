import { type PreviewFigures } from './preview-figures';

/** A figure that moved too far. */
export interface Drift {
  what: string;
  then: string;
  now: string;
}

/**
 * The first figure that differs by more than `limitBp` hundredths of a percent of what the preview said: customers, invoices,
 * or the total of a currency. Undefined: close enough.
 */
export function driftOf(then: PreviewFigures, now: PreviewFigures, limitBp: number): Drift | undefined {
  const amounts = (figures: PreviewFigures): Map<string, bigint> =>
    new Map(figures.totals.map(({ total }) => [total.currency, BigInt(total.amount)]));
  const [before, after] = [amounts(then), amounts(now)];
  const pairs: [string, bigint, bigint][] = [
    ['customers', BigInt(then.customerCount), BigInt(now.customerCount)],
    ['invoices', BigInt(then.invoiceCount), BigInt(now.invoiceCount)],
    ...[...new Set([...before.keys(), ...after.keys()])].map((currency): [string, bigint, bigint] => [
      currency,
      before.get(currency) ?? 0n,
      after.get(currency) ?? 0n,
    ]),
  ];
  const far = pairs.find(([, a, b]) => distance(a, b) * 10_000n > magnitude(a) * BigInt(limitBp));
  return far && { what: far[0], then: far[1].toString(), now: far[2].toString() };
}

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);
const distance = (a: bigint, b: bigint): bigint => magnitude(a - b);
