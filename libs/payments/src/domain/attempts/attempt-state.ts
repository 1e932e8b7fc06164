/** Where an attempt to pay stands (payments.md 6.1). */
export const ATTEMPT_STATES = [
  'CREATING',
  'PENDING',
  'PAID',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
  'UNKNOWN',
  'REVIEW',
  'REFUNDED',
  'CHARGEBACK',
] as const;
export type AttemptState = (typeof ATTEMPT_STATES)[number];

/**
 * What can happen to an attempt. `PAID` is said only with confirmed evidence for the whole amount; `UNANSWERED`: its time is
 * over, and the gateway never said what became of it.
 */
export const ATTEMPT_EVENTS = [
  'CREATED',
  'REJECTED',
  'LOST',
  'PAID',
  'PENDING',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
  'MISMATCH',
  'UNANSWERED',
  'REFUNDED',
  'CHARGED_BACK',
] as const;
export type AttemptEvent = (typeof ATTEMPT_EVENTS)[number];

type Moves = Readonly<Partial<Record<AttemptEvent, AttemptState>>>;

/** Confirmed money counts wherever the attempt stood; so does a wrong sum of it. */
const MONEY: Moves = { PAID: 'PAID', MISMATCH: 'REVIEW' };
const ENDS: Moves = { FAILED: 'FAILED', EXPIRED: 'EXPIRED', CANCELLED: 'CANCELLED' };
/** The order may exist, and may have been paid. */
const SILENT: Moves = { UNANSWERED: 'UNKNOWN' };
const LOST: Moves = { ...SILENT, LOST: 'UNKNOWN' };

/**
 * Every move there is; what is not here changes nothing (payments.md 6.5): PAID ends only in REFUNDED or CHARGEBACK, and what
 * had failed, expired or was cancelled is paid after all when the money came.
 */
export const ATTEMPT_MOVES: Readonly<Record<AttemptState, Moves>> = {
  CREATING: { ...MONEY, ...ENDS, CREATED: 'PENDING', PENDING: 'PENDING', REJECTED: 'FAILED', ...LOST },
  PENDING: { ...MONEY, ...ENDS, ...SILENT },
  UNKNOWN: { ...MONEY, ...ENDS, CREATED: 'PENDING', PENDING: 'PENDING' },
  FAILED: MONEY,
  EXPIRED: MONEY,
  CANCELLED: { ...MONEY, ...SILENT },
  REVIEW: { PAID: 'PAID' },
  PAID: { REFUNDED: 'REFUNDED', CHARGED_BACK: 'CHARGEBACK' },
  REFUNDED: { CHARGED_BACK: 'CHARGEBACK' },
  CHARGEBACK: {},
};

/** Attempts that a payer can use now: at most one per target. */
export const LIVE_STATES: readonly AttemptState[] = ['CREATING', 'PENDING'];

/** The state after an event; the same one when the event changes nothing. */
export function attemptAfter(state: AttemptState, event: AttemptEvent): AttemptState {
  return ATTEMPT_MOVES[state][event] ?? state;
}

/** Did money go back? */
export const isTakenBack = (state: AttemptState): boolean => state === 'REFUNDED' || state === 'CHARGEBACK';

/** Can money still arrive for it that nobody has booked? */
export const mayStillBePaid = (state: AttemptState): boolean => attemptAfter(state, 'PAID') !== state;
