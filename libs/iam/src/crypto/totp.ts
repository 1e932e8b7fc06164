import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { toBase32 } from './base32';

export const TOTP_STEP_SECONDS = 30;
const DIGITS = 6;
/** Steps before and after the present one that still count: phones run a little fast or slow. */
const DRIFT_STEPS = 1;

export interface HotpOptions {
  digits?: number;
  algorithm?: 'sha1' | 'sha256' | 'sha512';
}

/** 160 random bits: the length that RFC 4226 recommends. */
export function newTotpSecret(): Buffer {
  return randomBytes(20);
}

/** The code of a counter (RFC 4226); six digits and SHA-1 unless said otherwise, as authenticator apps expect. */
export function hotp(secret: Uint8Array, counter: number, options: HotpOptions = {}): string {
  const { digits = DIGITS, algorithm = 'sha1' } = options;
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const mac = createHmac(algorithm, secret).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(number).padStart(digits, '0');
}

/** Number of the time step of an instant (RFC 6238, T0 = 0). */
export const totpStep = (epochMs: number): number => Math.floor(epochMs / 1000 / TOTP_STEP_SECONDS);

/**
 * The step that a code belongs to, among the present one and its neighbours; undefined when it is wrong or of a step up to
 * `lastStep`, which was used before (RFC 6238, 5.2: one use each).
 */
export function matchTotp(
  secret: Uint8Array,
  code: string,
  epochMs: number,
  lastStep: number | null,
): number | undefined {
  const present = totpStep(epochMs);
  let found: number | undefined;
  for (let step = present - DRIFT_STEPS; step <= present + DRIFT_STEPS; step++) {
    const fresh = lastStep === null || step > lastStep;
    if (equal(hotp(secret, step), code) && fresh) found ??= step;
  }
  return found;
}

/** What a QR code for authenticator apps says. */
export function otpauthUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = [issuer, account].map((part) => encodeURIComponent(part)).join(':');
  const query = [
    ['secret', toBase32(secret)],
    ['issuer', encodeURIComponent(issuer)],
    ['algorithm', 'SHA1'],
    ['digits', DIGITS],
    ['period', TOTP_STEP_SECONDS],
  ];
  return `otpauth://totp/${label}?${query.map((pair) => pair.join('=')).join('&')}`;
}

function equal(right: string, given: string): boolean {
  const [left, other] = [Buffer.from(right), Buffer.from(given)];
  return left.length === other.length && timingSafeEqual(left, other);
}
