import { type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { type ThrottlerModuleOptions } from '@nestjs/throttler';
import { type HttpConfig } from '../http.config';
import { RATE_LIMIT, SECURITY_BUCKETS, type SecurityBucket } from './rate-limit.decorator';
import { type RateLimitStorage } from './rate-limit.storage';

export const GENERAL_BUCKET = 'default';

const MINUTE_MS = 60_000;

/** Every bucket with its limit, all of them per address and minute. */
export function rateLimits(
  config: HttpConfig,
  reflector: Reflector,
  storage: RateLimitStorage,
): ThrottlerModuleOptions {
  const bucketOf = (context: ExecutionContext): SecurityBucket | 'none' | undefined =>
    reflector.getAllAndOverride(RATE_LIMIT, [context.getHandler(), context.getClass()]);
  const perMinute: Readonly<Record<SecurityBucket, number>> = {
    login: config.signInLimitPerMinute,
    refresh: config.signInLimitPerMinute * 6,
    bootstrap: config.signInLimitPerMinute,
  };
  return {
    storage,
    generateKey: (_context, tracker) => tracker,
    throttlers: [
      {
        name: GENERAL_BUCKET,
        ttl: MINUTE_MS,
        limit: config.rateLimitPerMinute,
        blockDuration: MINUTE_MS / 6,
        skipIf: (context) => bucketOf(context) === 'none',
      },
      ...SECURITY_BUCKETS.map((bucket) => ({
        name: bucket,
        ttl: MINUTE_MS,
        limit: perMinute[bucket],
        setHeaders: false,
        skipIf: (context: ExecutionContext) => bucketOf(context) !== bucket,
      })),
    ],
  };
}
