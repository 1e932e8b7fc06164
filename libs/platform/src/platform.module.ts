import { type DynamicModule, Global, Module } from '@nestjs/common';
import { CurrentActor } from './access/actor';
import { ScopeFilter } from './access/scope-filter';
import { AlertsConfig } from './alerts/alerts.config';
import { AlertsModule } from './alerts/alerts.module';
import { AuditConfig } from './audit/audit.config';
import { AuditModule } from './audit/audit.module';
import { CacheModule } from './cache/cache.module';
import { ClockModule } from './clock/clock.module';
import { AppConfig } from './config/app.config';
import { ConfigModule } from './config/config.module';
import { type ConfigClass } from './config/env.decorator';
import { SecretBox } from './crypto/secret-box';
import { SecretBoxConfig } from './crypto/secret-box.config';
import { SecretRotation } from './crypto/secret-rotation';
import { SealedValuesRepository } from './crypto/sealed-values.repository';
import { DatabaseConfig } from './database/database.config';
import { DatabaseModule } from './database/database.module';
import { PgListener } from './database/pg-listener';
import { JobsModule } from './jobs/jobs.module';
import { LeasesModule } from './leases/leases.module';
import { OutboundConfig } from './outbound/outbound.config';
import { OutboundModule } from './outbound/outbound.module';
import { OutboxModule } from './outbox/outbox.module';
import { PartitionKeeper } from './partitions/partition-keeper';
import { QueueModule } from './queue/queue.module';
import { RedisConfig } from './redis/redis.config';
import { RedisModule } from './redis/redis.module';
import { SchedulerModule } from './scheduler/scheduler.module';

/** The configuration that every process reads. */
export const PLATFORM_CONFIGS: readonly ConfigClass[] = [
  AppConfig,
  DatabaseConfig,
  RedisConfig,
  SecretBoxConfig,
  OutboundConfig,
  AuditConfig,
  AlertsConfig,
];

/** What every process of the product stands on, HTTP excepted. Global: domain modules import none of it. */
@Global()
@Module({})
export class PlatformModule {
  /**
   * @param applicationName name of the process's connections in `pg_stat_activity`
   * @param configs configuration classes of the libs that the process uses
   */
  static forRoot(applicationName: string, configs: readonly ConfigClass[] = []): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        ConfigModule.forRoot([...PLATFORM_CONFIGS, ...configs]),
        DatabaseModule.forRoot(applicationName),
        ClockModule,
        RedisModule,
        OutboundModule,
        OutboxModule,
        LeasesModule,
        QueueModule,
        JobsModule,
        SchedulerModule,
        CacheModule,
        AuditModule,
        AlertsModule,
      ],
      providers: [
        CurrentActor,
        PartitionKeeper,
        PgListener,
        ScopeFilter,
        SealedValuesRepository,
        SecretBox,
        SecretRotation,
      ],
      exports: [CurrentActor, PartitionKeeper, PgListener, ScopeFilter, SecretBox, SecretRotation],
    };
  }
}
