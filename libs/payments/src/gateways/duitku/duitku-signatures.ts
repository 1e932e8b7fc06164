import { type GatewayCredentials, textSetting } from '../gateway-credentials';
import { digest, hmacSha256 } from '../shared/signatures';

/** The places that are signed, each in its own order of fields and with its own obsolete digest (payments.md 2.2). */
export const DUITKU_ENDPOINTS = ['inquiry', 'pop', 'callback', 'status', 'methods'] as const;
export type DuitkuEndpoint = (typeof DUITKU_ENDPOINTS)[number];

const LEGACY: Readonly<Record<DuitkuEndpoint, 'md5' | 'sha256'>> = {
  inquiry: 'md5',
  pop: 'sha256',
  callback: 'md5',
  status: 'md5',
  methods: 'sha256',
};

/** Key of the setting that says how an endpoint is signed: `hmac` (default) or `legacy`. */
export const signatureSetting = (endpoint: DuitkuEndpoint): string => `signature.${endpoint}`;

/**
 * Signs the parts, which Duitku joins without anything between them. One algorithm per endpoint, set by the account; what
 * the other one would give is never tried.
 */
export function duitkuSignature(
  account: GatewayCredentials,
  endpoint: DuitkuEndpoint,
  parts: readonly string[],
  apiKey: string,
): string {
  const text = parts.join('');
  const legacy = textSetting(account, signatureSetting(endpoint)) === 'legacy';
  return legacy ? digest(LEGACY[endpoint], text + apiKey) : hmacSha256(apiKey, text);
}
