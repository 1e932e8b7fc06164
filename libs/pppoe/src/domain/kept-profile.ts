import { ISOLIR, profileName } from './desired-profile';
import { NO_LIMIT, type ServiceFacts, type UsageLimit } from './service-facts';

/** A profile of the operator's that an adopted secret keeps, and the terms of the plan for which it does. */
export interface KeptProfile {
  profile: string;
  /** {@link termsOf} the plan at the adoption. */
  terms: string;
}

type Terms = Pick<ServiceFacts, 'planId' | 'uploadKbps' | 'downloadKbps'>;

/** What a kept profile stands for: this plan at these rates. SQL spells it the same way (`KEPT` of the repository). */
export const termsOf = ({ planId, uploadKbps, downloadKbps }: Terms): string =>
  `${planId} ${uploadKbps}/${downloadKbps}`;

/**
 * The profile of a service on the router: isolir's, that of its fair-use step, the one that was kept while the plan is as it
 * was, or the plan's own.
 */
export function profileFor(
  service: Terms & Pick<ServiceFacts, 'desired' | 'planCode'>,
  kept: KeptProfile | null | undefined,
  limit: UsageLimit = NO_LIMIT,
): string {
  if (service.desired === 'ISOLATED' || limit.blocked) return ISOLIR;
  if (limit.stepNo > 0) return profileName(service.planCode, limit.stepNo);
  return kept?.terms === termsOf(service) ? kept.profile : profileName(service.planCode);
}

/** What a row of an account says of it. */
export const keptOf = (row: { keptProfile: string | null; keptTerms: string | null }): KeptProfile | null =>
  row.keptProfile === null || row.keptTerms === null ? null : { profile: row.keptProfile, terms: row.keptTerms };
