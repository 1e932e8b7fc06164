import { SetMetadata } from '@nestjs/common';

/** Limits of their own, stricter than the general one: what an attacker would like to repeat. */
export const SECURITY_BUCKETS = ['login', 'refresh', 'bootstrap'] as const;
export type SecurityBucket = (typeof SECURITY_BUCKETS)[number];

export const RATE_LIMIT = Symbol('rate limit');

/** Counts calls of this route in a stricter bucket per address; `none` exempts it (health, metrics). */
export const RateLimit = (bucket: SecurityBucket | 'none'): MethodDecorator & ClassDecorator =>
  SetMetadata(RATE_LIMIT, bucket);
