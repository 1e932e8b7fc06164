import { defineEvent } from '@app/platform';

/** An invoice was finalised and posted. Key: its id. */
export const InvoiceIssued = defineEvent<{ invoiceId: string; customerId: string }>('billing.invoice.issued.v1');
