import { type RouterObject } from './router-object';
import { type ServiceFacts } from './service-facts';

/** Profile and address list of subscribers who are isolated. */
export const ISOLIR = 'isolir';

/** Name on the router of the profile of a plan. */
export const profileName = (planCode: string): string => `lg-${planCode}`;

type PlanFacts = Pick<ServiceFacts, 'planId' | 'planCode' | 'downloadKbps' | 'uploadKbps'>;

/**
 * The profile of a plan. `rate-limit` is written as the router sees it: received / sent, which is the subscriber's
 * upload / download (routeros.md 12). Pools and addresses stay the operator's.
 */
export function planProfile(plan: PlanFacts): RouterObject<'ppp-profile'> {
  return {
    kind: 'ppp-profile',
    key: profileName(plan.planCode),
    values: { 'rate-limit': rateLimit(plan.uploadKbps, plan.downloadKbps) },
    owner: `plan-${plan.planId}`,
  };
}

/** What the router's isolir infrastructure says about the addresses of the isolated; nothing where they are the operator's. */
export interface IsolirAddresses {
  values: Record<string, string>;
  unset: string[];
}

/** The profile of the isolated: slow, and on the address list that the router's isolir rules match. */
export function isolirProfile(kbps: number, { values, unset }: IsolirAddresses): RouterObject<'ppp-profile'> {
  return {
    kind: 'ppp-profile',
    key: ISOLIR,
    values: { 'rate-limit': rateLimit(kbps, kbps), 'address-list': ISOLIR, ...values },
    ...(unset.length === 0 ? {} : { unset }),
    owner: ISOLIR,
  };
}

const rateLimit = (receivedKbps: number, sentKbps: number): string => `${receivedKbps}k/${sentKbps}k`;
