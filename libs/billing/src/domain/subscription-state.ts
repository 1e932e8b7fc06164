/** States of a subscription; overdue and isolated are derived, not states (billing.md 1.5). */
export const SUBSCRIPTION_STATUSES = ['PENDING', 'ACTIVE', 'PAUSED', 'ENDED'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export const SUBSCRIPTION_ACTIONS = ['activate', 'pause', 'resume', 'cancel'] as const;
export type SubscriptionAction = (typeof SUBSCRIPTION_ACTIONS)[number];

/** The whole machine: what is not in this table is not possible. */
export const SUBSCRIPTION_TRANSITIONS: Readonly<
  Record<SubscriptionStatus, Readonly<Partial<Record<SubscriptionAction, SubscriptionStatus>>>>
> = {
  PENDING: { activate: 'ACTIVE', cancel: 'ENDED' },
  ACTIVE: { pause: 'PAUSED', cancel: 'ENDED' },
  PAUSED: { resume: 'ACTIVE', cancel: 'ENDED' },
  ENDED: {},
};

/** The state that an action leads to, or undefined where it is not allowed. */
export function nextStatus(from: SubscriptionStatus, action: SubscriptionAction): SubscriptionStatus | undefined {
  return SUBSCRIPTION_TRANSITIONS[from][action];
}
