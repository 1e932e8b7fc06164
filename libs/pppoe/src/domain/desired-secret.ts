import { ISOLIR, PLAN_PROFILE_PREFIX } from './desired-profile';
import { type KeptProfile, profileFor } from './kept-profile';
import { type ChangePolicy } from './profile-terms';
import { type RouterObject } from './router-object';
import { type ServiceFacts, type UsageLimit } from './service-facts';

/** An account as the router needs it. */
export interface SecretFacts {
  username: string;
  password: string;
  /** Fixed IPv4 address, or null for one of the profile's pool. */
  remoteAddress: string | null;
  /** Fixed IPv6 prefix. */
  remoteIpv6Prefix?: string | null;
  /** The only device that may dial in. */
  callerId?: string | null;
  /** Attributes that we have set at some time: they are emptied when they are not wanted any more. */
  onceSet?: readonly string[];
  /** Adopted secrets keep what they had; default `pppoe`. */
  service?: 'pppoe' | 'any';
  /** The operator's profile that it keeps. */
  kept?: KeptProfile | null;
  /** What its usage has come to. */
  limit?: UsageLimit;
  /** Default `KICK`. */
  changePolicy?: ChangePolicy;
}

/**
 * The secret of an account.
 *
 * - ENABLED: the plan's profile (or the one that was kept at the adoption, or that of its fair-use step) and the fixed
 *   addresses, if any.
 * - ISOLATED, and ENABLED with a quota that blocks: stays enabled, on the isolir profile; fixed addresses are taken off (our
 *   row remembers them), so that the session comes up inside the isolir rules (peers.md 5.2).
 * - DISABLED: cannot dial in; the rest stays as it was.
 */
export function desiredSecret(account: SecretFacts, service: ServiceFacts): RouterObject<'ppp-secret'> {
  const profile = profileFor(service, account.kept, account.limit);
  const { values, unset } = addressesOf(account, profile === ISOLIR);
  return {
    kind: 'ppp-secret',
    key: account.username,
    values: {
      service: account.service ?? 'pppoe',
      password: account.password,
      profile,
      disabled: service.desired === 'DISABLED' ? 'yes' : 'no',
      ...values,
    },
    ...(unset.length === 0 ? {} : { unset }),
    owner: `sub-${service.subscriptionId}`,
    ...(service.desired === 'ENABLED' && profile !== ISOLIR ? {} : { cutsOff: true }),
    ...(account.changePolicy === 'NEXT_SESSION' && profile !== ISOLIR ? { sparesSessions: SPARED } : {}),
  };
}

/** From one profile of a plan to another; coming back from isolir ends the session all the same. */
const SPARED = { attribute: 'profile', fromPrefix: PLAN_PROFILE_PREFIX };

function addressesOf(account: SecretFacts, isolated: boolean): { values: Record<string, string>; unset: string[] } {
  const { remoteAddress, remoteIpv6Prefix = null, callerId = null, onceSet = [] } = account;
  const wanted = {
    'remote-address': isolated ? null : remoteAddress,
    'remote-ipv6-prefix': isolated ? null : remoteIpv6Prefix,
    'caller-id': callerId,
  };
  const values: Record<string, string> = {};
  const unset: string[] = [];
  for (const [attribute, value] of Object.entries(wanted)) {
    if (value !== null) values[attribute] = value;
    // why: RouterOS refuses an empty address, it has to be unset
    else if (attribute === 'remote-address' || onceSet.includes(attribute)) unset.push(attribute);
  }
  return { values, unset };
}
