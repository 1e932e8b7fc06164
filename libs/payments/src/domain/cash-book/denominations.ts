/** How many of a note or coin lie in the drawer. */
export interface Denomination {
  /** Worth, in booking units. */
  value: bigint;
  count: number;
}

/** What they are worth together. */
export const worthOf = (drawer: readonly Denomination[]): bigint =>
  drawer.reduce((sum, { value, count }) => sum + value * BigInt(count), 0n);
