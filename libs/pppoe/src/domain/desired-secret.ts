import { type KeptProfile, profileFor } from './kept-profile';
import { type RouterObject } from './router-object';
import { type ServiceFacts } from './service-facts';

/** An account as the router needs it. */
export interface SecretFacts {
  username: string;
  password: string;
  /** Fixed IPv4 address, or null for one of the profile's pool. */
  remoteAddress: string | null;
  /** Adopted secrets keep what they had; default `pppoe`. */
  service?: 'pppoe' | 'any';
  /** The operator's profile that it keeps. */
  kept?: KeptProfile | null;
}

/**
 * The secret of an account.
 *
 * - ENABLED: the plan's profile (or the one that was kept at the adoption) and the fixed address, if any.
 * - ISOLATED: stays enabled, on the isolir profile; a fixed address is taken off (our row remembers it), so that the
 *   session comes up inside the isolir rules (peers.md 5.2).
 * - DISABLED: cannot dial in; the rest stays as it was.
 */
export function desiredSecret(account: SecretFacts, service: ServiceFacts): RouterObject<'ppp-secret'> {
  const isolated = service.desired === 'ISOLATED';
  const address = isolated ? null : account.remoteAddress;
  return {
    kind: 'ppp-secret',
    key: account.username,
    values: {
      service: account.service ?? 'pppoe',
      password: account.password,
      profile: profileFor(service, account.kept),
      disabled: service.desired === 'DISABLED' ? 'yes' : 'no',
      ...(address === null ? {} : { 'remote-address': address }),
    },
    // why: RouterOS refuses an empty address, it has to be unset
    ...(address === null ? { unset: ['remote-address'] } : {}),
    owner: `sub-${service.subscriptionId}`,
    ...(service.desired === 'ENABLED' ? {} : { cutsOff: true }),
  };
}
