import { defineEvent } from '@app/platform';

/** What a subscription may do on the network has changed; read it with `ServiceStates`. Key: `<subscriptionId>:<version>`. */
export const AccessChanged = defineEvent<{ subscriptionId: string }>('billing.access.changed.v1');
