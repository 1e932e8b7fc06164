import { profileName } from '../desired-profile';
import { type Rates, ratesOf } from './rate-limit';

/** A plan that subscribers may be taken over to. */
export interface KnownPlan extends Rates {
  id: string;
  code: string;
  name: string;
}

/** Why a plan is suggested: `NAME` and rates agree, only one of them does. */
export type SuggestionReason = 'NAME_AND_RATE' | 'NAME' | 'RATE';

export interface PlanSuggestion {
  planId: string;
  planCode: string;
  reason: SuggestionReason;
}

const ORDER: readonly SuggestionReason[] = ['NAME_AND_RATE', 'NAME', 'RATE'];
const plainly = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The plans that a profile may stand for, the likeliest first, five at most. 10M and 10240k are the same rate. */
export function suggestPlans(
  profile: { name: string; rateLimit: string | undefined },
  plans: readonly KnownPlan[],
): PlanSuggestion[] {
  const rates = ratesOf(profile.rateLimit);
  return plans
    .flatMap((plan): PlanSuggestion[] => {
      const reason = reasonFor(isNamed(profile.name, plan), rates !== undefined && areSame(rates, plan));
      return reason ? [{ planId: plan.id, planCode: plan.code, reason }] : [];
    })
    .sort((a, b) => ORDER.indexOf(a.reason) - ORDER.indexOf(b.reason))
    .slice(0, 5);
}

function reasonFor(named: boolean, rated: boolean): SuggestionReason | undefined {
  if (named) return rated ? 'NAME_AND_RATE' : 'NAME';
  return rated ? 'RATE' : undefined;
}

function isNamed(profile: string, { code, name }: KnownPlan): boolean {
  const wanted = plainly(profile);
  return wanted !== '' && [code, name, profileName(code)].some((text) => plainly(text) === wanted);
}

const areSame = (a: Rates, b: Rates): boolean =>
  isNear(a.uploadKbps, b.uploadKbps) && isNear(a.downloadKbps, b.downloadKbps);
/** Router people count 1M as 1000k or as 1024k. */
const isNear = (a: number, b: number): boolean => a === b || a * 1_024 === b * 1_000 || a * 1_000 === b * 1_024;
