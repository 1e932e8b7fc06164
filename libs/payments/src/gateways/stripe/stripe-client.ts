import { createRequire } from 'node:module';
import type Stripe from 'stripe';
import { baseUrlOf, type GatewayCredentials, secretOf, textSetting } from '../gateway-credentials';
import { GATEWAY_TIMEOUT_MS, type GatewayHttp, type GatewayReply } from '../http/gateway-http';

/** What one call of the library came to: its value, or else only what was on the wire. */
export interface StripeCall<T> {
  readonly value: T | undefined;
  readonly reply: GatewayReply;
}

const STRIPE_API = 'https://api.stripe.com';

/** Loaded with the first call: hundreds of files that most processes never need. */
const stripeLibrary = (): typeof Stripe => createRequire(__filename)('stripe') as typeof Stripe;

/**
 * One call of the official library over the guarded way out: no repetition of its own (the attempt's schedule decides), no
 * telemetry.
 */
export async function callStripe<T>(
  http: GatewayHttp,
  account: GatewayCredentials,
  work: (stripe: Stripe) => Promise<T>,
): Promise<StripeCall<T>> {
  const base = baseUrlOf(account) ?? STRIPE_API;
  const notes = http.notes((url) => url.replace(STRIPE_API, base));
  const connected = textSetting(account, 'stripeAccount');
  const library = stripeLibrary();
  const stripe = new library(secretOf(account, 'secretKey'), {
    httpClient: library.createFetchHttpClient(notes.fetch),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: GATEWAY_TIMEOUT_MS + 1_000,
    ...(connected === '' ? {} : { stripeAccount: connected }),
  });
  try {
    const value = await work(stripe);
    if (notes.reply === undefined) throw new Error('the library made no call');
    return { value, reply: notes.reply };
  } catch (error) {
    if (notes.reply === undefined) throw error;
    return { value: undefined, reply: notes.reply };
  }
}
