import { type CallbackInput, type CallbackResult } from '../callback';
import { type OrderState } from '../checkout';
import { type GatewayCredentials, secretsFor, textSetting } from '../gateway-credentials';
import { safeRaw } from '../shared/safe-raw';
import { digest, sameText } from '../shared/signatures';
import { dateField, type JsonObject, objectField, strictJson, textField } from '../shared/strict-json';
import { feeUnits, wholeUnits } from '../shared/units';

/** PAID and SETTLED both mean that the payer has paid; the second is about our payout. */
export const XENDIT_STATES: Readonly<Record<string, OrderState>> = {
  PENDING: 'pending',
  PAID: 'paid',
  SETTLED: 'paid',
  EXPIRED: 'expired',
};

/** The token says who sent it and protects nothing of the body: ask for the invoice before money moves (payments.md 3). */
export function verifyXendit(account: GatewayCredentials, input: CallbackInput): CallbackResult {
  const token = input.headers['x-callback-token'];
  if (typeof token !== 'string') return { ok: false, reason: 'malformed' };
  if (
    !secretsFor(account, 'callbackToken')
      .map((one) => sameText(one, token))
      .includes(true)
  ) {
    return { ok: false, reason: 'bad-signature' };
  }
  const json = strictJson(input.rawBody);
  if (json === undefined) return { ok: false, reason: 'malformed' };
  const isRefund = json.event === 'refund.succeeded';
  if (!isRefund && textField(json, 'external_id') === undefined) return { ok: false, reason: 'irrelevant' }; // of another product
  const business = textSetting(account, 'businessId');
  if (business !== '' && (isRefund ? json.business_id : json.user_id) !== business)
    return { ok: false, reason: 'wrong-merchant' };
  return isRefund ? refundClaimOf(json, input) : claimOf(json, input);
}

/** A refund, also of the dashboard. It names no order of ours but the invoice, and only what went back with it. */
function refundClaimOf(json: JsonObject, { rawBody }: CallbackInput): CallbackResult {
  const data = objectField(json, 'data');
  const invoiceId = textField(data, 'invoice_id');
  const refunded = wholeUnits(data.amount);
  if (data.currency !== 'IDR') return { ok: false, reason: 'malformed' };
  if (invoiceId === undefined) return { ok: false, reason: 'irrelevant' }; // of another product
  if (refunded === undefined) return { ok: false, reason: 'malformed' };
  return {
    ok: true,
    notice: {
      ...{ merchantOrderId: invoiceId, providerRef: invoiceId, claimedState: 'paid', amount: refunded, refunded },
      ...{ dedupeKey: digest('sha256', rawBody), trusted: 'unsigned-status', safeRaw: safeRaw(json) },
    },
  };
}

/** What the payer paid: absent until then, and `amount` where Xendit leaves it out. */
export const xenditAmount = (json: JsonObject): ReturnType<typeof wholeUnits> =>
  wholeUnits(json.paid_amount ?? json.amount);

function claimOf(json: JsonObject, { rawBody }: CallbackInput): CallbackResult {
  const merchantOrderId = textField(json, 'external_id');
  const claimedState = XENDIT_STATES[String(json.status)];
  const amount = xenditAmount(json);
  const foreign = json.currency !== undefined && json.currency !== 'IDR';
  if (merchantOrderId === undefined || claimedState === undefined || !amount || foreign) {
    return { ok: false, reason: 'malformed' };
  }
  return {
    ok: true,
    notice: {
      merchantOrderId,
      providerRef: textField(json, 'id') ?? null,
      claimedState,
      amount,
      fee: feeUnits(json.fees_paid_amount),
      net: wholeUnits(json.adjusted_received_amount),
      channel: textField(json, 'payment_channel') ?? textField(json, 'payment_method'),
      paidAt: dateField(json, 'paid_at'),
      dedupeKey: digest('sha256', rawBody),
      trusted: 'unsigned-status',
      safeRaw: safeRaw(json),
    },
  };
}
