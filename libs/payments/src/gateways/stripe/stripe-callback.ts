import { type CallbackInput, type CallbackNotice, type CallbackResult } from '../callback';
import { type OrderState } from '../checkout';
import { type GatewayCredentials, secretsFor, textSetting } from '../gateway-credentials';
import { safeRaw } from '../shared/safe-raw';
import { dateField, type JsonObject, objectField, strictJson, textField } from '../shared/strict-json';
import { fromMinor } from '../shared/units';
import { checkStripeSignature } from './stripe-signature';

/** Where our order id stands in everything that belongs to an order. */
export const ORDER_KEY = 'merchant_order_id';

/** Stripe's zero or two decimals of the currencies that we take; anything else is none of ours. */
export const STRIPE_CURRENCIES = ['IDR', 'USD', 'JPY'];

type Claim = Pick<
  CallbackNotice,
  'merchantOrderId' | 'providerRef' | 'claimedState' | 'amount' | 'refunded' | 'channel'
>;

const SESSION_EVENTS: Readonly<Record<string, (session: JsonObject) => OrderState>> = {
  'checkout.session.completed': ({ payment_status: status }) => (status === 'paid' ? 'paid' : 'pending'),
  'checkout.session.async_payment_succeeded': () => 'paid',
  'checkout.session.async_payment_failed': () => 'failed',
  'checkout.session.expired': () => 'expired',
};

/** Stripe signs the raw body with a time. The id of the event tells duplicates apart, whatever else differs. */
export function verifyStripe(account: GatewayCredentials, input: CallbackInput): CallbackResult {
  const header = input.headers['stripe-signature'];
  if (typeof header !== 'string') return { ok: false, reason: 'malformed' };
  const secrets = secretsFor(account, 'webhookSecret');
  const signature = checkStripeSignature(header, input.rawBody, secrets, input.receivedAt);
  if (signature !== 'good') return { ok: false, reason: signature };
  const event = strictJson(input.rawBody);
  const id = event && textField(event, 'id');
  if (event === undefined || id === undefined) return { ok: false, reason: 'malformed' };
  if (!isOfAccount(account, event)) return { ok: false, reason: 'wrong-merchant' };
  return noticeOf(event, id);
}

/** Test events never count in production, nor the other way round; nor events of another connected account. */
function isOfAccount(account: GatewayCredentials, event: JsonObject): boolean {
  const connected = textSetting(account, 'stripeAccount');
  const sameWorld = event.livemode === (account.environment === 'PRODUCTION');
  return sameWorld && (textField(event, 'account') ?? '') === connected;
}

function noticeOf(event: JsonObject, id: string): CallbackResult {
  const object = objectField(objectField(event, 'data'), 'object');
  const type = textField(event, 'type') ?? '';
  const relevant = type in SESSION_EVENTS || type === 'charge.refunded' || type.startsWith('charge.dispute.');
  if (!relevant) return { ok: false, reason: 'irrelevant' };
  const currency = String(object.currency).toUpperCase();
  const claim = STRIPE_CURRENCIES.includes(currency) ? claimOf(type, object, currency) : undefined;
  if (claim === undefined) return { ok: false, reason: 'malformed' };
  const paidAt = claim.claimedState === 'paid' ? dateField(event, 'created') : undefined;
  const raw = { id, type, created: event.created, object: safeRaw(object) };
  return { ok: true, notice: { ...claim, paidAt, dedupeKey: id.slice(0, 64), trusted: 'signed-status', safeRaw: raw } };
}

function claimOf(type: string, object: JsonObject, currency: string): Claim | undefined {
  const session = SESSION_EVENTS[type];
  if (session) return sessionClaim(object, currency, session(object));
  return type === 'charge.refunded' ? refundClaim(object, currency) : disputeClaim(type, object, currency);
}

function sessionClaim(session: JsonObject, currency: string, claimedState: OrderState): Claim | undefined {
  const merchantOrderId = textField(session, 'client_reference_id');
  const amount = fromMinor(session.amount_total, currency);
  if (merchantOrderId === undefined || amount === undefined) return undefined;
  const methods = session.payment_method_types;
  const channel = Array.isArray(methods) && methods.length === 1 ? String(methods[0]) : undefined;
  return { merchantOrderId, providerRef: textField(session, 'id') ?? null, claimedState, amount, channel };
}

/** A charge carries the metadata of its payment intent; `refunded` says that nothing is left of it. */
function refundClaim(charge: JsonObject, currency: string): Claim | undefined {
  const merchantOrderId = textField(objectField(charge, 'metadata'), ORDER_KEY);
  const amount = fromMinor(charge.amount, currency);
  const refunded = fromMinor(charge.amount_refunded, currency);
  if (merchantOrderId === undefined || amount === undefined || refunded === undefined) return undefined;
  return {
    merchantOrderId,
    providerRef: null,
    claimedState: charge.refunded === true ? 'refunded' : 'paid',
    amount,
    refunded,
  };
}

/**
 * A dispute names no order of ours. Its payment intent stands in for one: nobody's order, so it is parked with an alert for a
 * person, which is what a dispute needs in any case.
 */
function disputeClaim(type: string, dispute: JsonObject, currency: string): Claim | undefined {
  const merchantOrderId =
    textField(objectField(dispute, 'metadata'), ORDER_KEY) ?? textField(dispute, 'payment_intent');
  const amount = fromMinor(dispute.amount, currency);
  if (merchantOrderId === undefined || amount === undefined) return undefined;
  const won = type === 'charge.dispute.closed' && dispute.status === 'won';
  return { merchantOrderId, providerRef: null, claimedState: won ? 'paid' : 'chargeback', amount };
}
