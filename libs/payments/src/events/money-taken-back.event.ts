import { defineEvent } from '@app/platform';

/** A gateway says that money of a paid attempt went back, or more of it. Key: attempt and minute. */
export const MoneyTakenBack = defineEvent<{ attemptId: string }>('payments.money.taken-back.v1');
