import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import {
  bindParameters,
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  ScopeFilter,
} from '@app/platform';
import { type ReminderSkip } from '../../domain/dunning/reminders';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';
import { type ReminderChannel } from '../../domain/policies/billing-policies';
import { invoicesOf, planOfAccount } from './policy-group.sql';

/** `SENT`: handed over to be sent; `SUPERSEDED`: missed, a later one was sent; `SKIPPED`: no longer needed when sent. */
export const REMINDER_STATES = ['SENT', 'SUPERSEDED', 'SKIPPED'] as const;
export type ReminderState = (typeof REMINDER_STATES)[number];

export interface Reminder {
  id: string;
  siteId: string;
  customerId: string;
  invoiceId: string;
  offsetDays: number;
  channel: ReminderChannel;
  sendAfter: Date;
  state: ReminderState;
  reason: ReminderSkip | null;
  messageKey: string | null;
  decidedAt: Date | null;
}

export interface ReminderFilter {
  customerId?: string | undefined;
  invoiceId?: string | undefined;
  state?: ReminderState | undefined;
}

const COLUMNS = `r.id, r.site_id as "siteId", r.customer_id as "customerId", r.invoice_id as "invoiceId",
  r.offset_days as "offsetDays", r.channel, r.send_after as "sendAfter", r.state, r.reason, r.message_key as "messageKey",
  r.decided_at as "decidedAt"`;

const list = new KeysetList<'sendAfter'>({
  select: `select ${COLUMNS} from reminders r`,
  id: 'r.id',
  sorts: { sendAfter: { sql: 'r.send_after', type: 'timestamptz' } },
  defaultSort: '-sendAfter',
});

/** A reminder that is older than this many days when it is found is not sent any more. */
const STALE_DAYS = 31;

