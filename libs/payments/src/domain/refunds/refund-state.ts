/** Life of a refund. `SENT`: the gateway was, or is being, asked; `UNKNOWN`: nobody knows whether it did it. */
export const REFUND_STATES = ['REQUESTED', 'APPROVED', 'SENT', 'UNKNOWN', 'DONE', 'FAILED'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

/** Where the money goes: back through the gateway, by hand with a proof, or to a customer's deposit. */
export const REFUND_WAYS = ['GATEWAY', 'MANUAL', 'CREDIT'] as const;
export type RefundWay = (typeof REFUND_WAYS)[number];

/**
 * Every step that exists. Once it is sent, only an answer that is certain ends it: a refund that may have happened is
 * neither forgotten nor sent under another name.
 */
export const REFUND_STEPS: Readonly<Record<RefundState, readonly RefundState[]>> = {
  REQUESTED: ['APPROVED', 'FAILED'],
  APPROVED: ['SENT', 'DONE', 'FAILED'],
  SENT: ['DONE', 'FAILED', 'UNKNOWN'],
  UNKNOWN: ['DONE', 'FAILED', 'UNKNOWN'],
  DONE: [],
  FAILED: [],
};

/** Refunds that keep their amount from being refunded once more. */
export const RESERVING_STATES = ['REQUESTED', 'APPROVED', 'SENT', 'UNKNOWN'] as const satisfies readonly RefundState[];

/** Where a refund may stand right before it becomes `to`. */
export const statesBefore = (to: RefundState): RefundState[] =>
  REFUND_STATES.filter((from) => REFUND_STEPS[from].includes(to));
