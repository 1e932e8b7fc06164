/** An account of the books in which money lies. */
export type CashAccount = `CASH.${string}`;
