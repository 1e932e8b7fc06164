import { Module } from '@nestjs/common';
import { BillingModule } from './billing.module';

/** The REST side of billing; the API app imports it. */
@Module({ imports: [BillingModule] })
export class BillingHttpModule {}
