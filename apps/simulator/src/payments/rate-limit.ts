/** So many calls in a window; more of them block the caller for a while, as Duitku does with polling (payments.md 2.6). */
export interface RateLimitOptions {
  readonly calls: number;
  readonly windowMs: number;
  readonly blockMs: number;
}

export class RateLimit {
  private calls: number[] = [];
  private blockedUntil = 0;

  constructor(public options: RateLimitOptions) {}

  /** 429 for the call that is one too many, 403 while the block lasts. */
  refusal(now: number): 403 | 429 | undefined {
    if (now < this.blockedUntil) return 403;
    this.calls = [...this.calls.filter((at) => at > now - this.options.windowMs), now];
    if (this.calls.length <= this.options.calls) return undefined;
    this.blockedUntil = now + this.options.blockMs;
    this.calls = [];
    return 429;
  }

  reset(): void {
    this.calls = [];
    this.blockedUntil = 0;
  }
}
