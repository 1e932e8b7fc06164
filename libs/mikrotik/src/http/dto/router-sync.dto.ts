import { IsBoolean, IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { RESOURCE_KINDS, type ResourceKind } from '../../domain/desired-resource';
import { SYNC_OUTCOMES, type SyncRunOutcome } from '../../domain/drift';

const DIGEST = /^[0-9a-f]{64}$/;
const ENTRY_ACTIONS = ['create', 'update', 'move', 'remove', 'conflict', 'foreign'] as const;

/** One attribute that differs. Passwords are shown as `***`. */
export class PlanChangeDto {
  attribute: string;

  /** null where the router shows none. */
  from: string | null;

  /** Empty where the attribute is emptied. */
  to: string;
}

/** What would be done to one object, or was found. */
export class PlanActionDto {
  /** Kind of object, such as `ppp-secret`, `ppp-profile`, `hotspot-user` or `firewall-filter`. */
  kind: string;

  /** Name on the router; of rules, entries and leases the owner in our mark; of foreign objects what describes them. */
  key: string;

  /**
   * `create`, `update`, `move` (a rule is out of its place), `remove`, `conflict`: such an object is there and not ours, or
   * `foreign`: none of our business. The last two are never touched.
   */
  action: string;

  changes: PlanChangeDto[];
}

/** How many of each. */
export class PlanCountsDto {
  /** Objects that are as wanted. */
  inStep: number;
  creates: number;
  updates: number;
  moves: number;
  removals: number;
  /** Wanted objects that cannot be made, because there is one that is not ours. */
  conflicts: number;
  /** Objects that are not ours. */
  foreigners: number;
  /** Objects of ours that are on the router now. */
  managed: number;
}

/** Why a table could not be read. */
export class UnreadableDto {
  code: string;
  message: string;
}

/** The counts of one kind of object. */
export class KindCountsDto extends PlanCountsDto {
  kind: string;

  /** Set when the table could not be read: nothing is known then, and nothing is done. */
  unreadable: UnreadableDto | null;
}

/** Why a plan is held. Counts include what was taken away within the last ten minutes. */
export class BrakeReasonDto {
  /** Objects that would be removed. */
  removals: number;

  removalLimit: number;

  /** Objects that would be disabled or isolated. */
  cuts: number;

  cutLimit: number;

  /** Objects of ours on the router, of which the limits are a share. */
  managed: number;

  /** Confirm the plan with it. */
  digest: string;
}

/** A plan that is held. */
export class RouterBrakeDto extends BrakeReasonDto {
  brakedAt: Date;
}

/** What a full sync would do to a router now. */
export class SyncPlanDto {
  routerId: string;

  /** Names what the plan takes away; the same as long as that is the same. */
  digest: string;

  /** Set when the plan takes away so much that it has to be confirmed. */
  brake: BrakeReasonDto | null;

  total: PlanCountsDto;

  kinds: KindCountsDto[];

  /** At most 2,000; the counts are those of all. */
  actions: PlanActionDto[];
}

export class RequestSyncDto {
  /** Only answer the plan; write nothing. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  /** Digest of the plan that you have seen: exactly what it takes away may be taken away. */
  @IsOptional()
  @Matches(DIGEST)
  confirmRemovals?: string;
}

export class ConfirmPlanDto {
  /** `digest` of the plan that you have seen. */
  @Matches(DIGEST)
  digest: string;
}

/** The router is being compared in the background; see its status and its drift. */
export class SyncRequestedDto {
  routerId: string;

  /** With `dryRun`: what would be done. */
  plan: SyncPlanDto | null;
}

/** One comparison of a router. */
export class RouterComparisonDto {
  id: string;

  routerId: string;

  routerName: string;

  siteId: string;

  /**
   * `FIRST`, `INTERVAL`, `RETURN` (it was away, restarted or its settings were changed), `DEMAND` (somebody asked for it) or
   * `BRAKE` (a change was held).
   */
  trigger: string;

  /** `IN_STEP`, `DRIFT` (being corrected), `BRAKED` (held) or `INCOMPLETE` (a table could not be read). */
  outcome: string;

  startedAt: Date;

  finishedAt: Date;

  total: PlanCountsDto;

  kinds: KindCountsDto[];

  brake: BrakeReasonDto | null;
}

export class RouterComparisonPageDto extends pageDto(RouterComparisonDto) {}

/** What a comparison found. */
export class DriftEntryDto extends PlanActionDto {
  id: string;
}

export class DriftEntryPageDto extends pageDto(DriftEntryDto) {}

export class RouterHistoryQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(SYNC_OUTCOMES)
  outcome?: SyncRunOutcome;
}

export class RouterDriftQueryDto extends RouterHistoryQueryDto {
  /** Only routers of this site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;
}

export class DriftEntryQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(RESOURCE_KINDS)
  kind?: ResourceKind;

  @IsOptional()
  @IsIn(ENTRY_ACTIONS)
  action?: (typeof ENTRY_ACTIONS)[number];
}
