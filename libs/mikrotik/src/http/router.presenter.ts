import { RESOURCE_SPECS } from "../domain/resource-spec";
import {
  type Change,
  type KindPlan,
  type PlanAction,
} from "../domain/sync-plan";
import { type Router } from "../entities/router.entity";
import { type RouterStatus } from "../services/router-status.service";
import { type RouterDto } from "./dto/router.dto";
import {
  type PlanActionDto,
  type RouterStatusDto,
  type SyncPlanDto,
} from "./dto/router-operations.dto";

const HIDDEN = "***";

export const presentRouter = (router: Router): RouterDto => ({ ...router });

export function presentStatus({
  router,
  queue,
}: RouterStatus): RouterStatusDto {
  const { lastItemErrorCode, lastItemError, ...counts } = queue;
  return {
    routerId: router.id,
    mode: router.mode,
    health: router.health,
    healthChangedAt: router.healthChangedAt,
    rosVersion: router.rosVersion,
    lastSeenAt: router.lastSeenAt,
    lastErrorCode: router.lastErrorCode,
    lastError: router.lastError,
    nextAttemptAt: router.nextAttemptAt,
    lastFullSyncAt: router.lastFullSyncAt,
    queue: {
      ...counts,
      lastErrorCode: lastItemErrorCode,
      lastError: lastItemError,
    },
  };
}

export function presentPlan(plans: readonly KindPlan[]): SyncPlanDto {
  return {
    actions: plans.flatMap(({ actions }) => actions.map(presentAction)),
    inStep: plans.reduce((sum, plan) => sum + plan.inStep.length, 0),
    foreign: plans.reduce((sum, plan) => sum + plan.foreign.length, 0),
  };
}

function presentAction(action: PlanAction): PlanActionDto {
  const { secret } = RESOURCE_SPECS[action.kind];
  const hide = (attribute: string, value: string): string =>
    secret.includes(attribute) ? HIDDEN : value;
  return {
    kind: action.kind,
    key: action.key,
    action: action.action,
    changes: changesOf(action).map(({ attribute, from, to }) => ({
      attribute,
      from: from === undefined ? null : hide(attribute, from),
      to: hide(attribute, to),
    })),
    unset: action.action === "update" ? [...action.unset] : [],
  };
}

function changesOf(action: PlanAction): readonly Change[] {
  if (action.action === "update") return action.changes;
  if (action.action !== "create") return [];
  return Object.entries(action.values).map(([attribute, to]) => ({
    attribute,
    from: undefined,
    to,
  }));
}
