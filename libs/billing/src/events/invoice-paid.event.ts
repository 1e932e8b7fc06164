import { defineEvent } from '@app/platform';

/** Nothing remains due on an invoice. Key: `<invoiceId>:<version>`. */
export const InvoicePaid = defineEvent<{ invoiceId: string; customerId: string }>('billing.invoice.paid.v1');
