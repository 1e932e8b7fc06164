import { type VoucherState } from './voucher-state';

export const VOUCHER_RETURN_ACTIONS = ['END', 'KEEP'] as const;
/** `END`: the voucher is void from now on; `KEEP`: whoever has it may go on. */
export type VoucherReturnAction = (typeof VOUCHER_RETURN_ACTIONS)[number];

/** A voucher that was used although its money went back: a person decides what becomes of it. */
export interface VoucherReturn {
  id: string;
  voucherId: string;
  siteId: string;
  /** As they are now. */
  code: string;
  state: VoucherState;
  firstLoginAt: Date | null;
  currency: string;
  soldAmount: bigint | null;
  /** Why the money went back. */
  reason: string;
  raisedAt: Date;
  /** Null: nobody has decided. */
  action: VoucherReturnAction | null;
  decisionReason: string | null;
  decidedByName: string | null;
  decidedAt: Date | null;
}
