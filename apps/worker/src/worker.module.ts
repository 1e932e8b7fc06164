import { type DynamicModule, Module } from '@nestjs/common';
import { BillingConfig } from '@app/billing';
import { MIKROTIK_CONFIGS } from '@app/mikrotik';
import { PaymentsConfig } from '@app/payments';
import {
  type ConfigClass,
  HttpConfig,
  HttpPlatformModule,
  LoggingConfig,
  LoggingModule,
  MetricsConfig,
  PlatformModule,
} from '@app/platform';
import { PppoeConfig } from '@app/pppoe';
import { VouchersConfig } from '@app/vouchers';
import { WorkerConfig } from './worker.config';
import { WORKER_MODULES } from './worker-modules';

/** Every namespace of the configuration that the worker reads; mistakes in all of them are named together. */
export const WORKER_CONFIGS: readonly ConfigClass[] = [
  WorkerConfig,
  HttpConfig,
  LoggingConfig,
  MetricsConfig,
  ...MIKROTIK_CONFIGS,
  BillingConfig,
  PaymentsConfig,
  PppoeConfig,
  VouchersConfig,
];

/** The worker: queues, relay and schedules; over HTTP only health and metrics. */
@Module({})
export class WorkerModule {
  /** @throws ConfigError naming every mistake of the environment */
  static forRoot(): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        PlatformModule.forRoot('langgan-worker', WORKER_CONFIGS),
        LoggingModule,
        HttpPlatformModule,
        ...WORKER_MODULES,
      ],
    };
  }
}
