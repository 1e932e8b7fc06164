export * from './domain/desired-resource';
export { markedComment, parseComment } from './domain/ownership-mark';
export { OWN_PREFIX } from './domain/resource-spec';
export * from './entities/router.entity';
export * from './groups';
export * from './domain/inventory/inventory';
export * from './inventory/router-inventory.module';
export * from './inventory/router-inventory.service';
export * from './isolir';
export { CommandJournal } from './journal/command-journal';
export * from './mikrotik-http.module';
export * from './mikrotik-worker.module';
export * from './mikrotik.config';
export * from './mikrotik.errors';
export * from './mikrotik.module';
export * from './mikrotik.permissions';
export * from './network/router-network.config';
export {
  type BreakerListener,
  type BreakerState,
  type LaneName,
  type Outcome,
  type PoolExecOptions,
  type RouterConnections,
  RouterPool,
} from './pool';
export * from './protocol';
export { type NewRouter, type RouterEdit, RoutersService } from './services/routers.service';
export { type SyncPlan, SyncPlansService } from './services/sync-plans.service';
export { RouterBackupService } from './backup/router-backup.service';
export { RouterHealthConfig } from './health/health.config';
export * from './health/health.events';
export { ProbeRounds } from './health/probe-rounds';
export { RouterProbeService } from './health/router-probe.service';
export * from './sync/adoption.service';
export { DesiredState } from './sync/desired-state';
export * from './sync/desired-state-contributor';
export { RouterReader } from './sync/router-reader';
export * from './sync/router-sync';
export { SessionKicker } from './sync/session-kicker';
export * from './sync/sync.config';
export * from './sync/sync.errors';
export { SyncRouterService } from './sync/sync-router.service';
export {
  anyOf,
  assertId,
  command,
  print,
  RouterOsError,
  type RouterOsTransport,
  RouterOsTransports,
  type Row,
  type Sentence,
} from './transport';
export * from './rounds/router-rounds';
export * from './rounds/turns.sql';
