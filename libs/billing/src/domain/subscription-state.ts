/** States of a subscription; overdue and isolated are derived, not states (billing.md 1.5). */
export const SUBSCRIPTION_STATUSES = ['PENDING', 'TRIAL', 'ACTIVE', 'PAUSED', 'ENDED'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

export const SUBSCRIPTION_ACTIONS = [
  'activate',
  'start-trial',
  'end-trial',
  'change-plan',
  'change-anchor',
  'pause',
  'resume',
  'schedule',
  'unschedule',
  'transfer',
  'move',
  'cancel',
] as const;
export type SubscriptionAction = (typeof SUBSCRIPTION_ACTIONS)[number];

/** What guards look at. */
export interface SubscriptionFacts {
  readonly status: SubscriptionStatus;
  readonly hasPlannedChange: boolean;
  readonly hasTrial: boolean;
  readonly isPrepaid: boolean;
}

export type SubscriptionGuard = 'has-trial' | 'has-planned-change' | 'has-anchor';

/** Conditions of transitions, by name. */
export const SUBSCRIPTION_GUARDS: Readonly<Record<SubscriptionGuard, (facts: SubscriptionFacts) => boolean>> = {
  'has-trial': ({ hasTrial }) => hasTrial,
  'has-planned-change': ({ hasPlannedChange }) => hasPlannedChange,
  'has-anchor': ({ isPrepaid }) => !isPrepaid,
};

/** What a transition brings with it, in this order; the service carries the names out. */
export type SubscriptionEffect =
  | 'start-billing'
  | 'start-trial'
  | 'settle-change'
  | 'settle-pause'
  | 'stop-billing'
  | 'settle-cancel'
  | 'move-anchor'
  | 'change-payer'
  | 'change-site'
  | 'write-planned-change'
  | 'drop-planned-changes'
  | 'evaluate-access'
  | 'journal';

export interface SubscriptionTransition {
  readonly from: SubscriptionStatus;
  readonly action: SubscriptionAction;
  readonly to: SubscriptionStatus;
  readonly guard?: SubscriptionGuard;
  readonly effects: readonly SubscriptionEffect[];
}

const stays = (
  action: SubscriptionAction,
  states: readonly SubscriptionStatus[],
  effects: readonly SubscriptionEffect[],
  guard?: SubscriptionGuard,
): SubscriptionTransition[] => states.map((from) => ({ from, action, to: from, effects, ...(guard ? { guard } : {}) }));

/** The whole machine: what is not in this table is not possible. */
export const SUBSCRIPTION_TABLE: readonly SubscriptionTransition[] = [
  { from: 'PENDING', action: 'activate', to: 'ACTIVE', effects: ['start-billing', 'evaluate-access', 'journal'] },
  {
    from: 'PENDING',
    action: 'start-trial',
    to: 'TRIAL',
    guard: 'has-trial',
    effects: ['start-trial', 'evaluate-access', 'journal'],
  },
  { from: 'TRIAL', action: 'end-trial', to: 'ACTIVE', effects: ['start-billing', 'evaluate-access', 'journal'] },
  { from: 'ACTIVE', action: 'pause', to: 'PAUSED', effects: ['stop-billing', 'evaluate-access', 'journal'] },
  {
    from: 'PAUSED',
    action: 'resume',
    to: 'ACTIVE',
    effects: ['settle-pause', 'start-billing', 'evaluate-access', 'journal'],
  },
  { from: 'PENDING', action: 'cancel', to: 'ENDED', effects: ['drop-planned-changes', 'evaluate-access', 'journal'] },
  { from: 'TRIAL', action: 'cancel', to: 'ENDED', effects: ['drop-planned-changes', 'evaluate-access', 'journal'] },
  {
    from: 'ACTIVE',
    action: 'cancel',
    to: 'ENDED',
    effects: ['settle-cancel', 'drop-planned-changes', 'evaluate-access', 'journal'],
  },
  {
    from: 'PAUSED',
    action: 'cancel',
    to: 'ENDED',
    effects: ['settle-pause', 'settle-cancel', 'drop-planned-changes', 'evaluate-access', 'journal'],
  },
  // a paused service changes its plan with the resumption: that is a planned change
  ...stays('change-plan', ['PENDING', 'TRIAL'], ['journal']),
  ...stays('change-plan', ['ACTIVE'], ['settle-change', 'evaluate-access', 'journal']),
  ...stays('change-anchor', ['PENDING', 'TRIAL', 'ACTIVE', 'PAUSED'], ['move-anchor', 'journal'], 'has-anchor'),
  ...stays('schedule', ['TRIAL', 'ACTIVE', 'PAUSED'], ['write-planned-change', 'journal']),
  ...stays('unschedule', ['TRIAL', 'ACTIVE', 'PAUSED'], ['drop-planned-changes', 'journal'], 'has-planned-change'),
  ...stays('transfer', ['PENDING', 'TRIAL', 'ACTIVE', 'PAUSED'], ['change-payer', 'evaluate-access', 'journal']),
  ...stays('move', ['PENDING', 'TRIAL', 'ACTIVE', 'PAUSED'], ['change-site', 'evaluate-access', 'journal']),
];

/** The transition that an action takes, or undefined where it is impossible or its guard refuses. */
export function subscriptionTransition(
  facts: SubscriptionFacts,
  action: SubscriptionAction,
): SubscriptionTransition | undefined {
  const found = SUBSCRIPTION_TABLE.find((row) => row.from === facts.status && row.action === action);
  return found && (found.guard === undefined || SUBSCRIPTION_GUARDS[found.guard](facts)) ? found : undefined;
}
