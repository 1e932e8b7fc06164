/** An open invoice as a payment sees it. */
export interface Payable {
  readonly id: string;
  /** What is left to pay, in booking units. */
  readonly remaining: bigint;
}

export interface Allocation {
  readonly invoiceId: string;
  readonly amount: bigint;
  readonly remaining: bigint;
}

/**
 * Spreads a payment over open invoices (billing.md 1.10): the explicit target first, then in the given order, which is the
 * oldest due date, then the lowest number. The surplus goes to the deposit; `allocated + deposit = amount`, always.
 *
 * @param payables open invoices of one account, in the order of payment
 */
export function allocatePayment(
  amount: bigint,
  payables: readonly Payable[],
  targetId?: string,
): { allocations: Allocation[]; deposit: bigint } {
  const target = payables.filter((payable) => payable.id === targetId);
  const others = payables.filter((payable) => payable.id !== targetId);
  const allocations: Allocation[] = [];
  let left = amount;
  for (const { id, remaining } of [...target, ...others]) {
    if (left <= 0n) break;
    const part = left < remaining ? left : remaining;
    if (part <= 0n) continue;
    allocations.push({ invoiceId: id, amount: part, remaining: remaining - part });
    left -= part;
  }
  return { allocations, deposit: left };
}
