import { defineEvent } from '@app/platform';
import { type AttemptState } from '../domain/attempts/attempt-state';

/** An attempt moved without being paid ({@link PaymentRecorded} tells that). Key: attempt and version. */
export const AttemptChanged = defineEvent<{ attemptId: string; state: AttemptState }>('payments.attempt.changed.v1');
