/** An invoice that balances pay. */
export interface PaidFromBalance<I> {
  readonly invoice: I;
  readonly fromCredit: bigint;
  readonly fromDeposit: bigint;
}

/** Spreads the balances of one account over its invoices, in their order: credit first, then the deposit (billing.md 1.10). */
export function payFromBalance<I extends { readonly remaining: bigint }>(
  invoices: readonly I[],
  balances: { readonly credit: bigint; readonly deposit: bigint },
): PaidFromBalance<I>[] {
  let { credit, deposit } = balances;
  return invoices.flatMap((invoice) => {
    const fromCredit = lesser(invoice.remaining, credit);
    const fromDeposit = lesser(invoice.remaining - fromCredit, deposit);
    credit -= fromCredit;
    deposit -= fromDeposit;
    return fromCredit + fromDeposit > 0n ? [{ invoice, fromCredit, fromDeposit }] : [];
  });
}

const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
