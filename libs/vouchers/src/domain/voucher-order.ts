import { type Language } from '@app/core';
import { type VoucherState } from './voucher-state';

/** `DELIVERED`: paid, and its voucher is made. `EXPIRED`: nobody paid in time; money that comes late still buys it. */
export const VOUCHER_ORDER_STATES = ['OPEN', 'DELIVERED', 'EXPIRED'] as const;
export type VoucherOrderState = (typeof VOUCHER_ORDER_STATES)[number];

/** Somebody wants to buy a voucher in the shop of a site. */
export interface VoucherOrder {
  id: string;
  siteId: string;
  siteCode: string;
  siteName: string;
  timeZone: string;
  profileId: string;
  profileName: string;
  buyerName: string;
  buyerPhone: string;
  language: Language;
  priceAmount: bigint;
  currency: string;
  state: VoucherOrderState;
  paymentId: string | null;
  voucherId: string | null;
  /** Of the voucher; null: not delivered. */
  code: string | null;
  /** Null: not delivered. */
  voucherState: VoucherState | null;
  /** What of its payment went back. */
  returnedAmount: bigint;
  /** Its voucher was ended, such as after a refund. */
  voided: boolean;
  createdAt: Date;
  expiresAt: Date;
  paidAt: Date | null;
}
