/** The job that brings one router in step. */
export const SYNC_ROUTER_JOB = { name: 'mikrotik.sync-router', queue: 'mikrotik' } as const;

/** Of the lease of a router. Short, so that a killed worker's routers are soon served again. */
export const LEASE_MS = 10_000;

/** Name of the lease under which a router is written to. */
export const routerLease = (routerId: string): string => `router:${routerId}`;
