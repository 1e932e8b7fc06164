import { defineEvent } from '@app/platform';

/** An invoice became void. Key: invoice id. */
export const InvoiceVoided = defineEvent<{ invoiceId: string; customerId: string }>('billing.invoice.voided.v1');
