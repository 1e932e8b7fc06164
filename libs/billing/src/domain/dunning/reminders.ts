import { addDays, instantAt, type LocalDate, localDateOf } from '@app/core';
import { type InstantOf } from '../local-instants';

/** When customers are reminded, in local days relative to the due day and local hours (billing.md 1.9). */
export interface ReminderPolicy {
  readonly offsets: readonly number[];
  readonly sendHour: number;
  /** Nothing is sent before this hour, nor from `quietFrom` on. */
  readonly quietUntil: number;
  readonly quietFrom: number;
}

/** H-7, H-3, H-1, H, H+3, at nine, between 8 and 20. */
export const REMINDER_DEFAULTS: ReminderPolicy = {
  offsets: [-7, -3, -1, 0, 3],
  sendHour: 9,
  quietUntil: 8,
  quietFrom: 20,
};

/** One reminder of an invoice; the offset is part of its key (billing.md G1). */
export interface ScheduledReminder {
  readonly offset: number;
  readonly on: LocalDate;
  readonly at: Date;
}

/** The reminders that an invoice will get. Those of days before the issue are none: H-7 of an invoice issued at H-5. */
export function reminderSchedule(
  invoice: { readonly issuedOn: LocalDate; readonly dueOn: LocalDate },
  zone: string,
  policy: ReminderPolicy = REMINDER_DEFAULTS,
  at: InstantOf = instantAt,
): ScheduledReminder[] {
  const hour = Math.min(Math.max(policy.sendHour, policy.quietUntil), policy.quietFrom - 1);
  return [...policy.offsets]
    .sort((a, b) => a - b)
    .map((offset) => ({ offset, on: addDays(invoice.dueOn, offset) }))
    .filter(({ on }) => on >= invoice.issuedOn)
    .map(({ offset, on }) => ({ offset, on, at: at(on, zone, hour) }));
}

/** What a tick does about one invoice's reminders. */
export interface ReminderDecision {
  /** The latest one whose time has come, if nobody decided about it yet. */
  readonly send: ScheduledReminder | undefined;
  /** Older ones that were missed: marked SUPERSEDED, never sent. */
  readonly superseded: readonly ScheduledReminder[];
}

/** Of all that is due and undecided only the latest is sent (billing.md 1.9). */
export function dueReminders(
  schedule: readonly ScheduledReminder[],
  asOf: Date,
  decided: readonly number[],
): ReminderDecision {
  const due = schedule.filter((one) => one.at <= asOf);
  const open = due.filter((one) => !decided.includes(one.offset));
  const latest = due.at(-1);
  const send = latest && open.includes(latest) ? latest : undefined;
  return { send, superseded: open.filter((one) => one !== send) };
}

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

/** The first instant at or after `asOf` that is not in the quiet hours of the zone. */
export function outsideQuietHours(
  asOf: Date,
  zone: string,
  policy: Pick<ReminderPolicy, 'quietUntil' | 'quietFrom'>,
  at: InstantOf = instantAt,
): Date {
  const today = localDateOf(asOf, zone);
  const opens = at(today, zone, policy.quietUntil);
  if (asOf < opens) return opens;
  return asOf < at(today, zone, policy.quietFrom) ? asOf : at(addDays(today, 1), zone, policy.quietUntil);
}

/** A reminder that is ready, with its customer. */
export interface ReadyReminder {
  readonly customerId: string;
  readonly invoiceId: string;
  readonly offset: number;
}

/** One message to one customer about all invoices of the day. */
export interface ReminderMessage {
  readonly customerId: string;
  readonly reminders: readonly ReadyReminder[];
}

/**
 * One message per customer and day even for several invoices (billing.md 1.9): reminders of the same customer are one
 * message, and whoever had one today gets the rest tomorrow.
 *
 * @param writtenToToday customers who had a message on this local day
 */
export function mergeReminders(
  ready: readonly ReadyReminder[],
  writtenToToday: ReadonlySet<string>,
): { messages: ReminderMessage[]; tomorrow: ReadyReminder[] } {
  const byCustomer = new Map<string, ReadyReminder[]>();
  const tomorrow: ReadyReminder[] = [];
  for (const one of ready) {
    if (writtenToToday.has(one.customerId)) tomorrow.push(one);
    else byCustomer.set(one.customerId, [...(byCustomer.get(one.customerId) ?? []), one]);
  }
  return { messages: [...byCustomer].map(([customerId, reminders]) => ({ customerId, reminders })), tomorrow };
}
