/** What a payment did with one invoice. */
export interface AppliedPart {
  readonly invoiceId: string;
  readonly amount: bigint;
}

/** The new rows of a refund or chargeback; the old ones stay (billing.md 1.10). */
export interface Reversal {
  /** Taken out of the deposit that the payment fed. */
  readonly fromDeposit: bigint;
  /** Negative allocations; their invoices return to OPEN with their original due day. */
  readonly allocations: readonly AppliedPart[];
  /** What the deposit cannot give back any more: the customer owes it. Zero unless the deposit was spent meanwhile. */
  readonly shortfall: bigint;
}

/**
 * Takes back `amount` of a payment: first what went to the deposit and is still there, then its allocations, the last one
 * first. `fromDeposit − Σ allocations + shortfall = amount`, always.
 *
 * @throws RangeError when more is taken back than was paid
 */
export function reversePayment(
  amount: bigint,
  payment: { readonly allocations: readonly AppliedPart[]; readonly deposit: bigint },
  depositBalance: bigint,
): Reversal {
  const allocated = payment.allocations.reduce((sum, part) => sum + part.amount, 0n);
  if (amount < 0n || amount > allocated + payment.deposit) throw new RangeError('more is taken back than was paid');
  const wanted = lesser(amount, payment.deposit);
  const fromDeposit = lesser(wanted, depositBalance);
  const allocations: AppliedPart[] = [];
  let left = amount - wanted;
  for (const part of [...payment.allocations].reverse()) {
    const back = lesser(left, part.amount);
    if (back > 0n) allocations.push({ invoiceId: part.invoiceId, amount: -back });
    left -= back;
  }
  return { fromDeposit, allocations, shortfall: wanted - fromDeposit };
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
