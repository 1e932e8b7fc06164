/** One hit to count: at most `limit` per `windowMs`; the one above it closes the bucket for `blockMs`. */
export interface Hit {
  key: string;
  windowMs: number;
  limit: number;
  blockMs: number;
}

/** What a bucket says to a hit. */
export interface HitCount {
  hits: number;
  /** Until the window ends. */
  resetMs: number;
  /** 0 when open. */
  blockedMs: number;
}

/** A place that counts hits in fixed windows. Every implementation passes `hit-counter.store-spec.ts`. */
export interface HitCounter {
  count(hit: Hit): Promise<HitCount>;
}
