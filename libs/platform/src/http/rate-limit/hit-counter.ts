/** One hit to count: at most `limit` within any `windowMs`. */
export interface Hit {
  key: string;
  windowMs: number;
  limit: number;
}

/** What a bucket says to a hit. */
export interface HitCount {
  /** Hits of the window that ends now, this one included; a refused hit does not count. */
  hits: number;
  /** Until the bucket is as good as empty. */
  resetMs: number;
  /** 0 when the hit is let through; otherwise after how long the next one would be. */
  retryMs: number;
}

/** A place that counts hits in a sliding window. Every implementation passes `hit-counter.store-spec.ts`. */
export interface HitCounter {
  count(hit: Hit): Promise<HitCount>;
}