@Injectable()
export class ReminderRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(request: ListRequest, filter: ReminderFilter): Promise<Page<Reminder>> {
    const conditions: Condition[] = [this.scope.customer('r.customer_id', 'r.site_id')];
    if (filter.customerId !== undefined) conditions.push(condition('r.customer_id = $?', filter.customerId));
    if (filter.invoiceId !== undefined) conditions.push(condition('r.invoice_id = $?', filter.invoiceId));
    if (filter.state !== undefined) conditions.push(condition('r.state = $?', filter.state));
    return list.page(this.database, request, conditions);
  }

  /** One tick at a time, until the end of the transaction. False when another one is at it. */
  async takeTurn(): Promise<boolean> {
    const row = await this.database.queryOne<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtext('billing.reminders')) as mine`,
    );
    return row?.mine === true;
  }

  /**
   * Decides about every reminder whose time has come for the invoices of one policy: the latest one is sent, older ones are
   * superseded. Only in the hours of the day where the customer lives, and only for customers who had no message on this
   * channel today. The unique key (invoice, offset, channel) makes a repetition write nothing (I12). One statement.
   *
   * @param most customers
   */
  async decide(group: PolicyGroup, book: DunningRuleBook, asOf: Date, most: number): Promise<Reminder[]> {
    const { reminderOffsets, reminderChannels, sendHour, quietHours, accessTolerance } = group.policy;
    if (reminderOffsets.length === 0 || reminderChannels.length === 0) return [];
    const hour = Math.min(Math.max(sendHour, quietHours.from), quietHours.to - 1);
    const parameters: unknown[] = [asOf, reminderOffsets, reminderChannels, hour, quietHours.from, quietHours.to];
    parameters.push(accessTolerance, most, Math.min(...reminderOffsets), Math.max(...reminderOffsets) + STALE_DAYS);
    const mine = bindParameters(invoicesOf(group, book), parameters);
    const rows = await this.database.query<Omit<Reminder, 'id' | 'reason' | 'messageKey' | 'decidedAt'>>(
      decisionSql(mine),
      parameters,
    );
    return this.write(rows, asOf);
  }

  /** Reminders of a message that is about to be sent, with how their invoices stand now. */
  async ofMessage(
    messageKey: string,
  ): Promise<
    { id: string; invoiceId: string; siteId: string; planId: string | null; status: string; remaining: bigint }[]
  > {
    return this.database.query(
      `select r.id, r.invoice_id as "invoiceId", r.site_id as "siteId",
              ${planOfAccount('i.customer_id')} as "planId", i.status,
              i.total_amount - i.paid_amount - i.credited_amount as remaining
         from reminders r join invoices i on i.id = r.invoice_id where r.message_key = $1 and r.state = 'SENT' order by r.id`,
      [messageKey],
    );
  }

  async skip(skips: readonly { id: string; reason: ReminderSkip }[], at: Date): Promise<void> {
    if (skips.length === 0) return;
    await this.database.execute(
      `update reminders r set state = 'SKIPPED', reason = s.reason, decided_at = $3
         from unnest($1::uuid[], $2::text[]) as s (id, reason) where r.id = s.id and r.state = 'SENT'`,
      [skips.map(({ id }) => id), skips.map(({ reason }) => reason), at],
    );
  }

  private async write(
    rows: readonly Omit<Reminder, 'id' | 'reason' | 'messageKey' | 'decidedAt'>[],
    at: Date,
  ): Promise<Reminder[]> {
    if (rows.length === 0) return [];
    const keys = new Map<string, string>();
    const keyOf = (row: { customerId: string; channel: string; state: string }): string | null => {
      if (row.state !== 'SENT') return null;
      const message = `${row.customerId} ${row.channel}`;
      keys.set(message, keys.get(message) ?? uuidv7());
      return keys.get(message) ?? null;
    };
    return this.database.query(
      `insert into reminders as r (id, site_id, customer_id, invoice_id, offset_days, channel, send_after, state, message_key,
                                   created_at, decided_at)
       select id, site_id, customer_id, invoice_id, offset_days, channel, send_after, state, message_key, $10, $10
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::smallint[], $6::text[], $7::timestamptz[], $8::text[],
                $9::text[])
           as n (id, site_id, customer_id, invoice_id, offset_days, channel, send_after, state, message_key)
       on conflict do nothing returning ${COLUMNS}`,
      [
        rows.map(() => uuidv7()),
        rows.map((row) => row.siteId),
        rows.map((row) => row.customerId),
        rows.map((row) => row.invoiceId),
        rows.map((row) => row.offsetDays),
        rows.map((row) => row.channel),
        rows.map((row) => row.sendAfter.toISOString()),
        rows.map((row) => row.state),
        rows.map((row) => keyOf(row)),
        at,
      ],
    );
  }
}

/**
 * $1 asOf, $2 offsets, $3 channels, $4 send hour, $5 and $6 hours between which messages go out, $7 tolerance, $8 most
 * customers, $9 least offset, $10 days after which nothing is sent.
 */
const decisionSql = (mine: string): string => `
  with due as (
    select i.id, i.site_id, i.customer_id, o.days, c.channel, at.send_after,
           max(o.days) over (partition by i.id) as latest,
           exists (select from reminders r
                    where r.invoice_id = i.id and r.offset_days = o.days and r.channel = c.channel) as decided
      from invoices i
      join billing_accounts a on a.customer_id = i.customer_id
     cross join unnest($2::int[]) as o (days)
     cross join unnest($3::text[]) as c (channel)
     cross join lateral (select ((i.due_on + o.days)::timestamp + make_interval(hours => $4::int)) at time zone a.time_zone
                           as send_after) at
     where i.status = 'OPEN' and i.total_amount - i.paid_amount - i.credited_amount > $7::bigint and ${mine}
       and i.due_on between ($1::timestamptz)::date - $10::int and ($1::timestamptz)::date - $9::int + 1
       and i.due_on + o.days >= i.issued_on
       and at.send_after <= $1 and at.send_after > $1::timestamptz - make_interval(days => ${STALE_DAYS})
       and extract(hour from $1::timestamptz at time zone a.time_zone) between $5::int and $6::int - 1
  ), open as (
    select due.* from due
      join billing_accounts a on a.customer_id = due.customer_id
     where not due.decided
       and not exists (
         select from reminders r where r.customer_id = due.customer_id and r.channel = due.channel and r.state = 'SENT'
            and r.decided_at >= date_trunc('day', $1::timestamptz at time zone a.time_zone) at time zone a.time_zone)
  ), chosen as (
    select distinct customer_id from open order by customer_id limit $8
  )
  select site_id as "siteId", customer_id as "customerId", id as "invoiceId", days as "offsetDays", channel,
         send_after as "sendAfter", case when days = latest then 'SENT' else 'SUPERSEDED' end as state
    from open join chosen using (customer_id)
   order by customer_id, id, days`;
