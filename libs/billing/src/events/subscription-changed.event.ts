import { defineEvent } from '@app/platform';

/** A subscription was made, activated, moved or ended. Key: `<subscriptionId>:<version>`. */
export const SubscriptionChanged = defineEvent<{ subscriptionId: string }>('billing.subscription.changed.v1');
