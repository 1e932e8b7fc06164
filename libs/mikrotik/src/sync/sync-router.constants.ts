/** The job that brings one router in step. */
export const SYNC_ROUTER_JOB = { name: 'mikrotik.sync-router', queue: 'mikrotik' } as const;

/** Name of the lease under which a router is written to. */
export const routerLease = (routerId: string): string => `router:${routerId}`;
