export const FAILOVER_MODES = ['AUTO', 'MANUAL'] as const;
/** `AUTO`: the watch does it; `MANUAL`: only people do. */
export type FailoverMode = (typeof FAILOVER_MODES)[number];

export const SUBSTITUTES = ['ONE', 'ALL'] as const;
/**
 * Where a failed member's subscribers are provisioned. `ONE`: each on one other member, split by weight. `ALL`: each on
 * every other healthy member, for members that hear the same dial-ins and of which anyone may answer.
 */
export type Substitutes = (typeof SUBSTITUTES)[number];

/** A router within its group. */
export interface GroupMember {
  routerId: string;
  weight: number;
  capacity: number | null;
  priority: number;
}

/** Routers that share subscribers. */
export interface RouterGroup {
  id: string;
  siteId: string;
  name: string;
  failoverMode: FailoverMode;
  failBackMode: FailoverMode;
  failoverAfterSeconds: number;
  failBackAfterSeconds: number;
  substitutes: Substitutes;
  sharedAddresses: boolean;
  members: GroupMember[];
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/** What people decide about a group. */
export type GroupSettings = Pick<
  RouterGroup,
  | 'name'
  | 'failoverMode'
  | 'failBackMode'
  | 'failoverAfterSeconds'
  | 'failBackAfterSeconds'
  | 'substitutes'
  | 'sharedAddresses'
>;

/** A member's subscribers are, or were, provisioned on other members. */
export interface Failover {
  id: string;
  groupId: string;
  routerId: string;
  trigger: FailoverMode;
  startedAt: Date;
  endedAt: Date | null;
  endTrigger: FailoverMode | null;
}
