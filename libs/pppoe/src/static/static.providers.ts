import { HoldLinesOnAccessHandler } from './handlers/hold-lines-on-access.handler';
import { SyncLinesOnFailoverHandler } from './handlers/sync-lines-on-failover.handler';
import { SyncLinesOnPlanHandler } from './handlers/sync-lines-on-plan.handler';
import { SyncLinesOnSubscriptionHandler } from './handlers/sync-lines-on-subscription.handler';
import { LineSync } from './line-sync.service';
import { LineUsageRepository } from './line-usage.repository';
import { RouterLinesRepository } from './router-lines.repository';
import { StaticLineRepository } from './static-line.repository';
import { StaticLinesPersonalData } from './static-lines.personal-data';
import { StaticLines } from './static-lines.service';
import {
  BlockedRulesContributor,
  StaticLeaseContributor,
  StaticLoadContributor,
  StaticMembershipContributor,
  StaticQueueContributor,
} from './static.contributors';

/** Static lines, for every process. */
export const STATIC_PROVIDERS = [
  ...[LineUsageRepository, RouterLinesRepository, StaticLineRepository, LineSync, StaticLines, StaticLinesPersonalData],
  ...[StaticQueueContributor, StaticLeaseContributor, StaticMembershipContributor, BlockedRulesContributor],
  StaticLoadContributor,
];

/** What the worker does for static lines. */
export const STATIC_HANDLERS = [
  HoldLinesOnAccessHandler,
  SyncLinesOnFailoverHandler,
  SyncLinesOnPlanHandler,
  SyncLinesOnSubscriptionHandler,
];
