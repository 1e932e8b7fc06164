import { type CallbackInput, type CallbackResult } from '../callback';
import { type OrderState } from '../checkout';
import { type GatewayCredentials, secretsFor } from '../gateway-credentials';
import { safeRaw } from '../shared/safe-raw';
import { digest, fitsOne, hmacSha256 } from '../shared/signatures';
import { dateField, type JsonObject, strictJson, textField } from '../shared/strict-json';
import { wholeUnits } from '../shared/units';

/** What Tripay calls the states of a transaction. */
export const TRIPAY_STATES: Readonly<Record<string, OrderState>> = {
  UNPAID: 'pending',
  PAID: 'paid',
  FAILED: 'failed',
  EXPIRED: 'expired',
  REFUND: 'refunded',
};

/** Tripay signs the raw body, so everything in it is signed; the body is read only after that is certain. */
export function verifyTripay(account: GatewayCredentials, input: CallbackInput): CallbackResult {
  const signature = input.headers['x-callback-signature'];
  if (typeof signature !== 'string' || input.rawBody.length === 0) return { ok: false, reason: 'malformed' };
  const expected = secretsFor(account, 'privateKey').map((key) => hmacSha256(key, input.rawBody));
  if (!fitsOne(expected, signature)) return { ok: false, reason: 'bad-signature' };
  if (input.headers['x-callback-event'] !== 'payment_status') return { ok: false, reason: 'irrelevant' };
  const json = strictJson(input.rawBody);
  return json === undefined ? { ok: false, reason: 'malformed' } : claimOf(json, input);
}

function claimOf(json: JsonObject, { rawBody }: CallbackInput): CallbackResult {
  const merchantOrderId = textField(json, 'merchant_ref');
  const claimedState = TRIPAY_STATES[String(json.status)];
  const total = wholeUnits(json.total_amount);
  const feeCustomer = wholeUnits(json.fee_customer ?? 0);
  if (merchantOrderId === undefined || claimedState === undefined || !total || !feeCustomer) {
    return { ok: false, reason: 'malformed' };
  }
  return {
    ok: true,
    notice: {
      merchantOrderId,
      providerRef: textField(json, 'reference') ?? null,
      claimedState,
      amount: total.minus(feeCustomer), // why: total_amount includes what Tripay charged the payer on top
      feeCustomer,
      fee: wholeUnits(json.total_fee),
      net: wholeUnits(json.amount_received),
      channel: textField(json, 'payment_method_code') ?? textField(json, 'payment_method'),
      paidAt: dateField(json, 'paid_at'),
      dedupeKey: digest('sha256', rawBody),
      trusted: 'signed-status',
      safeRaw: safeRaw(json),
    },
  };
}
