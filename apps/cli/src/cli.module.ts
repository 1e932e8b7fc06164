import { type DynamicModule, Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { CustomersModule } from '@app/customers';
import { IamModule } from '@app/iam';
import { PlatformModule } from '@app/platform';
import { configClasses } from './env-example/config-classes';

/** The services that commands call. */
@Module({})
export class CliModule {
  static forRoot(): DynamicModule {
    return {
      module: CliModule,
      imports: [PlatformModule.forRoot('langgan-cli', configClasses()), IamModule, CustomersModule, BillingModule],
    };
  }
}
