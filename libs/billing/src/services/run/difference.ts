import { type PreviousPeriod } from '../../repositories/billing-comparison.repository';

/**
 * Why a subscription brings another amount than in the period before: NEW (had none), ENDED (or paused), PRICE (the same plan
 * costs something else), CHANGED (another plan, add-ons, discount, or part of a period), MISSED (periods beyond the first).
 */
export type DifferenceCause = 'NEW' | 'ENDED' | 'CHANGED' | 'PRICE' | 'MISSED';

/** What a subscription would pay now; amounts with tax. */
export interface DueAmounts {
  id: string;
  planId: string | null;
  unitPrice: bigint;
  currency: string;
  /** For its next period. */
  amount: bigint;
  /** For periods after that. */
  later: bigint;
}

interface Difference {
  cause: DifferenceCause;
  currency: string;
  count: number;
  amount: bigint;
}

/** One entry per subscription and cause; nothing for those that pay what they paid. */
export function differencesOf(due: readonly DueAmounts[], previous: readonly PreviousPeriod[]): Difference[] {
  const before = new Map(previous.map((row) => [row.subscriptionId, row]));
  return due.flatMap((now) => {
    const { currency, amount, later } = now;
    const then = before.get(now.id);
    const missed: Difference[] = later === 0n ? [] : [{ cause: 'MISSED', currency, count: 1, amount: later }];
    if (!then) return [{ cause: 'NEW' as const, currency, count: 1, amount }, ...missed];
    if (amount === then.amount) return missed;
    return [{ cause: causeOf(now, then), currency, count: 1, amount: amount - then.amount }, ...missed];
  });
}

function causeOf(now: DueAmounts, then: PreviousPeriod): DifferenceCause {
  return now.planId === then.planId && now.unitPrice !== then.unitPrice ? 'PRICE' : 'CHANGED';
}
