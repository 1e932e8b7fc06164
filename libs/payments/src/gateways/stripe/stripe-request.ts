import type Stripe from 'stripe';
import { type CheckoutRequest } from '../checkout';
import { emailAddress, plainText } from '../shared/texts';
import { toMinor } from '../shared/units';
import { ORDER_KEY } from './stripe-callback';

const SHORTEST_S = 30 * 60 + 30; // why: Stripe refuses less than 30 minutes counted by its own clock
const LONGEST_S = 24 * 3_600 - 60;

/** The session of a hosted page for one amount; sessions live between half an hour and a day. */
export function stripeSession(request: CheckoutRequest, now: Date): Stripe.Checkout.SessionCreateParams {
  const { merchantOrderId, attemptId, amount, customer, channel, expiresAt, returnUrl, language = 'id' } = request;
  const present = Math.floor(now.getTime() / 1_000);
  const wanted = Math.floor(expiresAt.getTime() / 1_000) - present;
  const metadata = { [ORDER_KEY]: merchantOrderId, attempt_id: attemptId };
  return {
    mode: 'payment',
    client_reference_id: merchantOrderId,
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: amount.currency.toLowerCase(),
          unit_amount: toMinor(amount),
          product_data: { name: plainText(request.title, 250) || merchantOrderId },
        },
      },
    ],
    metadata,
    payment_intent_data: { metadata },
    success_url: returnUrl,
    cancel_url: returnUrl,
    locale: language,
    expires_at: present + Math.min(Math.max(wanted, SHORTEST_S), LONGEST_S),
    ...(customer.email === undefined ? {} : { customer_email: emailAddress([customer.email], 200) }),
    ...(channel === undefined ? {} : { payment_method_types: [channel as 'card'] }),
  };
}
