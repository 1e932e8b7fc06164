import { Injectable } from '@nestjs/common';
import { type Page } from '@app/core';
import { Database, DatabaseClock, type ListRequest, Outbox } from '@app/platform';
import { reminderSkip } from '../../domain/dunning/reminders';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';
import { ReminderDue } from '../../events/reminder-due.event';
import { DunningActionRepository } from '../../repositories/dunning/dunning-action.repository';
import { DunningBrakeRepository } from '../../repositories/dunning/dunning-brake.repository';
import { type Reminder, type ReminderFilter, ReminderRepository } from '../../repositories/dunning/reminder.repository';
import { DunningRules } from './dunning-rules.service';

const CUSTOMERS_AT_ONCE = 1_000;

export interface RemindersOutcome {
  asOf: Date;
  /** Messages handed over, and reminders that were missed and are superseded. */
  messages: number;
  superseded: number;
}

/** Reminders before and after the due day (billing.md 1.9). */
@Injectable()
export class Reminders {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly reminders: ReminderRepository,
    private readonly brakes: DunningBrakeRepository,
    private readonly rules: DunningRules,
    private readonly actions: DunningActionRepository,
    private readonly outbox: Outbox,
  ) {}

  async list(request: ListRequest, filter: ReminderFilter): Promise<Page<Reminder>> {
    return this.reminders.page(request, filter);
  }

  /** Decides about everything that is due. Runs side by side, and a clock that steps back, send nothing twice (F14, I12). */
  async run(request: { asOf?: Date; signal?: AbortSignal } = {}): Promise<RemindersOutcome> {
    const asOf = request.asOf ?? (await this.clock.sample());
    const outcome = { asOf, messages: 0, superseded: 0 };
    if (await this.brakes.isClockInDoubt()) return outcome;
    const book = await this.rules.book();
    for (const group of book.groups) {
      for (let more = true; more && request.signal?.aborted !== true;) {
        more = await this.batch(group, book, outcome);
      }
    }
    return outcome;
  }

  /**
   * Asked right before a message is sent: the invoices that it still has to be about. Those that are paid, void or within
   * the tolerance by now are skipped; an empty answer means that nothing is to be sent.
   */
  async stillDue(reminderId: string): Promise<string[]> {
    return this.database.transaction(async () => {
      const book = await this.rules.book();
      const rows = await this.reminders.ofMessage(reminderId);
      const judged = rows.map((row) => ({
        ...row,
        reason: reminderSkip(row, BigInt(book.of(row.siteId, row.planId).accessTolerance)),
      }));
      const skips = judged.flatMap(({ id, reason }) => (reason === undefined ? [] : [{ id, reason }]));
      await this.reminders.skip(skips, await this.clock.sample());
      return judged.flatMap(({ invoiceId, reason }) => (reason === undefined ? [invoiceId] : []));
    });
  }

  private async batch(group: PolicyGroup, book: DunningRuleBook, outcome: RemindersOutcome): Promise<boolean> {
    return this.database.transaction(async () => {
      if (!(await this.reminders.takeTurn())) return false;
      const decided = await this.reminders.decide(group, book, outcome.asOf, CUSTOMERS_AT_ONCE);
      const sent = decided.filter(({ state }) => state === 'SENT');
      const messages = messagesOf(sent);
      await this.outbox.publishMany(ReminderDue, messages);
      await this.actions.record(
        sent.map(({ siteId, customerId, invoiceId, offsetDays, channel }) => ({
          ...{ siteId, customerId, invoiceId, action: 'REMINDED' as const, detail: { offset: offsetDays, channel } },
        })),
        outcome.asOf,
      );
      outcome.messages += messages.length;
      outcome.superseded += decided.length - sent.length;
      return decided.length > 0;
    });
  }
}

interface ReminderMessageEvent {
  key: string;
  payload: { reminderId: string; customerId: string; invoiceIds: string[]; offset: number; channel: string };
}

function messagesOf(sent: readonly Reminder[]): ReminderMessageEvent[] {
  const byKey = new Map<string, ReminderMessageEvent>();
  for (const { messageKey, customerId, invoiceId, offsetDays, channel } of sent) {
    if (messageKey === null) continue;
    const known = byKey.get(messageKey);
    if (known) {
      known.payload.invoiceIds.push(invoiceId);
      known.payload.offset = Math.max(known.payload.offset, offsetDays);
    } else {
      const payload = { reminderId: messageKey, customerId, invoiceIds: [invoiceId], offset: offsetDays, channel };
      byKey.set(messageKey, { key: messageKey, payload });
    }
  }
  return [...byKey.values()];
}
