/** One side of a posting: positive is debit, negative is credit, in booking units. */
export interface PostingEntry {
  readonly account: LedgerAccount;
  readonly amount: bigint;
}

export type LedgerAccount = 'AR' | 'REVENUE.INTERNET' | 'PPN_OUT' | 'CASH.OFFICE' | 'CASH.BANK' | 'DEPOSIT';

/** How money reached us, and the account that received it. */
export const CASH_ACCOUNTS = { CASH: 'CASH.OFFICE', TRANSFER: 'CASH.BANK' } as const;
export type SettlementMethod = keyof typeof CASH_ACCOUNTS;

/** Issue of an invoice: receivable against revenue and tax (billing.md 1.10). Empty for an invoice of zero. */
export function invoicePosting(invoice: { net: bigint; tax: bigint }): PostingEntry[] {
  return balanced([
    { account: 'AR', amount: invoice.net + invoice.tax },
    { account: 'REVENUE.INTERNET', amount: -invoice.net },
    { account: 'PPN_OUT', amount: -invoice.tax },
  ]);
}

/** Receipt of a payment: cash against the receivable that it settles and the deposit that it feeds. */
export function paymentPosting(payment: {
  method: SettlementMethod;
  amount: bigint;
  allocated: bigint;
  deposit: bigint;
}): PostingEntry[] {
  return balanced([
    { account: CASH_ACCOUNTS[payment.method], amount: payment.amount },
    { account: 'AR', amount: -payment.allocated },
    { account: 'DEPOSIT', amount: -payment.deposit },
  ]);
}

/** @throws RangeError when debit and credit differ (a defect, never input) */
function balanced(entries: readonly PostingEntry[]): PostingEntry[] {
  const sum = entries.reduce((total, entry) => total + entry.amount, 0n);
  if (sum !== 0n) throw new RangeError(`posting is out of balance by ${sum.toString()}`);
  return entries.filter((entry) => entry.amount !== 0n);
}
