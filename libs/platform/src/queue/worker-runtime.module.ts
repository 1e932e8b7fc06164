import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { AlertGauges } from '../alerts/alert-gauges';
import { PurgeAlerts } from '../alerts/purge-alerts.job';
import { AuditChainLoop } from '../audit/audit-chain-loop';
import { SignDailyHeads } from '../audit/sign-daily-heads.job';
import { EventHandlerRegistry } from '../events/event-handler-registry';
import { BackgroundJobRuns } from '../jobs/background-job-runs';
import { PurgeExpired } from '../jobs/purge-expired.job';
import { ResumeBackgroundJobs } from '../jobs/resume-background-jobs.job';
import { ArchiveOutbox } from '../outbox/archive-outbox.job';
import { ArchiveRepository } from '../outbox/archive.repository';
import { DeliverEvent } from '../outbox/deliver-event';
import { DeliveryDispatch } from '../outbox/delivery-dispatch';
import { DeliveryRepository } from '../outbox/delivery.repository';
import { LocalDeliveries } from '../outbox/local-deliveries';
import { OutboxGauges } from '../outbox/outbox-gauges';
import { OutboxRelay } from '../outbox/outbox-relay';
import { RelayRepository } from '../outbox/relay.repository';
import { RelaySettings } from '../outbox/relay-settings';
import { EnsurePartitions } from '../partitions/ensure-partitions.job';
import { ScheduleDeclarations } from '../scheduler/schedule-declarations';
import { ScheduleRuns } from '../scheduler/schedule-runs';
import { DeliverWebhook } from '../webhooks/deliver-webhook.job';
import { PurgeWebhookDeliveries } from '../webhooks/purge-webhook-deliveries.job';
import { WebhookDispatch } from '../webhooks/webhook-dispatch';
import { WebhooksModule } from '../webhooks/webhooks.module';
import { JobRegistry } from './job-registry';
import { JobRunner } from './job-runner';
import { SystemContext } from './system-context';
import { WorkerMetrics } from './worker-metrics';
import { WorkerPool } from './worker-pool';

/**
 * Makes a process a worker: relay, queues, schedules and the platform's own jobs. The jobs and event handlers of all
 * other modules of the process are found by discovery. Import it beside `PlatformModule.forRoot`.
 */
@Module({
  imports: [DiscoveryModule, WebhooksModule],
  providers: [
    JobRegistry,
    EventHandlerRegistry,
    JobRunner,
    SystemContext,
    WorkerPool,
    WorkerMetrics,
    OutboxRelay,
    OutboxGauges,
    AlertGauges,
    RelayRepository,
    RelaySettings,
    DeliverEvent,
    DeliveryDispatch,
    LocalDeliveries,
    DeliveryRepository,
    BackgroundJobRuns,
    ResumeBackgroundJobs,
    ScheduleDeclarations,
    ScheduleRuns,
    EnsurePartitions,
    ArchiveOutbox,
    ArchiveRepository,
    PurgeExpired,
    PurgeAlerts,
    AuditChainLoop,
    SignDailyHeads,
    WebhookDispatch,
    DeliverWebhook,
    PurgeWebhookDeliveries,
  ],
  exports: [WorkerPool, WorkerMetrics, OutboxRelay],
})
export class WorkerRuntimeModule {}
