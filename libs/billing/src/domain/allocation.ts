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
 * oldest due date, then the lowest number. The surplus goes to the deposit; `allocated + deposit = amount`, always. Cash and
 * a withheld tax are one amount here: together they settle (billing.md X4).
 *
 * @param payables open invoices of one account, in the order of payment: see {@link inOrderOfPayment}
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

/** Oldest due day first, then the lowest number (billing.md 1.10). */
export function inOrderOfPayment<P extends { readonly dueOn: string; readonly seq: bigint }>(
  payables: readonly P[],
): P[] {
  return [...payables].sort((a, b) =>
    a.dueOn === b.dueOn ? (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : 0) : a.dueOn < b.dueOn ? -1 : 1,
  );
}
