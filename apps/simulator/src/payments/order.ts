/** The gateways that the simulator speaks for. */
export const PROVIDERS = ['duitku', 'midtrans', 'xendit', 'tripay', 'stripe'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

export type OrderStatus = 'PENDING' | 'PAID' | 'FAILED' | 'EXPIRED' | 'CANCELLED';

export interface OrderRefund {
  readonly id: string;
  readonly key: string;
  readonly amount: number;
}

/** One order at one of the gateways. Amounts in whole rupiah, in whatever units the gateway itself speaks. */
export interface Order {
  /** Name in the pay page and the control API. */
  readonly id: string;
  readonly provider: ProviderName;
  readonly merchantOrderId: string;
  /** How the gateway itself names it. */
  readonly reference: string;
  readonly title: string;
  readonly payer: string;
  amount: number;
  feeCustomer: number;
  /** Fixed by the merchant or chosen by the payer; empty until then. */
  channel: string;
  status: OrderStatus;
  readonly callbackUrl: string;
  readonly returnUrl: string;
  readonly createdAt: number;
  expiresAt: number;
  paidAt: number;
  settled: boolean;
  vaNumber: string;
  readonly refunds: OrderRefund[];
}

export const refundedOf = ({ refunds }: Order): number => refunds.reduce((sum, { amount }) => sum + amount, 0);

/** What the gateway keeps: a flat fee for the tests of settlement. */
export const FEE = 2_500;

/** What a notice says about an order. */
export const NOTICES = [
  'pending',
  'paid',
  'settled',
  'failed',
  'expired',
  'cancelled',
  'refunded',
  'chargeback',
] as const;
export type Notice = (typeof NOTICES)[number];
