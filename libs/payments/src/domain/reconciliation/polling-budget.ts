/** How often one account of a gateway is asked about attempts, all processes together (payments.md 6.6). */
export const POLLING = {
  perMinute: 10,
  perHour: 300,
  /** This many refusals (429, 403) within {@link refusalWindowMs} are a block. */
  refusals: 3,
  refusalWindowMs: 5 * 60_000,
  /** A block lasts about an hour; nobody knocks before. */
  pauseMs: 60 * 60_000,
  pauseSpreadMs: 10 * 60_000,
} as const;
