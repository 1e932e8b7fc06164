import { defineEvent } from '@app/platform';

/** A gateway or its report says that money of a paid attempt went back, or more of it. Key: attempt and what was told. */
export const MoneyTakenBack = defineEvent<{ attemptId: string }>('payments.money.taken-back.v1');
