import { defineEvent } from '@app/platform';

/** New lines of a bank account wait to be matched. Key: the first of them. */
export const BankMutationsTaken = defineEvent<{ bankAccountId: string }>('payments.bank-mutations.taken.v1');
