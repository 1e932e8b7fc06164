import { type Language } from '@app/core';

/** `DELIVERED`: paid, and its voucher is made. `EXPIRED`: nobody paid in time; money that comes late still buys it. */
export type VoucherOrderState = 'OPEN' | 'DELIVERED' | 'EXPIRED';

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
  /** Its voucher was ended, such as after a refund. */
  voided: boolean;
  createdAt: Date;
  expiresAt: Date;
  paidAt: Date | null;
}
