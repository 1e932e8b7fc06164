import { type LineKind } from './charges/charge-line';
import { type CashAccount, type LedgerAccount, type RevenueAccount } from './ledger-accounts';

export { type CashAccount, type LedgerAccount, type RevenueAccount } from './ledger-accounts';

/** One side of a posting: positive is debit, negative is credit, in booking units. */
export interface PostingEntry {
  readonly account: LedgerAccount;
  readonly amount: bigint;
}

/** How money reached us, and the account that received it. */
export const CASH_ACCOUNTS = { CASH: 'CASH.OFFICE', TRANSFER: 'CASH.BANK', GATEWAY: 'CASH.GATEWAY' } as const;
export type SettlementMethod = keyof typeof CASH_ACCOUNTS;

const REVENUE_OF_KIND: Readonly<Record<LineKind, RevenueAccount>> = {
  RECURRING: 'REVENUE.INTERNET',
  CHANGE: 'REVENUE.INTERNET',
  DAILY: 'REVENUE.INTERNET',
  SETUP: 'REVENUE.SETUP',
  ADD_ON: 'REVENUE.OTHER',
  ONE_OFF: 'REVENUE.OTHER',
  LATE_FEE: 'LATE_FEE',
  ROUNDING: 'ROUNDING',
  OPENING_BALANCE: 'OPENING_BALANCE',
};

/** Where a line's net amount goes: what the line says, else by its kind. */
export function revenueAccountOf(line: {
  kind: LineKind;
  revenueAccount?: RevenueAccount | undefined;
}): RevenueAccount {
  return line.revenueAccount ?? REVENUE_OF_KIND[line.kind];
}

/** A line as the ledger sees it. */
export interface RevenueLine {
  readonly kind: LineKind;
  readonly revenueAccount?: RevenueAccount | undefined;
  readonly net: bigint;
  readonly tax: bigint;
}

/** Issue of an invoice: receivable against revenue and tax (billing.md 1.10). Empty for an invoice of zero. */
export function invoicePosting(lines: readonly RevenueLine[]): PostingEntry[] {
  const entries: PostingEntry[] = [];
  let total = 0n;
  let taxes = 0n;
  for (const line of lines) {
    total += line.net + line.tax;
    taxes += line.tax;
    entries.push({ account: revenueAccountOf(line), amount: -line.net });
  }
  return balanced([{ account: 'AR', amount: total }, ...entries, { account: 'PPN_OUT', amount: -taxes }]);
}

/** What balances paid of an invoice at its issue: credit first, then deposit (billing.md 1.10). */
export function settlementAtIssuePosting(settled: { fromCredit: bigint; fromDeposit: bigint }): PostingEntry[] {
  return balanced([
    { account: 'CREDIT_BALANCE', amount: settled.fromCredit },
    { account: 'DEPOSIT', amount: settled.fromDeposit },
    { account: 'AR', amount: -settled.fromCredit - settled.fromDeposit },
  ]);
}

/**
 * A credit note: less revenue and tax against what is still due, and against the credit balance (billing.md Q3). What is
 * credited of a written-off invoice was no receivable any more: it makes the bad debt smaller.
 */
export function creditNotePosting(note: {
  net: bigint;
  tax: bigint;
  offset: bigint;
  wallet: bigint;
  writtenOff?: boolean;
}): PostingEntry[] {
  return balanced([
    { account: 'CREDIT_NOTE', amount: note.net },
    { account: 'PPN_OUT', amount: note.tax },
    { account: note.writtenOff === true ? 'BAD_DEBT' : 'AR', amount: -note.offset },
    { account: 'CREDIT_BALANCE', amount: -note.wallet },
  ]);
}

/** The issue of an invoice taken back, entry by entry. */
export function voidPosting(issue: readonly PostingEntry[]): PostingEntry[] {
  return balanced(issue.map(({ account, amount }) => ({ account, amount: -amount })));
}

