import { type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { type ThrottlerModuleOptions } from '@nestjs/throttler';
import { type HttpConfig } from '../http.config';
import { RATE_LIMIT, ROUTE_CLASSES, type RouteClass } from './rate-limit.decorator';
import { type RateLimitStorage } from './rate-limit.storage';

const MINUTE_MS = 60_000;

/** Every bucket with its limit, all of them per address and minute. */
export function rateLimits(
  config: HttpConfig,
  reflector: Reflector,
  storage: RateLimitStorage,
): ThrottlerModuleOptions {
  const bucketOf = (context: ExecutionContext): RouteClass | 'none' | undefined =>
    reflector.getAllAndOverride(RATE_LIMIT, [context.getHandler(), context.getClass()]);
  const perMinute: Readonly<Record<RouteClass, number>> = {
    login: config.signInLimitPerMinute,
    refresh: config.signInLimitPerMinute * 6,
    bootstrap: config.signInLimitPerMinute,
    otp: config.signInLimitPerMinute,
    reset: config.signInLimitPerMinute,
    expensive: config.expensiveLimitPerMinute,
  };
  return {
    storage,
    generateKey: (_context, tracker) => tracker,
    throttlers: [
      {
        name: 'default',
        ttl: MINUTE_MS,
        limit: config.rateLimitPerMinute,
        skipIf: (context) => bucketOf(context) === 'none',
      },
      ...ROUTE_CLASSES.map((bucket) => ({
        name: bucket,
        ttl: MINUTE_MS,
        limit: perMinute[bucket],
        setHeaders: false,
        skipIf: (context: ExecutionContext) => bucketOf(context) !== bucket,
      })),
    ],
  };
}
