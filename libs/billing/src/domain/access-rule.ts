import { type SubscriptionStatus } from './subscription-state';

/** What the network should grant. */
export const ACCESS = ['ENABLED', 'ISOLATED', 'DISABLED'] as const;
export type DesiredAccess = (typeof ACCESS)[number];

/** Why it is not simply ENABLED. */
export type AccessReason = 'OVERDUE' | 'NOT_STARTED' | 'PAUSED' | 'ENDED';

export interface AccessFacts {
  readonly status: SubscriptionStatus;
  /** Sum remaining of the account's OPEN invoices whose isolation time has come. */
  readonly isolirDebt: bigint;
  /** Debt up to this never costs access. */
  readonly tolerance: bigint;
}

const WITHOUT_SERVICE: Readonly<Partial<Record<SubscriptionStatus, AccessReason>>> = {
  PENDING: 'NOT_STARTED',
  PAUSED: 'PAUSED',
  ENDED: 'ENDED',
};

/** Access is derived from status and debt, never stored as truth (billing.md 1.5 and the isolate rule of 1.9). */
export function desiredAccess(facts: AccessFacts): { desired: DesiredAccess; reasons: AccessReason[] } {
  const reason = WITHOUT_SERVICE[facts.status];
  if (reason) return { desired: 'DISABLED', reasons: [reason] };
  if (facts.isolirDebt > facts.tolerance) return { desired: 'ISOLATED', reasons: ['OVERDUE'] };
  return { desired: 'ENABLED', reasons: [] };
}
