import { type CheckoutRequest } from '../checkout';
import { type GatewayCredentials, secretOf, textSetting } from '../gateway-credentials';
import { hmacSha256 } from '../shared/signatures';
import { type JsonObject } from '../shared/strict-json';
import { emailAddress, phoneNumber, plainText } from '../shared/texts';
import { plainNumber } from '../shared/units';

/** HMAC over merchant code, our reference and the amount (closed payment). */
export const tripaySignature = (
  merchantCode: string,
  merchantRef: string,
  amount: bigint,
  privateKey: string,
): string => hmacSha256(privateKey, `${merchantCode}${merchantRef}${amount.toString()}`);

/** The body of a closed transaction; its one item is the whole amount, because the items have to add up to it. */
export function tripayTransaction(account: GatewayCredentials, request: CheckoutRequest): JsonObject {
  const { merchantOrderId, amount, customer, channel, expiresAt, callbackUrl, returnUrl, title } = request;
  const privateKey = secretOf(account, 'privateKey');
  return {
    method: channel,
    merchant_ref: merchantOrderId,
    amount: plainNumber(amount),
    customer_name: plainText(customer.name, 100) || 'Pelanggan',
    customer_email: emailAddress([customer.email], 100),
    customer_phone: phoneNumber(customer.phone, 20) ?? '',
    order_items: [{ name: plainText(title, 100) || merchantOrderId, price: plainNumber(amount), quantity: 1 }],
    callback_url: callbackUrl,
    return_url: returnUrl,
    expired_time: Math.floor(expiresAt.getTime() / 1_000),
    signature: tripaySignature(textSetting(account, 'merchantCode'), merchantOrderId, amount.amount, privateKey),
  };
}
