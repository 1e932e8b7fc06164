import { type BurstRates, type PlanTerms, termAttributes } from './profile-terms';
import { type RouterObject } from './router-object';
import { type ServiceFacts } from './service-facts';

/** Profile and address list of subscribers who are isolated. */
export const ISOLIR = 'isolir';

/** Names of the profiles of plans begin so; the isolir profile's does not. */
export const PLAN_PROFILE_PREFIX = 'lg-';

/** Name on the router of the profile of a plan; of one of its fair-use steps with a number. No plan code has a tilde. */
export const profileName = (planCode: string, stepNo = 0): string =>
  `${PLAN_PROFILE_PREFIX}${planCode}${stepNo === 0 ? '' : `~${stepNo}`}`;

type PlanFacts = Pick<ServiceFacts, 'planId' | 'planCode' | 'downloadKbps' | 'uploadKbps'>;

/**
 * The profile of a plan. `rate-limit` is written as the router sees it: received / sent, which is the subscriber's
 * upload / download (routeros.md 12). What the terms do not say stays the operator's.
 */
export function planProfile(plan: PlanFacts, terms?: PlanTerms): RouterObject<'ppp-profile'> {
  const rates = rateLimit(plan.uploadKbps, plan.downloadKbps);
  return profileOf(plan, profileName(plan.planCode), burstRate(rates, terms?.burst ?? null), terms);
}

/** The profile of a plan and those of its fair-use steps, which have no burst. */
export function planProfiles(plan: PlanFacts, terms?: PlanTerms): RouterObject<'ppp-profile'>[] {
  const steps = (terms?.steps ?? []).map(({ stepNo, uploadKbps, downloadKbps }) =>
    profileOf(plan, profileName(plan.planCode, stepNo), rateLimit(uploadKbps, downloadKbps), terms),
  );
  return [planProfile(plan, terms), ...steps];
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

function profileOf(plan: PlanFacts, key: string, limit: string, terms?: PlanTerms): RouterObject<'ppp-profile'> {
  const said = terms ? termAttributes(terms.terms, terms.poolName) : {};
  const unset = (terms?.onceSet ?? []).filter((attribute) => said[attribute] === undefined);
  return {
    kind: 'ppp-profile',
    key,
    values: { 'rate-limit': limit, ...said },
    ...(unset.length === 0 ? {} : { unset }),
    owner: `plan-${plan.planId}`,
  };
}

const rateLimit = (receivedKbps: number, sentKbps: number): string => `${receivedKbps}k/${sentKbps}k`;

/** `rate burst threshold time`, each received / sent. */
function burstRate(rates: string, burst: BurstRates | null): string {
  if (!burst) return rates;
  const peak = rateLimit(burst.uploadKbps, burst.downloadKbps);
  const threshold = rateLimit(burst.thresholdUploadKbps, burst.thresholdDownloadKbps);
  return `${rates} ${peak} ${threshold} ${burst.seconds}/${burst.seconds}`;
}
