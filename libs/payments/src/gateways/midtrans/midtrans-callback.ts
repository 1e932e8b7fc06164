import { type CallbackInput, type CallbackResult } from '../callback';
import { type GatewayCredentials, secretsFor, textSetting } from '../gateway-credentials';
import { safeRaw } from '../shared/safe-raw';
import { digest, fitsOne } from '../shared/signatures';
import { dateField, type JsonObject, strictJson, textField } from '../shared/strict-json';
import { wholeUnits } from '../shared/units';
import { midtransState } from './midtrans-status';

/** Ids that may become part of an address. */
export const MIDTRANS_ID = /^[\w.-]{1,64}$/;

/**
 * Midtrans signs order, status code and amount with the server key. `transaction_status` itself is not among them: what
 * claims to be paid with another code than the signed 200 is only hearsay.
 */
export function verifyMidtrans(account: GatewayCredentials, input: CallbackInput): CallbackResult {
  const json = strictJson(input.rawBody);
  const signed = json && signedParts(json);
  if (!json || !signed) return { ok: false, reason: 'malformed' };
  const { orderId, code, gross, signature } = signed;
  const merchant = textSetting(account, 'merchantId');
  if (merchant !== '' && json.merchant_id !== merchant) return { ok: false, reason: 'wrong-merchant' };
  const keys = secretsFor(account, 'serverKey');
  if (
    !fitsOne(
      keys.map((key) => midtransSignature([orderId, code, gross], key)),
      signature,
    )
  ) {
    return { ok: false, reason: 'bad-signature' };
  }
  return claimOf(account, input, json, { orderId, code, gross });
}

/** SHA-512 over the parts as they are written and the server key. */
export const midtransSignature = (parts: readonly string[], serverKey: string): string =>
  digest('sha512', parts.join('') + serverKey);

function claimOf(
  account: GatewayCredentials,
  input: CallbackInput,
  json: JsonObject,
  { orderId, code, gross }: Record<'orderId' | 'code' | 'gross', string>,
): CallbackResult {
  const amount = wholeUnits(gross);
  const claimedState = midtransState(String(json.transaction_status), textField(json, 'fraud_status'));
  const transactionId = textField(json, 'transaction_id') ?? null;
  if (!amount || !claimedState || (transactionId !== null && !MIDTRANS_ID.test(transactionId))) {
    return { ok: false, reason: 'malformed' };
  }
  const hearsay = account.settings.confirmStatus === true || (claimedState === 'paid' && code !== '200');
  return {
    ok: true,
    notice: {
      merchantOrderId: orderId,
      providerRef: transactionId,
      claimedState,
      amount,
      refunded: wholeUnits(json.refund_amount),
      channel: textField(json, 'payment_type'),
      paidAt: jakartaTime(json, 'settlement_time'),
      dedupeKey: digest('sha256', input.rawBody),
      trusted: hearsay ? 'unsigned-status' : 'signed-status',
      safeRaw: safeRaw(json),
    },
  };
}

/** Midtrans writes Jakarta time without saying so. */
export function jakartaTime(json: JsonObject, name: string): Date | undefined {
  const text = textField(json, name);
  return text === undefined ? undefined : dateField({ at: `${text.replace(' ', 'T')}+07:00` }, 'at');
}

function signedParts(json: JsonObject): Record<'orderId' | 'code' | 'gross' | 'signature', string> | undefined {
  const [orderId, code, gross] = [
    textField(json, 'order_id'),
    textField(json, 'status_code'),
    textField(json, 'gross_amount'),
  ];
  const signature = textField(json, 'signature_key');
  if (orderId === undefined || code === undefined || gross === undefined || signature === undefined) return undefined;
  return MIDTRANS_ID.test(orderId) ? { orderId, code, gross, signature } : undefined;
}
