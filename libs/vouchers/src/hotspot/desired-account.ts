import { type HotspotObject } from '../domain/desired-hotspot-profile';
import { type ChangePolicy } from '../domain/hotspot-profile';

/** User profile of the isolated. The tilde is in no code, so no package is called so. */
export const HOTSPOT_ISOLIR = 'lg-~isolir';
/** Address list that the router's isolir rules match. */
const ISOLIR_LIST = 'isolir';
const ISOLIR_KBPS = 128;

/** User profile of a plan that has no package at the site. */
export const planProfileName = (planCode: string): string => `lg-~${planCode}`;

type Access = 'ENABLED' | 'ISOLATED' | 'DISABLED';

export interface AccountOnRouter {
  subscriptionId: string;
  username: string;
  password: string;
  macAddress: string | null;
  /** The profile of its plan, or of the plan's package. */
  profile: string;
  changePolicy: ChangePolicy;
}

/**
 * The hotspot user of an account. Isolated: stays enabled, on the isolir profile, so that its browser comes to the page that
 * says what is owed; without service: disabled. Either change ends the session and forgets the cookies (routeros.md, hotspot).
 */
export function desiredAccountUser(account: AccountOnRouter, access: Access): HotspotObject<'hotspot-user'> {
  const { subscriptionId, username, password, macAddress, profile } = account;
  return {
    kind: 'hotspot-user',
    key: username,
    values: {
      password,
      profile: access === 'ISOLATED' ? HOTSPOT_ISOLIR : profile,
      disabled: access === 'DISABLED' ? 'yes' : 'no',
      ...(macAddress === null ? {} : { 'mac-address': macAddress }),
    },
    ...(macAddress === null ? { unset: ['mac-address'] } : {}),
    owner: `sub-${subscriptionId}`,
    ...(access === 'ENABLED' ? {} : { cutsOff: true }),
    ...(access !== 'ISOLATED' && account.changePolicy === 'NEXT_SESSION' ? { sparesSessions: SPARED } : {}),
  };
}

/** From one package or plan to another; coming back from isolir ends the session all the same. */
const SPARED = { attribute: 'profile', fromPrefix: 'lg-', except: HOTSPOT_ISOLIR };

/** What plans without a package need on a router. */
export interface PlanRates {
  planId: string;
  planCode: string;
  downloadKbps: number;
  uploadKbps: number;
}

/** The profile of a plan without a package; one device at a time. `rate-limit` is the user's upload / download. */
export const desiredPlanProfile = (plan: PlanRates): HotspotObject<'hotspot-user-profile'> => ({
  kind: 'hotspot-user-profile',
  key: planProfileName(plan.planCode),
  values: { 'rate-limit': `${plan.uploadKbps}k/${plan.downloadKbps}k`, 'shared-users': '1' },
  owner: `plan-${plan.planId}`,
});

/** The profile of the isolated: slow, on the list of the isolir rules, and no cookie lets anybody out of it. */
export const isolirUserProfile = (): HotspotObject<'hotspot-user-profile'> => ({
  kind: 'hotspot-user-profile',
  key: HOTSPOT_ISOLIR,
  values: {
    'rate-limit': `${ISOLIR_KBPS}k/${ISOLIR_KBPS}k`,
    'address-list': ISOLIR_LIST,
    'add-mac-cookie': 'no',
    'shared-users': '1',
  },
  owner: 'isolir',
});
