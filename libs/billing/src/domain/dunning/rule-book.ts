import { type DunningPolicy } from './dunning-policy';

/** A policy with whom it is for. */
export interface PolicyGroup {
  siteId: string;
  /** Null: every plan of the site that has no group of its own. */
  planId: string | null;
  policy: DunningPolicy;
}

/** Every policy that counts anywhere, resolved. */
export class DunningRuleBook {
  private readonly known = new Map<string, DunningPolicy>();

  constructor(
    readonly groups: readonly PolicyGroup[],
    private readonly fallback: DunningPolicy,
  ) {
    for (const { siteId, planId, policy } of groups) this.known.set(`${siteId} ${planId ?? ''}`, policy);
  }

  of(siteId: string, planId: string | null): DunningPolicy {
    return this.known.get(`${siteId} ${planId ?? ''}`) ?? this.known.get(`${siteId} `) ?? this.fallback;
  }

  /** Plans with a policy of their own. */
  get hasPlans(): boolean {
    return this.groups.some(({ planId }) => planId !== null);
  }
}
