/** Where a voucher stands. The database knows it; a router only ever hears of it. */
export const VOUCHER_STATES = ['AVAILABLE', 'SOLD', 'ACTIVE', 'USED', 'EXPIRED', 'VOID'] as const;
export type VoucherState = (typeof VOUCHER_STATES)[number];

/** What may happen to a voucher. */
export const VOUCHER_ACTIONS = [
  'SELL',
  'RETURN',
  'REDEEM',
  'USE_UP',
  'EXPIRE',
  'EXTEND',
  'REGENERATE',
  'VOID',
] as const;
export type VoucherAction = (typeof VOUCHER_ACTIONS)[number];

/**
 * The state after an action; an action that is missing is refused in that state. A voucher that was never sold may be
 * redeemed: it was given away on paper, and the first login tells.
 */
export const VOUCHER_TRANSITIONS: Readonly<Record<VoucherState, Partial<Record<VoucherAction, VoucherState>>>> = {
  AVAILABLE: { SELL: 'SOLD', REDEEM: 'ACTIVE', EXPIRE: 'EXPIRED', REGENERATE: 'AVAILABLE', VOID: 'VOID' },
  SOLD: { RETURN: 'AVAILABLE', REDEEM: 'ACTIVE', EXPIRE: 'EXPIRED', REGENERATE: 'SOLD', VOID: 'VOID' },
  ACTIVE: { USE_UP: 'USED', EXPIRE: 'EXPIRED', EXTEND: 'ACTIVE', REGENERATE: 'ACTIVE', VOID: 'VOID' },
  USED: { EXTEND: 'ACTIVE' },
  EXPIRED: { EXTEND: 'ACTIVE' },
  VOID: {},
};

/** The state after the action; undefined when the action is refused. */
export function voucherStateAfter(state: VoucherState, action: VoucherAction): VoucherState | undefined {
  return VOUCHER_TRANSITIONS[state][action];
}
