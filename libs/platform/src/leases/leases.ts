/**
 * The right to do something alone, for a while. `fence` grows with every new holder: a writer that was paused and lost its
 * lease is recognised by its lower number.
 */
export interface Lease {
  readonly name: string;
  readonly fence: bigint;
  /** Aborted as soon as the lease is known to be lost. */
  readonly signal: AbortSignal;
  /**
   * @param freshMs believe what was confirmed so long ago at most, without asking; default 0. A fraction of the lease's time,
   * because nobody can take it over before that has run out
   * @throws DomainError PLATFORM_LEASE_LOST when somebody else holds it by now or it has run out
   */
  assertHeld(freshMs?: number): Promise<void>;
}

/** Leases on PostgreSQL, whatever carries the queues. */
export abstract class Leases {
  /**
   * Runs `work` while holding the lease, renewing it in the background.
   *
   * @returns the work's result, or `undefined` at once when somebody else holds the lease
   */
  abstract tryWith<T>(
    name: string,
    ttlMs: number,
    work: (lease: Lease) => Promise<T>,
  ): Promise<{ result: T } | undefined>;
}
