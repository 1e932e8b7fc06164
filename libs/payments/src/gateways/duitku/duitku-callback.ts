import { type CallbackInput, type CallbackResult } from '../callback';
import { type GatewayCredentials, secretsFor, textSetting } from '../gateway-credentials';
import { safeRaw } from '../shared/safe-raw';
import { digest, fitsOne } from '../shared/signatures';
import { strictForm } from '../shared/strict-form';
import { wholeUnits } from '../shared/units';
import { duitkuSignature } from './duitku-signatures';

/**
 * Duitku signs merchant, amount and order id and nothing else, so the state is hearsay until transactionStatus confirms it;
 * only exactly `00` may lead there (payments.md 1.2, 2.7). Signed is the amount as it is written, `150000` or `150000.00`.
 */
export function verifyDuitku(account: GatewayCredentials, input: CallbackInput): CallbackResult {
  const form = isForm(input.contentType) ? strictForm(input.rawBody) : undefined;
  const given = form && requiredOf(form);
  if (!form || !given) return refused('malformed');
  const { merchantCode, amount: amountText, merchantOrderId, signature, resultCode } = given;
  if (merchantCode !== textSetting(account, 'merchantCode')) return refused('wrong-merchant');
  const parts = [merchantCode, amountText, merchantOrderId];
  const expected = secretsFor(account, 'apiKey').map((key) => duitkuSignature(account, 'callback', parts, key));
  if (!fitsOne(expected, signature)) return refused('bad-signature');
  const amount = wholeUnits(amountText);
  if (amount === undefined) return refused('malformed');
  return {
    ok: true,
    notice: {
      merchantOrderId,
      providerRef: form.get('reference') ?? null,
      claimedState: resultCode === '00' ? 'paid' : 'failed',
      amount,
      channel: form.get('paymentCode'),
      dedupeKey: digest('sha256', input.rawBody),
      trusted: 'unsigned-status',
      safeRaw: safeRaw(form),
    },
  };
}

type Required = Record<'merchantCode' | 'amount' | 'merchantOrderId' | 'signature' | 'resultCode', string>;

/** Undefined when one is missing or empty. */
function requiredOf(form: ReadonlyMap<string, string>): Required | undefined {
  const field = (name: keyof Required): string => form.get(name) ?? '';
  const found: Required = {
    merchantCode: field('merchantCode'),
    amount: field('amount'),
    merchantOrderId: field('merchantOrderId'),
    signature: field('signature'),
    resultCode: field('resultCode'),
  };
  return Object.values(found).includes('') ? undefined : found;
}

const isForm = (type: string | undefined): boolean =>
  type?.toLowerCase().startsWith('application/x-www-form-urlencoded') ?? false;

const refused = (reason: 'malformed' | 'wrong-merchant' | 'bad-signature'): CallbackResult => ({ ok: false, reason });
