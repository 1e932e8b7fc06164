import { type DynamicModule, Module } from '@nestjs/common';
import { BillingConfig, BillingHttpModule } from '@app/billing';
import { CustomersHttpModule } from '@app/customers';
import { IamConfig, IamHttpModule } from '@app/iam';
import { MIKROTIK_CONFIGS, MikrotikHttpModule } from '@app/mikrotik';
import { PaymentsConfig, PaymentsHttpModule } from '@app/payments';
import {
  AppConfig,
  type ConfigClass,
  HttpConfig,
  HttpPlatformModule,
  loadConfig,
  LoggingConfig,
  LoggingModule,
  MetricsConfig,
  PlatformModule,
  SystemHttpModule,
  TestClockHttpModule,
  WebhooksHttpModule,
} from '@app/platform';
import { PppoeConfig, PppoeHttpModule } from '@app/pppoe';
import { VouchersConfig, VouchersHttpModule } from '@app/vouchers';
import { LandingConfig } from './landing/landing.config';
import { LandingModule } from './landing/landing.module';
import { PayPageModule } from './pay-page/pay-page.module';
import { ShopModule } from './shop/shop.module';
import { WORKER_MODULES } from './worker-modules';

/** Every namespace of the configuration that the API reads; mistakes in all of them are named together. */
export const API_CONFIGS: readonly ConfigClass[] = [
  HttpConfig,
  LoggingConfig,
  MetricsConfig,
  IamConfig,
  ...MIKROTIK_CONFIGS,
  BillingConfig,
  PaymentsConfig,
  PppoeConfig,
  VouchersConfig,
  LandingConfig,
];

/** The REST application: platform, then every lib's HTTP module; the worker's modules too where the process is both. */
@Module({})
export class ApiModule {
  /** @throws ConfigError naming every mistake of the environment */
  static forRoot(): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot('langgan-api', API_CONFIGS),
        LoggingModule,
        HttpPlatformModule, // why: before iam, because guards run in the order of the imports
        IamHttpModule,
        SystemHttpModule,
        WebhooksHttpModule,
        TestClockHttpModule.forRoot(),
        CustomersHttpModule,
        MikrotikHttpModule,
        BillingHttpModule,
        PaymentsHttpModule,
        PppoeHttpModule,
        VouchersHttpModule,
        LandingModule,
        PayPageModule,
        ShopModule,
        ...(loadConfig(AppConfig).processRoles.includes('worker') ? WORKER_MODULES : []),
      ],
    };
  }
}
