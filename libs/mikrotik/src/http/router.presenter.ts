import { presentHealth } from '../health/http/router-health.presenter';
import { type Router } from '../entities/router.entity';
import { type RouterStatus } from '../services/router-status.service';
import { type RouterDto } from './dto/router.dto';
import { type RouterStatusDto } from './dto/router-operations.dto';

export const presentRouter = (router: Router): RouterDto => ({ ...router });

export function presentStatus({ router, queue, brake, measured }: RouterStatus): RouterStatusDto {
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
    queue: { ...counts, lastErrorCode: lastItemErrorCode, lastError: lastItemError },
    brake: brake ?? null,
    measured: presentHealth(measured),
  };
}
