/** Income that a line may be booked to; the regulator's report reads revenue by class (billing.md X5). */
export type RevenueAccount =
  | 'REVENUE.INTERNET'
  | 'REVENUE.HOTSPOT'
  | 'REVENUE.STATIC'
  | 'REVENUE.SETUP'
  | 'REVENUE.OTHER'
  | 'LATE_FEE'
  | 'ROUNDING'
  | 'OPENING_BALANCE';

/** Where money lies: rows of the plan of accounts, such as `CASH.OFFICE`, `CASH.BANK` or one of a gateway. */
export type CashAccount = `CASH.${string}`;

/** What a cash book books by hand: rows of the plan of accounts, such as `EXPENSE.TRANSPORT`. */
export type CashBookAccount = `EXPENSE.${string}` | `INCOME.${string}`;

/** Money that is missing or too much when cash is counted, and what collectors earn and are owed. */
export type CollectionAccount = 'CASH_DIFFERENCE' | 'COLLECTOR_COMMISSION' | 'COLLECTOR_COMMISSION_PAYABLE';

/** The accounts of the plan; a table of the database names them. */
export type LedgerAccount =
  | RevenueAccount
  | CashAccount
  | CashBookAccount
  | CollectionAccount
  | 'AR'
  | 'PPN_OUT'
  | 'WITHHOLDING'
  | 'DEPOSIT'
  | 'CREDIT_BALANCE'
  | 'CREDIT_NOTE'
  | 'SUSPENSE'
  | 'GATEWAY_FEE'
  | 'UNIQUE_CODE_INCOME'
  | 'GOODWILL'
  | 'COMMISSION'
  | 'COMMISSION_PAYABLE'
  | 'RESELLER_DEPOSIT'
  | 'BAD_DEBT'
  | 'BAD_DEBT_RECOVERY';
