import { fitsOne, hmacSha256 } from '../shared/signatures';

/** How old or how far ahead a signature may be. */
export const STRIPE_TOLERANCE_S = 300;

/**
 * Checks `Stripe-Signature: t=…,v1=…[,v1=…]`: HMAC over `t.` and the raw body, several v1 while a secret is rotated; signed
 * first, then fresh.
 */
export function checkStripeSignature(
  header: string,
  rawBody: Buffer,
  secrets: readonly string[],
  receivedAt: Date,
): 'good' | 'malformed' | 'bad-signature' | 'stale' {
  const parts = header.split(',').map((part) => part.trim().split('=', 2));
  const times = parts.filter(([scheme]) => scheme === 't').map(([, value]) => value ?? '');
  const given = parts.filter(([scheme]) => scheme === 'v1').map(([, value]) => value ?? '');
  const [time = ''] = times;
  if (times.length !== 1 || !/^\d{1,12}$/.test(time) || given.length === 0) return 'malformed';
  const message = Buffer.concat([Buffer.from(`${time}.`), rawBody]);
  const expected = secrets.map((secret) => hmacSha256(secret, message));
  if (!given.map((one) => fitsOne(expected, one)).includes(true)) return 'bad-signature';
  const age = Math.abs(Math.floor(receivedAt.getTime() / 1_000) - Number(time));
  return age > STRIPE_TOLERANCE_S ? 'stale' : 'good';
}
