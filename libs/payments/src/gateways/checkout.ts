import { type Language, type Money, type Text } from '@app/core';

/** What somebody is to pay, in our words. */
export interface CheckoutRequest {
  readonly attemptId: string;
  /** New for every attempt: ASCII, starts with a letter, at most 50 characters. */
  readonly merchantOrderId: string;
  /** Everything that we ask for, our own fee included. */
  readonly amount: Money;
  /** Code of the gateway's channel; absent = the payer chooses on the gateway's page. */
  readonly channel?: string | undefined;
  readonly title: string;
  readonly items: readonly { readonly name: string; readonly amount: Money }[];
  readonly customer: {
    readonly name: string;
    readonly email?: string | undefined;
    readonly phone?: string | undefined;
  };
  readonly expiresAt: Date;
  readonly callbackUrl: string;
  readonly returnUrl: string;
  readonly language?: Language | undefined;
}

/**
 * Why nothing is known for sure. `rate-limited` and `refused` (401, 403) in bursts mean: ask this account nothing for a while.
 */
export type UnknownCause =
  | 'timeout' // no answer in time, the order may exist
  | 'broken' // the connection ended half-way, the order may exist
  | 'unreachable' // no connection at all; of a query only
  | 'server-error' // 5xx
  | 'unreadable' // an answer that is not what it should be: HTML, cut off, a foreign address
  | 'rate-limited' // 429
  | 'refused' // 401 or 403 to a query: keys or a block
  | 'not-found' // the gateway does not know the order (yet)
  | 'reference-taken' // its reference is another order's
  | 'exists'; // the gateway says that it has an order of this id already

/** The order exists at the gateway. */
export interface CheckoutCreated {
  readonly outcome: 'created';
  readonly providerRef: string | null;
  readonly paymentUrl?: string | undefined;
  readonly vaNumber?: string | undefined;
  readonly qrString?: string | undefined;
  readonly instructions?: readonly Text[] | undefined;
  /** When the gateway itself ends it; absent = as asked. */
  readonly expiresAt?: Date | undefined;
  /** What the gateway adds for the payer on top of the amount. */
  readonly feeCustomer?: Money | undefined;
}

/** Nothing exists at the gateway, that is certain. */
export interface CheckoutRejected {
  readonly outcome: 'rejected';
  /** Stable: `AMOUNT_TOO_SMALL`, `AMOUNT_TOO_LARGE`, `INVALID_REQUEST`, `REFUSED`, `CHANNEL_UNAVAILABLE`, `CONFLICT`, `RATE_LIMITED`, `UNREACHABLE`. */
  readonly code: RejectionCode;
  /** For the log and for staff: the gateway's words, shortened, without secrets. */
  readonly message: string;
  /** Another account or a later moment may work; false = this order is not acceptable as it is. */
  readonly retryable: boolean;
}

export type RejectionCode =
  | 'AMOUNT_TOO_SMALL'
  | 'AMOUNT_TOO_LARGE'
  | 'INVALID_REQUEST'
  | 'REFUSED'
  | 'CHANNEL_UNAVAILABLE'
  | 'CONFLICT'
  | 'RATE_LIMITED'
  | 'UNREACHABLE';

/** It may or may not exist: keep the attempt, never reuse its order id, ask later. */
export interface CheckoutUnknown {
  readonly outcome: 'unknown';
  readonly cause: UnknownCause;
}

export type CheckoutResult = CheckoutCreated | CheckoutRejected | CheckoutUnknown;

/** Names an order at the gateway. */
export interface OrderRef {
  readonly merchantOrderId: string;
  readonly providerRef: string | null;
  /** Currency of the attempt, for gateways whose answers name none. */
  readonly currency: string;
  /** Also what was given back: a second question at gateways that keep refunds apart. */
  readonly wantsRefunds?: boolean | undefined;
}

/** `refunded` = all of it given back; partly given back is `paid` with `refunded`. */
export type OrderState =
  'paid' | 'pending' | 'failed' | 'expired' | 'cancelled' | 'refunded' | 'chargeback' | 'unknown';

/** What the gateway says about an order. `unknown` changes nothing, whatever its cause; a 404 is unknown, never failed. */
export interface QueryResult {
  readonly state: OrderState;
  /** Comparable to {@link CheckoutRequest.amount}: without what the gateway adds for the payer. */
  readonly amount?: Money | undefined;
  /** What the gateway keeps of it. */
  readonly fee?: Money | undefined;
  readonly feeCustomer?: Money | undefined;
  readonly refunded?: Money | undefined;
  readonly providerRef?: string | undefined;
  readonly channel?: string | undefined;
  readonly paidAt?: Date | undefined;
  /** Only with `unknown`. */
  readonly cause?: UnknownCause | undefined;
  /** Stripped of secrets and card data. */
  readonly raw: Readonly<Record<string, unknown>>;
}

export type CancelResult =
  | { readonly outcome: 'cancelled' }
  | { readonly outcome: 'rejected'; readonly message: string } // paid, over, or too late: query it
  | CheckoutUnknown;

export interface RefundRequest extends OrderRef {
  readonly amount: Money;
  /** The same key never refunds twice. */
  readonly idempotencyKey: string;
  readonly reason: string;
}

export type RefundResult =
  | { readonly outcome: 'refunded' | 'pending'; readonly refundRef: string }
  | { readonly outcome: 'rejected'; readonly message: string; readonly retryable: boolean }
  | CheckoutUnknown;

/** A way to pay that the account offers. Codes are data: gateways add and drop them. */
export interface GatewayChannel {
  readonly code: string;
  readonly name: string;
  readonly kind: ChannelKind;
  /** What the gateway adds for the payer at the asked amount. */
  readonly feeCustomer?: Money | undefined;
  readonly minAmount?: Money | undefined;
  readonly maxAmount?: Money | undefined;
}

export type ChannelKind = 'va' | 'qris' | 'ewallet' | 'retail' | 'card' | 'paylater' | 'transfer' | 'cash' | 'other';
