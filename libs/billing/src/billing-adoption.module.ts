import { Module } from '@nestjs/common';
import { CustomersModule } from '@app/customers';
import { BillingModule } from './billing.module';
import { AdoptedSubscriptionRepository } from './repositories/adopted-subscription.repository';
import { AdoptedSubscriptions } from './services/adopted-subscriptions.service';

/** Services that run already and are taken over into the books. */
@Module({
  imports: [BillingModule, CustomersModule],
  providers: [AdoptedSubscriptionRepository, AdoptedSubscriptions],
  exports: [AdoptedSubscriptions],
})
export class BillingAdoptionModule {}
