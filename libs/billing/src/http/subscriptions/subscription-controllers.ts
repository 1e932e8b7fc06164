import { SubscriptionsController } from '../subscriptions.controller';
import { ScheduledChangesController } from './scheduled-changes.controller';
import { SubscriptionActionsController } from './subscription-actions.controller';
import { SubscriptionProductsController } from './subscription-products.controller';

/** Routes of subscriptions. */
export const subscriptionControllers = [
  SubscriptionsController,
  SubscriptionActionsController,
  SubscriptionProductsController,
  ScheduledChangesController,
];
