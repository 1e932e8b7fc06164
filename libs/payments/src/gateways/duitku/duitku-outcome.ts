import { type CheckoutRequest, type CheckoutResult } from '../checkout';
import { type GatewayCredentials, secretOf } from '../gateway-credentials';
import { type GatewayAnswer, type GatewayReply } from '../http/gateway-http';
import { commonOutcome, rejected, unknown } from '../http/outcomes';
import { trustedPage } from '../shared/page-address';
import { type JsonObject, textField } from '../shared/strict-json';
import { wholeUnits } from '../shared/units';
import { DUITKU_DOMAINS } from './duitku-hosts';

/** What Duitku's reply to an inquiry or createInvoice means (payments.md 2.3, 2.8). */
export function duitkuOutcome(
  account: GatewayCredentials,
  request: CheckoutRequest,
  reply: GatewayReply,
  expiresAt: Date,
): CheckoutResult {
  const secrets = [secretOf(account, 'apiKey')];
  const common = commonOutcome(reply, { secrets, explain: duitkuWords });
  if (common !== undefined || reply.kind === 'none') return common ?? unknown('broken');
  const { status, json } = reply;
  if (status >= 400) return refusal(duitkuWords(reply), secrets);
  if (json === undefined) return unknown('unreadable');
  // why: HTTP 200 says only that the request was read; the order exists with "00" alone
  if (json.statusCode !== '00') return refusal(`${String(json.statusCode)} ${duitkuWords(reply)}`, secrets);
  return created(account, request, json, expiresAt);
}

/** `{"Message": …}` with a capital M, or statusMessage. */
export function duitkuWords({ json, text }: GatewayAnswer): string {
  if (json === undefined) return text;
  return textField(json, 'Message') ?? textField(json, 'message') ?? textField(json, 'statusMessage') ?? '';
}

function refusal(words: string, secrets: readonly string[]): CheckoutResult {
  if (/still in progress|amount is different/i.test(words)) return unknown('exists');
  if (/minimum payment/i.test(words)) return rejected('AMOUNT_TOO_SMALL', words, { secrets });
  if (/maximum payment/i.test(words)) return rejected('AMOUNT_TOO_LARGE', words, { secrets });
  return rejected('INVALID_REQUEST', words, { secrets });
}

function created(
  account: GatewayCredentials,
  request: CheckoutRequest,
  json: JsonObject,
  expiresAt: Date,
): CheckoutResult {
  const providerRef = textField(json, 'reference');
  const amount = json.amount === undefined ? request.amount : wholeUnits(json.amount);
  if (providerRef === undefined || amount?.equals(request.amount) !== true) return unknown('unreadable');
  const paymentUrl = trustedPage(account, json.paymentUrl, DUITKU_DOMAINS);
  const vaNumber = textField(json, 'vaNumber');
  const qrString = textField(json, 'qrString');
  if (paymentUrl === undefined && vaNumber === undefined && qrString === undefined) return unknown('unreadable');
  return { outcome: 'created', providerRef, paymentUrl, vaNumber, qrString, expiresAt };
}
