import { defineEvent } from '@app/platform';

/** A customer exists. Key: its id. */
export const CustomerCreated = defineEvent<{ customerId: string }>('customers.customer.created.v1');
