/** How attempts of one kind are slowed down: `free` of them at will, then a pause that doubles up to `longestSeconds`. */
export interface DelayPolicy {
  readonly free: number;
  readonly longestSeconds: number;
}

/**
 * Pauses by what is counted (billing.md A3). Whoever is known (by device or address) is counted for himself only, so that
 * no stranger's attempts delay him. The pause of an account towards strangers is short, because a stranger may be its
 * owner on a new phone.
 */
export const DELAY_POLICIES = {
  device: { free: 5, longestSeconds: 900 },
  pair: { free: 5, longestSeconds: 900 },
  self: { free: 5, longestSeconds: 900 },
  ip: { free: 20, longestSeconds: 900 },
  account: { free: 5, longestSeconds: 60 },
} as const satisfies Record<string, DelayPolicy>;

export type DelayKind = keyof typeof DELAY_POLICIES;

/** The pauses in seconds that follow one another: 1, 2, 4 … up to the longest. */
export function pausesOf(policy: DelayPolicy): number[] {
  const pauses: number[] = [];
  for (let pause = 1; pause < policy.longestSeconds; pause *= 2) pauses.push(pause);
  return [...pauses, policy.longestSeconds];
}
