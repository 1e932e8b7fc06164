import { Global, Module } from '@nestjs/common';
import { PgHitCounter } from './pg-hit-counter';
import { RateLimitStorage } from './rate-limit.storage';
import { RateLimiter } from './rate-limiter';

/** {@link RateLimiter} for every module of an HTTP application. */
@Global()
@Module({ providers: [PgHitCounter, RateLimitStorage, RateLimiter], exports: [RateLimitStorage, RateLimiter] })
export class RateLimitModule {}
