import { defineEvent } from '@app/platform';

/** Something about a customer changed, its status included. Key: `id:version`. */
export const CustomerChanged = defineEvent<{ customerId: string }>('customers.customer.changed.v1');
