import { type DynamicModule, Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { IamModule } from '@app/iam';
import { MikrotikModule } from '@app/mikrotik';
import { PaymentsModule } from '@app/payments';
import { PlatformModule } from '@app/platform';
import { PppoeModule } from '@app/pppoe';
import { VouchersModule } from '@app/vouchers';
import { libConfigs } from './env-example/config-classes';

/** The services that commands call. */
@Module({})
export class CliModule {
  static forRoot(): DynamicModule {
    return {
      module: CliModule,
      imports: [
        PlatformModule.forRoot('langgan-cli', libConfigs()),
        IamModule,
        CustomersModule,
        BillingModule,
        PaymentsModule,
        MikrotikModule,
        PppoeModule,
        VouchersModule,
      ],
    };
  }
}
