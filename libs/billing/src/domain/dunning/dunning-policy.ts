import { type BillingPolicies } from '../policies/billing-policies';
import { type LateFeeRule } from './late-fee';

/** Of the billing policies, those that dunning goes by; a plan, or a plan at a site, may have its own. */
const SHARED = [
  ...(['graceDays', 'accessTolerance', 'isolationScope', 'quietHours', 'sendHour', 'reminderOffsets'] as const),
  ...(['reminderChannels', 'lateFee', 'uncollectibleAfterDays', 'minBalance'] as const),
];

/** What only dunning asks for. */
export interface DunningExtras {
  /** Days after the due day before the first late fee; null: as long as before isolation. */
  lateFeeGraceDays: number | null;
  /** Most fees of one invoice; null: no limit. */
  lateFeeTimes: number | null;
  /** The fee waits for the next invoice, or is an invoice of its own. */
  lateFeeAs: 'PENDING' | 'INVOICE';
  /** A promise to pay reaches at most so far. */
  promiseMaxDays: number;
  /** Most promises of one customer within {@link promiseWindowDays}. */
  promiseLimit: number;
  promiseWindowDays: number;
  /** Write off by itself what {@link BillingPolicies.uncollectibleAfterDays} suggests. */
  autoWriteOff: boolean;
}

export type DunningPolicy = Pick<BillingPolicies, (typeof SHARED)[number]> & DunningExtras;
export type DunningPatch = Partial<DunningPolicy>;

export const DUNNING_DEFAULTS: DunningExtras = {
  lateFeeGraceDays: null,
  lateFeeTimes: null,
  lateFeeAs: 'PENDING',
  promiseMaxDays: 7,
  promiseLimit: 2,
  promiseWindowDays: 90,
  autoWriteOff: false,
};

/** A decided policy: of all sites and plans, of a site, of a plan, or of a plan at a site. */
export interface DunningLevel {
  readonly siteId: string | null;
  readonly planId: string | null;
  readonly policy: DunningPatch;
}

/** The more exact level stands over the more general one, and a plan over a site. */
export function dunningPolicyOf(
  base: BillingPolicies,
  levels: readonly DunningLevel[],
  siteId: string,
  planId: string | null,
): DunningPolicy {
  const shared = Object.fromEntries(SHARED.map((key) => [key, base[key]])) as Pick<
    DunningPolicy,
    (typeof SHARED)[number]
  >;
  const mine = levels
    .filter((level) => (level.siteId ?? siteId) === siteId && (level.planId === null || level.planId === planId))
    .sort((a, b) => rankOf(a) - rankOf(b));
  return Object.assign({}, DUNNING_DEFAULTS, shared, ...mine.map(({ policy }) => policy)) as DunningPolicy;
}

/** The rule of late fees; undefined where there are none. */
export function lateFeeRuleOf(policy: DunningPolicy): LateFeeRule | undefined {
  const { kind, flatAmount, percentBp, minAmount, maxAmount, everyDays } = policy.lateFee;
  if (kind === 'NONE') return undefined;
  return {
    value: kind === 'FLAT' ? { amount: BigInt(flatAmount) } : { percentBp: BigInt(percentBp) },
    min: BigInt(minAmount),
    max: maxAmount === null ? undefined : BigInt(maxAmount),
    graceDays: policy.lateFeeGraceDays ?? policy.graceDays,
    everyDays: everyDays ?? undefined,
    times: policy.lateFeeTimes ?? undefined,
  };
}

const rankOf = ({ siteId, planId }: DunningLevel): number => (planId === null ? 0 : 2) + (siteId === null ? 0 : 1);