/** A receivable that is given up; negative: it lives again (billing.md 1.10). */
export function writeOffPosting(amount: bigint): PostingEntry[] {
  return balanced([
    { account: 'BAD_DEBT', amount },
    { account: 'AR', amount: -amount },
  ]);
}

/**
 * Receipt of a payment: cash against the receivable that it settles, the written-off debt that it recovers and the deposit
 * that it feeds. What the payer was charged on top lies with the money and makes the gateway's fees smaller.
 */
export function paymentPosting(payment: {
  method: SettlementMethod;
  /** Default: the account of the method. */
  cashAccount?: CashAccount | undefined;
  amount: bigint;
  allocated: bigint;
  recovered?: bigint;
  deposit: bigint;
  surcharge?: bigint | undefined;
  /** Whose the surcharge is; default: it makes the gateway's fees smaller. */
  surchargeTo?: 'GATEWAY_FEE' | 'UNIQUE_CODE_INCOME' | undefined;
}): PostingEntry[] {
  const { recovered = 0n, surcharge = 0n, surchargeTo = 'GATEWAY_FEE' } = payment;
  return balanced([
    { account: payment.cashAccount ?? CASH_ACCOUNTS[payment.method], amount: payment.amount + surcharge },
    { account: surchargeTo, amount: -surcharge },
    { account: 'AR', amount: -payment.allocated },
    { account: 'BAD_DEBT_RECOVERY', amount: -recovered },
    { account: 'DEPOSIT', amount: -payment.deposit },
  ]);
}

/** A payment taken back: the receivable lives again, the deposit shrinks; what nobody owes any more is a loss. */
export function reversalPosting(reversal: {
  cashAccount: CashAccount;
  amount: bigint;
  reopened: bigint;
  unrecovered: bigint;
  fromDeposit: bigint;
  lost: bigint;
}): PostingEntry[] {
  return balanced([
    { account: reversal.cashAccount, amount: -reversal.amount },
    { account: 'AR', amount: reversal.reopened },
    { account: 'BAD_DEBT_RECOVERY', amount: reversal.unrecovered },
    { account: 'DEPOSIT', amount: reversal.fromDeposit },
    { account: 'BAD_DEBT', amount: reversal.lost },
  ]);
}

/** Tax that a corporate payer kept back and pays to the state in our name (billing.md X4). */
export function withholdingPosting(amount: bigint, isRecovery: boolean): PostingEntry[] {
  return balanced([
    { account: 'WITHHOLDING', amount },
    { account: isRecovery ? 'BAD_DEBT_RECOVERY' : 'AR', amount: -amount },
  ]);
}

/** A reseller's share of received money; negative: it is taken back. */
export function commissionPosting(amount: bigint): PostingEntry[] {
  return balanced([
    { account: 'COMMISSION', amount },
    { account: 'COMMISSION_PAYABLE', amount: -amount },
  ]);
}

/** Commission that is paid to its reseller. */
export function commissionPayoutPosting(cashAccount: CashAccount, amount: bigint): PostingEntry[] {
  return balanced([
    { account: 'COMMISSION_PAYABLE', amount },
    { account: cashAccount, amount: -amount },
  ]);
}

/** Credit that is given for nothing. */
export function goodwillPosting(amount: bigint): PostingEntry[] {
  return balanced([
    { account: 'GOODWILL', amount },
    { account: 'CREDIT_BALANCE', amount: -amount },
  ]);
}

/**
 * One entry per account, none of zero.
 *
 * @throws RangeError when debit and credit differ (a defect, never input)
 */
export function balanced(entries: readonly PostingEntry[]): PostingEntry[] {
  const sums = new Map<LedgerAccount, bigint>();
  let sum = 0n;
  for (const { account, amount } of entries) {
    sums.set(account, (sums.get(account) ?? 0n) + amount);
    sum += amount;
  }
  if (sum !== 0n) throw new RangeError(`posting is out of balance by ${sum.toString()}`);
  return [...sums].filter(([, amount]) => amount !== 0n).map(([account, amount]) => ({ account, amount }));
}
