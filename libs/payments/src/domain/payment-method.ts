/** How money came in, as far as people record it by hand. */
export const MANUAL_METHODS = ['CASH', 'TRANSFER'] as const;
export type ManualMethod = (typeof MANUAL_METHODS)[number];

/** How the money of a payment came in. */
export const PAYMENT_METHODS = [...MANUAL_METHODS, 'GATEWAY'] as const;
export type PaymentMethod = (typeof PAYMENT_METHODS)[number];
