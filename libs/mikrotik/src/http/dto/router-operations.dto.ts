/** What waits to be written to a router. */
export class RouterQueueDto {
  /** Objects that wait. */
  pending: number;

  /** Objects that were given up; `POST /routers/{id}/retry` tries them again. */
  dead: number;

  /** Age of the oldest that waits. */
  oldestPendingSeconds: number | null;

  lastErrorCode: string | null;

  lastError: string | null;
}

/** How a router is and what waits for it. */
export class RouterStatusDto {
  routerId: string;

  mode: string;

  /** `UNKNOWN`, `ONLINE`, `DEGRADED` or `OFFLINE`. */
  health: string;

  healthChangedAt: Date | null;

  rosVersion: string | null;

  lastSeenAt: Date | null;

  lastErrorCode: string | null;

  lastError: string | null;

  nextAttemptAt: Date | null;

  lastFullSyncAt: Date | null;

  queue: RouterQueueDto;
}

/** One attribute that differs. Passwords are shown as `***`. */
export class PlanChangeDto {
  attribute: string;

  /** null where the router shows none. */
  from: string | null;

  to: string;
}

/** What would be done to one object. */
export class PlanActionDto {
  /** `ppp-profile` or `ppp-secret`. */
  kind: string;

  /** Name on the router. */
  key: string;

  /** `create`, `update`, `remove`, or `conflict`: an object of that name is there and not ours. */
  action: string;

  changes: PlanChangeDto[];

  /** Attributes that would be emptied. */
  unset: string[];
}

/** What a full sync would do to a router. */
export class SyncPlanDto {
  actions: PlanActionDto[];

  /** Objects that are as wanted. */
  inStep: number;

  /** Objects on the router that are not ours; they are never touched. */
  foreign: number;
}

/** How many given-up objects are tried again. */
export class RouterRetryDto {
  revived: number;
}

/** The router is being compared in the background; see its status. */
export class SyncRequestedDto {
  routerId: string;
}
