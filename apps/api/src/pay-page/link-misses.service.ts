import { Injectable } from '@nestjs/common';
import { clientKey, HttpConfig, HttpErrors, RateLimiter } from '@app/platform';

const WINDOW_MS = 600_000;

/** Counts links that open nothing, by address: three times what may fail to sign in per minute, in ten minutes (Z5). */
@Injectable()
export class LinkMisses {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly config: HttpConfig,
  ) {}

  /** @returns true when this address has tried too many */
  async count(ip: string): Promise<boolean> {
    const limit = this.config.signInLimitPerMinute * 3;
    try {
      await this.limiter.take({ bucket: 'pay-link-miss', limit, windowMs: WINDOW_MS }, clientKey(ip));
      return false;
    } catch (error) {
      if (HttpErrors.RATE_LIMITED.matches(error)) return true;
      throw error;
    }
  }
}
