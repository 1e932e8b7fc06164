/** A member and what it carries now. */
export class GroupMemberStatusDto {
  routerId: string;

  name: string;

  weight: number;

  /** null: any number of subscribers. */
  capacity: number | null;

  priority: number;

  /** `MANAGED`, or something else in which it gets no subscribers. */
  mode: string;

  /** `UNKNOWN`, `ONLINE`, `DEGRADED` or `OFFLINE`. */
  health: string;

  /** It may be given subscribers now: new ones, and those of a failed member. */
  available: boolean;

  /** Subscribers whose home it is. */
  subscribers: number;

  /** Subscribers of failed members that it serves meanwhile. */
  guests: number;

  /** Up without a break since then. */
  upSince: Date | null;

  /** Seconds until it counts as stable again: 0 when it does, null while it is not up. */
  stableInSeconds: number | null;
}

/** Who stands in, and for how many. */
export class FailoverSubstituteDto {
  routerId: string;

  subscribers: number;
}

/** A failover that is on. */
export class ActiveFailoverDto {
  /** The router whose subscribers are provisioned elsewhere as well. */
  routerId: string;

  /** `AUTO` or `MANUAL`. */
  trigger: string;

  since: Date;

  /** Subscribers whose home the failed router is. */
  subscribers: number;

  /** The router could take them back now. */
  ready: boolean;

  /** Empty: no other member is healthy. */
  substitutes: FailoverSubstituteDto[];

  /**
   * Subscribers that no other router can serve, so they wait for theirs: static lines where the group's members do not share
   * the address space, hotspot accounts where no hotspot stands in.
   */
  stranded: number;
}

/** One failover, on or over. */
export class FailoverRecordDto {
  id: string;

  routerId: string;

  trigger: string;

  startedAt: Date;

  /** null while it is on. */
  endedAt: Date | null;

  /** Who ended it: `AUTO` or `MANUAL`. */
  endTrigger: string | null;
}

/** How a group is. */
export class RouterGroupStatusDto {
  groupId: string;

  members: GroupMemberStatusDto[];

  failovers: ActiveFailoverDto[];

  /** The latest twenty, newest first. */
  history: FailoverRecordDto[];
}
