import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { type Condition, condition, type ListRequest } from '@app/platform';
import { type ResourceKind } from '../domain/desired-resource';
import { type DriftEntry, type SyncRunOutcome } from '../domain/drift';
import { type StoredDriftEntry, type SyncRun, SyncRunRepository } from '../repositories/sync-run.repository';
import { RoutersService } from './routers.service';

export interface DriftFilter {
  siteId?: string | undefined;
  outcome?: SyncRunOutcome | undefined;
}

export interface DriftEntryFilter {
  kind?: ResourceKind | undefined;
  action?: DriftEntry['action'] | undefined;
}

/** How far routers were out of step whenever they were compared, within the scope of the running actor. */
@Injectable()
export class RouterDriftService {
  constructor(
    private readonly runs: SyncRunRepository,
    private readonly routers: RoutersService,
  ) {}

  /** The last comparison of every router. */
  async latest(filter: DriftFilter, request: ListRequest): Promise<Page<SyncRun>> {
    const conditions: Condition[] = [];
    if (filter.siteId !== undefined) conditions.push(condition('r.site_id = $?::uuid', filter.siteId));
    if (filter.outcome !== undefined) conditions.push(condition('s.outcome = $?', filter.outcome));
    return this.runs.latest(request, conditions);
  }

  /** Comparisons of one router, newest first. @throws DomainError CORE_NOT_FOUND */
  async history(routerId: string, outcome: SyncRunOutcome | undefined, request: ListRequest): Promise<Page<SyncRun>> {
    await this.routers.get(routerId);
    const conditions = [condition('s.router_id = $?::uuid', routerId)];
    if (outcome !== undefined) conditions.push(condition('s.outcome = $?', outcome));
    return this.runs.history(request, conditions);
  }

  /** What one comparison found. @throws DomainError CORE_NOT_FOUND */
  async entries(runId: string, filter: DriftEntryFilter, request: ListRequest): Promise<Page<StoredDriftEntry>> {
    if (!(await this.runs.find(runId))) throw CoreErrors.NOT_FOUND({ what: 'router comparison', id: runId });
    const conditions = [condition('e.run_id = $?::uuid', runId)];
    if (filter.kind !== undefined) conditions.push(condition('e.kind = $?', filter.kind));
    if (filter.action !== undefined) conditions.push(condition('e.action = $?', filter.action));
    return this.runs.entries(request, conditions);
  }
}
