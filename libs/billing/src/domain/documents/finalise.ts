/** What pays an invoice at the moment of its issue. */
export interface Settled {
  /** Taken from the credit balance. */
  readonly fromCredit: bigint;
  /** Taken from the deposit. */
  readonly fromDeposit: bigint;
  /** What is left to pay. */
  readonly due: bigint;
  /** An invoice settled here, or of zero, is PAID at once and gets no reminder (billing.md 1.10, Q9). */
  readonly state: 'OPEN' | 'PAID';
  /** Balances afterwards: what is left serves the next invoice. */
  readonly creditLeft: bigint;
  readonly depositLeft: bigint;
}

/** Settles a fresh invoice: the credit balance first, then the deposit unless the customer opted out (billing.md 1.10). */
export function settleAtIssue(
  total: bigint,
  balances: { readonly credit: bigint; readonly deposit: bigint; readonly autoPay: boolean },
): Settled {
  const fromCredit = lesser(total, balances.credit);
  const fromDeposit = balances.autoPay ? lesser(total - fromCredit, balances.deposit) : 0n;
  const due = total - fromCredit - fromDeposit;
  return {
    fromCredit,
    fromDeposit,
    due,
    state: due === 0n ? 'PAID' : 'OPEN',
    creditLeft: balances.credit - fromCredit,
    depositLeft: balances.deposit - fromDeposit,
  };
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
