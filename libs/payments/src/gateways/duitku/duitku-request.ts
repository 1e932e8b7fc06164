import { type CheckoutRequest } from '../checkout';
import { type GatewayCredentials, textSetting } from '../gateway-credentials';
import { bankName, emailAddress, phoneNumber, plainText } from '../shared/texts';
import { plainNumber } from '../shared/units';
import { duitkuLifetime } from './duitku-channels';

/**
 * The body that v2 inquiry and POP createInvoice share, within Duitku's limits (payments.md 2.3). One item line of the whole
 * amount: the live API adds up the prices and ignores the quantities (2.9).
 */
export function duitkuOrder(account: GatewayCredentials, request: CheckoutRequest, now: Date): Record<string, unknown> {
  const { amount, customer, merchantOrderId, channel, callbackUrl, returnUrl } = request;
  const price = plainNumber(amount);
  const title = plainText(request.title, 255) || merchantOrderId;
  const email = emailAddress([customer.email, textSetting(account, 'fallbackEmail')], 50);
  const phone = phoneNumber(customer.phone, 50);
  const name = bankName(customer.name, 50);
  return {
    paymentAmount: price,
    merchantOrderId,
    productDetails: title,
    email,
    customerVaName: bankName(customer.name, 20),
    ...(phone === undefined ? {} : { phoneNumber: phone }),
    ...(channel === undefined ? {} : { paymentMethod: channel }),
    itemDetails: [{ name: plainText(title, 50), price, quantity: 1 }],
    customerDetail: { firstName: name, email, ...(phone === undefined ? {} : { phoneNumber: phone }) },
    callbackUrl,
    returnUrl,
    expiryPeriod: lifetimeOf(request, now),
  };
}

/** Minutes. */
export function lifetimeOf({ channel, expiresAt }: CheckoutRequest, now: Date): number {
  return duitkuLifetime(channel, (expiresAt.getTime() - now.getTime()) / 60_000);
}
