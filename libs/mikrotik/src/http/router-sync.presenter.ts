import { type PlanCounts } from '../domain/drift';
import { type RouterCommand } from '../repositories/router-command.repository';
import { type StoredDriftEntry, type SyncRun } from '../repositories/sync-run.repository';
import { type SyncPlan } from '../services/sync-plans.service';
import { type RouterCommandDto } from './dto/router-command.dto';
import {
  type DriftEntryDto,
  type PlanCountsDto,
  type RouterComparisonDto,
  type SyncPlanDto,
} from './dto/router-sync.dto';

const SHOWN_ACTIONS = 2_000;

export const presentPlan = ({ routerId, digest, brake, total, kinds, entries }: SyncPlan): SyncPlanDto => ({
  ...{ routerId, digest, brake, total, kinds },
  actions: entries.slice(0, SHOWN_ACTIONS).map(({ changes, ...entry }) => ({ ...entry, changes: [...changes] })),
});

export const presentComparison = (run: SyncRun): RouterComparisonDto => ({
  id: run.id,
  routerId: run.routerId,
  routerName: run.routerName,
  siteId: run.siteId,
  trigger: run.trigger,
  outcome: run.outcome,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  total: presentCounts(run),
  kinds: run.kinds,
  brake: run.brake,
});

const presentCounts = (counts: PlanCounts): PlanCountsDto => ({
  inStep: counts.inStep,
  creates: counts.creates,
  updates: counts.updates,
  moves: counts.moves,
  removals: counts.removals,
  conflicts: counts.conflicts,
  foreigners: counts.foreigners,
  managed: counts.managed,
});

export const presentDriftEntry = ({ id, kind, key, action, changes }: StoredDriftEntry): DriftEntryDto => ({
  ...{ id, kind, key, action, changes: [...changes] },
});

export const presentCommand = (command: RouterCommand): RouterCommandDto => ({ ...command });
