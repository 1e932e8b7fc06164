import { type CheckoutRequest } from '../checkout';
import { emailAddress, phoneNumber, plainText } from '../shared/texts';
import { plainNumber } from '../shared/units';
import { type JsonObject } from '../shared/strict-json';

/** The body of a Snap transaction; its one item is the whole amount, because the items have to add up to it. */
export function snapTransaction(request: CheckoutRequest, now: Date): JsonObject {
  const { merchantOrderId, amount, customer, channel, expiresAt, returnUrl } = request;
  const gross = plainNumber(amount);
  const minutes = Math.max(1, Math.floor((expiresAt.getTime() - now.getTime()) / 60_000));
  const phone = phoneNumber(customer.phone, 19);
  return {
    transaction_details: { order_id: merchantOrderId, gross_amount: gross },
    item_details: [{ id: 'tagihan', price: gross, quantity: 1, name: plainText(request.title, 50) || merchantOrderId }],
    customer_details: {
      first_name: plainText(customer.name, 50) || 'Pelanggan',
      ...(customer.email === undefined ? {} : { email: emailAddress([customer.email], 45) }),
      ...(phone === undefined ? {} : { phone }),
    },
    ...(channel === undefined ? {} : { enabled_payments: [channel] }),
    expiry: { unit: 'minute', duration: minutes },
    callbacks: { finish: returnUrl },
  };
}
