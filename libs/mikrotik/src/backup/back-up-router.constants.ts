/** The job that keeps the configuration of one router. */
export const BACK_UP_ROUTER = { name: 'mikrotik.back-up-router', queue: 'mikrotik' } as const;
