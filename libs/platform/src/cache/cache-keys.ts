/**
 * Name of one cached value. Its family is what stands before the first colon; a family can be invalidated as a whole.
 * Only {@link CacheKeys} makes them, so that every key of the product stands in this file.
 */
export type CacheKey = string & { readonly __cacheKey: never };

/** Every kind of cached value. */
export const CACHE_FAMILIES = [
  ...(['user-permissions', 'site', 'plan', 'billing-policies', 'router-status', 'dashboard'] as const),
  ...(['router-print', 'router-print-last'] as const),
] as const;
export type CacheFamily = (typeof CACHE_FAMILIES)[number];

const key = (family: CacheFamily, ...parts: readonly string[]): CacheKey => [family, ...parts].join(':') as CacheKey;

/** The keys of the product; values are plain JSON. */
export const CacheKeys = {
  userPermissions: (userId: string): CacheKey => key('user-permissions', userId),
  site: (siteId: string): CacheKey => key('site', siteId),
  plan: (planId: string): CacheKey => key('plan', planId),
  /** Null: the level of the whole ISP. */
  billingPolicies: (siteId: string | null): CacheKey => key('billing-policies', siteId ?? 'all-sites'),
  /** Same family: they stand on the billing policies. */
  dunningLevels: (): CacheKey => key('billing-policies', 'dunning'),
  routerStatus: (routerId: string): CacheKey => key('router-status', routerId),
  routerPrint: (routerId: string, menu: string): CacheKey => key('router-print', routerId, menu),
  /** The last copy of a print, for as long as the router is away. */
  routerPrintLast: (routerId: string, menu: string): CacheKey => key('router-print-last', routerId, menu),
  dashboard: (name: string, siteId: string): CacheKey => key('dashboard', name, siteId),
} as const;

/** The family of a key. */
export const familyOf = (cacheKey: string): string => cacheKey.slice(0, cacheKey.indexOf(':'));
