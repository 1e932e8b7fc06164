import { SetMetadata } from '@nestjs/common';

/** Limits of their own, stricter than the general one: what an attacker would like to repeat. */
export const SECURITY_BUCKETS = ['login', 'refresh', 'bootstrap', 'otp', 'reset'] as const;
export type SecurityBucket = (typeof SECURITY_BUCKETS)[number];

/** Every class of routes with a limit of its own; `expensive` is work that costs the server much, such as an export. */
export const ROUTE_CLASSES = [...SECURITY_BUCKETS, 'expensive'] as const;
export type RouteClass = (typeof ROUTE_CLASSES)[number];

export const isSecurityBucket = (bucket: string): bucket is SecurityBucket =>
  (SECURITY_BUCKETS as readonly string[]).includes(bucket);

export const RATE_LIMIT = Symbol('rate limit');

/** Counts calls of this route in a stricter bucket per address; `none` exempts it (health, metrics). */
export const RateLimit = (bucket: RouteClass | 'none'): MethodDecorator & ClassDecorator =>
  SetMetadata(RATE_LIMIT, bucket);
