import { type IncomingHttpHeaders } from 'node:http';
import { type Money } from '@app/core';
import { type OrderState } from './checkout';

/** A callback as it came in. */
export interface CallbackInput {
  readonly rawBody: Buffer;
  readonly headers: IncomingHttpHeaders;
  readonly contentType: string | undefined;
  readonly sourceIp: string;
  readonly receivedAt: Date;
}

/** What a gateway claims in a callback that is really from it. */
export interface CallbackNotice {
  readonly merchantOrderId: string;
  readonly providerRef: string | null;
  readonly claimedState: OrderState;
  /** Gross and claimed, comparable to the amount of the attempt: without what the gateway added for the payer. */
  readonly amount: Money;
  readonly fee?: Money | undefined;
  readonly feeCustomer?: Money | undefined;
  readonly net?: Money | undefined;
  /** What has been given back of it in all; with `refunded` and `chargeback`. */
  readonly refunded?: Money | undefined;
  readonly channel?: string | undefined;
  readonly paidAt?: Date | undefined;
  /** The same for the same notice, however often it comes; at most 64 characters. */
  readonly dedupeKey: string;
  /** `unsigned-status`: the state is hearsay, ask with `queryStatus` before money moves. */
  readonly trusted: 'signed-status' | 'unsigned-status';
  /** For the archive: without secrets, signatures and card data. */
  readonly safeRaw: Readonly<Record<string, unknown>>;
}

/** `foreign-source`: genuine, but from an address that the account does not take callbacks from. */
export type CallbackRefusal = 'malformed' | 'bad-signature' | 'wrong-merchant' | 'stale' | 'foreign-source';

/** `irrelevant`: genuine, but about nothing that we keep (another kind of event). */
export type CallbackResult =
  | { readonly ok: true; readonly notice: CallbackNotice }
  | { readonly ok: false; readonly reason: CallbackRefusal | 'irrelevant' };

/** How a callback ended; `accepted` also for duplicates, unknown orders and mismatches, `try-again` for a fault of ours. */
export type CallbackVerdict = 'accepted' | 'irrelevant' | 'try-again' | CallbackRefusal;

export interface CallbackAck {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/** payments.md 6.4. */
export const ACK_STATUS: Readonly<Record<CallbackVerdict, number>> = {
  accepted: 200,
  irrelevant: 200,
  malformed: 400,
  'bad-signature': 401,
  'wrong-merchant': 401,
  stale: 401,
  'foreign-source': 403,
  'try-again': 503,
};
