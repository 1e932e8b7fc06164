import { type CreateInvoiceRequest } from 'xendit-node/invoice/models';
import { type CheckoutRequest } from '../checkout';
import { emailAddress, phoneNumber, plainText } from '../shared/texts';
import { plainNumber } from '../shared/units';

/** The invoice that Xendit shows to the payer. */
export function xenditInvoice(request: CheckoutRequest, now: Date): CreateInvoiceRequest {
  const { merchantOrderId, amount, customer, channel, expiresAt, returnUrl, language = 'id' } = request;
  const seconds = Math.max(60, Math.floor((expiresAt.getTime() - now.getTime()) / 1_000));
  const phone = phoneNumber(customer.phone, 20);
  const email = customer.email === undefined ? undefined : emailAddress([customer.email], 100);
  return {
    externalId: merchantOrderId,
    amount: plainNumber(amount),
    currency: amount.currency,
    description: plainText(request.title, 200) || merchantOrderId,
    invoiceDuration: seconds,
    shouldSendEmail: false,
    locale: language,
    successRedirectUrl: returnUrl,
    failureRedirectUrl: returnUrl,
    items: [{ name: plainText(request.title, 100) || merchantOrderId, price: plainNumber(amount), quantity: 1 }],
    customer: {
      givenNames: plainText(customer.name, 100) || 'Pelanggan',
      ...(phone === undefined ? {} : { mobileNumber: phone }),
      ...(email === undefined ? {} : { email }),
    },
    ...(email === undefined ? {} : { payerEmail: email }),
    ...(channel === undefined ? {} : { paymentMethods: [channel] }),
  };
}
