import { Injectable } from '@nestjs/common';
import { HttpErrors } from '../http.errors';
import { RateLimitStorage } from './rate-limit.storage';

/** At most `limit` hits of one key within any `windowMs`. The bucket's name keeps the keys of different rules apart. */
export interface RateRule {
  bucket: string;
  limit: number;
  windowMs: number;
}

/** Limits by something else than the caller's address: an account, an API key, a telephone number. */
@Injectable()
export class RateLimiter {
  constructor(private readonly storage: RateLimitStorage) {}

  /** Counts a hit. @throws DomainError HTTP_RATE_LIMITED with the seconds to wait */
  async take({ bucket, limit, windowMs }: RateRule, key: string): Promise<void> {
    const { retryMs } = await this.storage.count(bucket, { key, limit, windowMs });
    if (retryMs > 0) throw HttpErrors.RATE_LIMITED({ retryAfterSeconds: Math.ceil(retryMs / 1000) });
  }
}
