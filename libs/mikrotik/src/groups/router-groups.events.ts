import { defineEvent } from '@app/platform';

/** Subscribers of one home and these buckets are wanted on a router from now on, or no longer. */
export interface ShareChange extends Readonly<Record<string, unknown>> {
  homeRouterId: string;
  routerId: string;
  from: number;
  to: number;
}

/** A router's subscribers are being provisioned on other members of its group. Key: the failover's id. */
export const RouterFailedOver = defineEvent<{ groupId: string; routerId: string; failoverId: string }>(
  'mikrotik.router.failed-over.v1',
);

/** A router has its subscribers back. Key: the failover's id. */
export const RouterFailedBack = defineEvent<{ groupId: string; routerId: string; failoverId: string }>(
  'mikrotik.router.failed-back.v1',
);

/**
 * Who stands in for whom has changed: domains mark what they have there as dirty, and their contributors read the present
 * shares. Key: any.
 */
export const FailoverSharesChanged = defineEvent<{ changes: readonly ShareChange[] }>(
  'mikrotik.failover-shares.changed.v1',
  { internal: true },
);
