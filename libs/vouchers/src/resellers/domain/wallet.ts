/**
 * What changes a wallet. `TOP_UP`: paid in through a gateway, `TOP_UP_RETURN`: that money went back; `REFUND`: vouchers
 * that were never sold came back.
 */
export type MovementKind =
  'DEPOSIT' | 'TOP_UP' | 'TOP_UP_RETURN' | 'WITHDRAWAL' | 'PURCHASE' | 'REFUND' | 'COMMISSION' | 'COMMISSION_RETURN';

/** A reseller's deposit. Amounts in booking units. */
export interface ResellerWallet {
  resellerId: string;
  siteId: string;
  /** May fall to minus the limit, never below. */
  balanceAmount: bigint;
  limitAmount: bigint;
  /** Hundredths of a percent of a purchase that come back to him. */
  commissionBps: number;
  currency: string;
  version: number;
}

/** One line of a statement; it is never changed. */
export interface ResellerMovement {
  id: string;
  kind: MovementKind;
  /** Deposit, batch or voucher. */
  refId: string;
  amount: bigint;
  /** After it. */
  balanceAmount: bigint;
  currency: string;
  note: string;
  createdByName: string;
  createdAt: Date;
}

/** A change that is to be made. */
export interface WalletMove {
  kind: MovementKind;
  refId: string;
  amount: bigint;
  note: string;
}

/** What of a purchase comes back as commission: rounded down. */
export const commissionOf = (amount: bigint, bps: number): bigint => (amount * BigInt(bps)) / 10_000n;

/** What of a commission is taken back with `count` of `quantity` vouchers: rounded down, so never more than was given. */
export const commissionBack = (commission: bigint, count: number, quantity: number): bigint =>
  (commission * BigInt(count)) / BigInt(quantity);

export type DepositState = 'PENDING' | 'APPROVED' | 'REJECTED';

/** Paid in, or paid out. */
export type DepositDirection = 'IN' | 'OUT';

/**
 * Money that a reseller says he has paid in, or wants to have: it counts when somebody else has agreed, or, through a gateway,
 * when it has arrived.
 */
export interface ResellerDeposit {
  id: string;
  direction: DepositDirection;
  resellerId: string;
  siteId: string;
  amount: bigint;
  currency: string;
  method: 'CASH' | 'TRANSFER' | 'GATEWAY';
  note: string;
  state: DepositState;
  cashAccount: string | null;
  requestedBy: string;
  requestedByName: string;
  createdAt: Date;
  decidedByName: string | null;
  decidedAt: Date | null;
  decisionNote: string;
  /** Gateways: until then it can be paid. */
  expiresAt: Date | null;
}

/** What a package costs a reseller. */
export interface ResellerPrice {
  profileId: string;
  profileCode: string;
  profileName: string;
  /** What he pays. */
  costAmount: bigint;
  /** What his customer should pay. */
  priceAmount: bigint;
  currency: string;
}
