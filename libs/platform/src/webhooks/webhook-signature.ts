import { createHmac, timingSafeEqual } from 'node:crypto';

/** Header of every webhook that we send. */
export const SIGNATURE_HEADER = 'langgan-signature';

/** How old a webhook may be that {@link verifyWebhook} takes. */
const TOLERANCE_SECONDS = 300;

/**
 * `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 over `t.body`, one `v1` per secret, so that a receiver may know either while a
 * secret is being rotated.
 */
export function signWebhook(secrets: readonly string[], seconds: number, body: string): string {
  return [`t=${seconds}`, ...secrets.map((secret) => `v1=${hmac(secret, seconds, body)}`)].join(',');
}

/** What a receiver does: one of the signatures fits, compared in constant time, and the time is at most five minutes off. */
export function verifyWebhook(secret: string, header: string, body: string, nowSeconds: number): boolean {
  const parts = header.split(',').map((part) => part.split('=', 2));
  const seconds = Number(parts.find(([name]) => name === 't')?.[1]);
  if (!Number.isSafeInteger(seconds) || Math.abs(nowSeconds - seconds) > TOLERANCE_SECONDS) return false;
  const expected = Buffer.from(hmac(secret, seconds, body));
  return parts.some(([name, value = '']) => {
    const given = Buffer.from(value);
    return name === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const hmac = (secret: string, seconds: number, body: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
