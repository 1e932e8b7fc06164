import { Injectable } from '@nestjs/common';
import { Cache, type CacheKey, CacheKeys } from '@app/platform';
import { type DunningLevel, dunningPolicyOf } from '../../domain/dunning/dunning-policy';
import { DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';
import { type BillingPolicies as Policies } from '../../domain/policies/billing-policies';
import { DunningPolicyRepository } from '../../repositories/dunning/dunning-policy.repository';
import { BillingPolicies } from '../catalogue/billing-policies.service';

const TTL_MS = 60_000;

/** A book, and what it was made of. */
interface Made {
  book: DunningRuleBook;
  keys: readonly CacheKey[];
  texts: readonly (string | undefined)[];
}

/** The dunning policies as they count: those of plans and sites over the billing policies. */
@Injectable()
export class DunningRules {
  private made: Made | undefined;

  constructor(
    private readonly rows: DunningPolicyRepository,
    private readonly policies: BillingPolicies,
    private readonly cache: Cache,
  ) {}

  /** Cached; a change is seen within a minute at the latest. */
  async book(): Promise<DunningRuleBook> {
    const { made } = this;
    if (made && this.cache.texts(made.keys).every((text, n) => text !== undefined && text === made.texts[n])) {
      return made.book;
    }
    const key = CacheKeys.dunningLevels();
    const [text] = this.cache.texts([key]);
    const { siteIds, levels } = await this.cache.getOrLoad(key, TTL_MS, () => this.rows.levels());
    const keys = [null, ...siteIds].map((siteId) => CacheKeys.billingPolicies(siteId));
    const texts = this.cache.texts(keys);
    const book = await this.make(siteIds, levels);
    this.made = { book, keys: [key, ...keys], texts: [text, ...texts] };
    return book;
  }

  private async make(siteIds: readonly string[], levels: readonly DunningLevel[]): Promise<DunningRuleBook> {
    const planIds = [...new Set(levels.flatMap(({ planId }) => (planId === null ? [] : [planId])))];
    const bases = await Promise.all(siteIds.map(async (id) => [id, await this.policies.of(id)] as const));
    const groups = bases.flatMap(([siteId, base]) => groupsOf(siteId, base, planIds, levels));
    return new DunningRuleBook(groups, dunningPolicyOf(await this.policies.of(null), levels, '', null));
  }
}

function groupsOf(
  siteId: string,
  base: Policies,
  planIds: readonly string[],
  levels: readonly DunningLevel[],
): PolicyGroup[] {
  return [null, ...planIds].map((planId) => ({
    siteId,
    planId,
    policy: dunningPolicyOf(base, levels, siteId, planId),
  }));
}
