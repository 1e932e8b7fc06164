import { baseUrlOf, type GatewayCredentials } from '../gateway-credentials';

/**
 * A pay page that people may be sent to: https at the gateway's own hosts, or the root that stands in for the gateway.
 *
 * @returns undefined for every other address: it is neither shown nor sent on
 */
export function trustedPage(account: GatewayCredentials, url: unknown, domains: readonly string[]): string | undefined {
  if (typeof url !== 'string' || url.length > 2_048 || !URL.canParse(url)) return undefined;
  const { protocol, hostname, origin, username } = new URL(url);
  const base = baseUrlOf(account);
  if (base !== undefined) return origin === new URL(base).origin ? url : undefined;
  const own = domains.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
  return own && protocol === 'https:' && username === '' ? url : undefined;
}
