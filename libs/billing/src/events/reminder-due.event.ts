import { defineEvent } from '@app/platform';

/**
 * A customer is to be reminded: one message for all these invoices. Whoever sends it asks `Reminders.stillDue` right before.
 * Key: reminder id.
 */
export const ReminderDue = defineEvent<{
  /** Names the message. */
  reminderId: string;
  customerId: string;
  invoiceIds: string[];
  /** Days relative to the due day, of the latest reminder in it. */
  offset: number;
  /** `WHATSAPP`, `EMAIL` or `SMS`. */
  channel: string;
}>('billing.reminder.due.v1');
