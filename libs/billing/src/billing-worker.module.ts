import { Module } from '@nestjs/common';
import { BillingModule } from './billing.module';

/** Jobs and event handlers of billing; the worker app imports it. */
@Module({ imports: [BillingModule] })
export class BillingWorkerModule {}
