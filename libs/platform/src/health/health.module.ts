import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller';
import { HealthService } from './health.service';
import { DatabaseIndicator } from './indicators/database.indicator';
import { MigrationsIndicator } from './indicators/migrations.indicator';
import { ProcessIndicator } from './indicators/process.indicator';
import { RedisIndicator } from './indicators/redis.indicator';
import { ShutdownState } from './shutdown-state';

/** `/health`, `/health/live`, `/health/ready`; any lib adds a {@link ReadinessIndicator} or {@link StatusIndicator}. */
@Global()
@Module({
  imports: [DiscoveryModule, TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [HealthService, ShutdownState, ProcessIndicator, DatabaseIndicator, MigrationsIndicator, RedisIndicator],
  exports: [ShutdownState, HealthService],
})
export class HealthModule {}
