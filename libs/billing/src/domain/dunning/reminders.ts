/** Why a reminder is not sent after all; asked again at the moment of sending (billing.md 1.9). */
export type ReminderSkip = 'PAID' | 'VOID' | 'WRITTEN_OFF' | 'TOLERANCE';

/** @returns undefined when the customer really has to be reminded */
export function reminderSkip(
  invoice: { readonly status: string; readonly remaining: bigint },
  tolerance: bigint,
): ReminderSkip | undefined {
  if (invoice.status === 'VOID') return 'VOID';
  if (invoice.status === 'UNCOLLECTIBLE') return 'WRITTEN_OFF';
  if (invoice.status === 'PAID' || invoice.remaining <= 0n) return 'PAID';
  return invoice.remaining <= tolerance ? 'TOLERANCE' : undefined;
}
