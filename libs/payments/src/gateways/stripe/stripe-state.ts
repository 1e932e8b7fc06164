import { type QueryResult } from '../checkout';
import { unknownState } from '../http/outcomes';
import { safeRaw } from '../shared/safe-raw';
import { dateField, type JsonObject, objectField, textField } from '../shared/strict-json';
import { fromMinor } from '../shared/units';
import { STRIPE_CURRENCIES } from './stripe-callback';

/** What a session with its payment intent and charge expanded says. */
export function sessionState(session: JsonObject): QueryResult {
  const currency = String(session.currency).toUpperCase();
  const amount = STRIPE_CURRENCIES.includes(currency) ? fromMinor(session.amount_total, currency) : undefined;
  const raw = safeRaw(session);
  if (amount === undefined) return unknownState('unreadable', raw);
  const providerRef = textField(session, 'id');
  if (session.payment_status === 'paid') {
    const intent = objectField(session, 'payment_intent');
    return { ...chargeState(objectField(intent, 'latest_charge'), currency), amount, providerRef, raw };
  }
  return { state: session.status === 'expired' ? 'expired' : 'pending', amount, providerRef, raw };
}

/** What a payment intent says; there is one only once somebody tried to pay. */
export function intentState(intent: JsonObject): QueryResult {
  const currency = String(intent.currency).toUpperCase();
  const amount = STRIPE_CURRENCIES.includes(currency) ? fromMinor(intent.amount, currency) : undefined;
  const raw = safeRaw(intent);
  if (amount === undefined) return unknownState('unreadable', raw);
  if (intent.status === 'succeeded') {
    return { ...chargeState(objectField(intent, 'latest_charge'), currency), amount, raw };
  }
  return { state: intent.status === 'canceled' ? 'cancelled' : 'pending', amount, raw };
}

function chargeState(charge: JsonObject, currency: string): Omit<QueryResult, 'raw'> {
  const refunded = fromMinor(charge.amount_refunded, currency);
  const paidAt = dateField(charge, 'created');
  const channel = textField(objectField(charge, 'payment_method_details'), 'type');
  const state = charge.disputed === true ? 'chargeback' : charge.refunded === true ? 'refunded' : 'paid';
  return { state, paidAt, channel, ...(refunded?.isPositive() === true ? { refunded } : {}) };
}
