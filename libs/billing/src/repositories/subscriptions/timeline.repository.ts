import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest } from '@app/platform';

/** One thing that happened to a subscription. */
export interface TimelineItem {
  id: string;
  kind: 'CHANGE' | 'INVOICE' | 'CREDIT_NOTE' | 'PAYMENT' | 'ACCESS';
  /** `PLAN_CHANGED`, `ISSUED`, `RECEIVED`, `ISOLATED` … */
  what: string;
  happenedAt: Date;
  effectiveOn: LocalDate | null;
  /** Number of the document. */
  number: string | null;
  /** Of the document, whatever else stands on it; in booking units. */
  amount: bigint | null;
  currency: string | null;
  /** The object that it tells of; null for a change. */
  refId: string | null;
  actor: string | null;
  detail: object;
}

/** The invoices that carry lines of the subscription. */
const INVOICES = 'exists (select from invoice_lines l where l.invoice_id = i.id and l.subscription_id = t.id)';

const list = new KeysetList<'happenedAt'>({
  select: `select e.id, e.kind, e.what, e."happenedAt", e."effectiveOn", e.number, e.amount, e.currency, e."refId", e.actor,
       e.detail
     from subscriptions t cross join lateral (
       select v.id, 'CHANGE' as kind, v.action as what, v.happened_at as "happenedAt", v.effective_on as "effectiveOn",
              null as number, null::bigint as amount, null as currency, null::uuid as "refId", v.actor, v.detail
         from subscription_events v where v.subscription_id = t.id
       union all
       select i.id, 'INVOICE', case i.status when 'VOID' then 'VOIDED' else 'ISSUED' end, i.created_at, i.issued_on, i.number,
              i.total_amount, i.currency, i.id, null, jsonb_build_object('status', i.status, 'dueOn', i.due_on)
         from invoices i where i.id in (select l.invoice_id from invoice_lines l where l.subscription_id = t.id)
          and i.status <> 'DRAFT'
       union all
       select c.id, 'CREDIT_NOTE', 'ISSUED', c.created_at, c.issued_on, c.number, c.total_amount, c.currency, c.id,
              c.created_by, jsonb_build_object('reason', c.reason, 'invoiceId', c.invoice_id)
         from credit_notes c
        where c.id in (select n.credit_note_id from credit_note_lines n join invoice_lines l on l.id = n.invoice_line_id
                        where l.subscription_id = t.id)
       union all
       select p.id, 'PAYMENT', 'RECEIVED', p.recorded_at, null, p.number, p.amount, p.currency, p.id, p.recorded_by_name,
              jsonb_build_object('method', p.method)
         from payments p
        where p.id in (select a.payment_id from payment_allocations a join invoices i on i.id = a.invoice_id where ${INVOICES})
       union all
       select d.id, 'ACCESS', d.action, d.happened_at, null, null, null, null, null, null, d.detail
         from dunning_actions d where d.subscription_id = t.id
     ) e`,
  id: 'e.id',
  sorts: { happenedAt: { sql: 'e."happenedAt"', type: 'timestamptz' } },
  defaultSort: '-happenedAt',
});

/** Everything that happened to a subscription, from every table that tells of it. */
@Injectable()
export class TimelineRepository {
  constructor(private readonly database: Database) {}

  /** The caller has found the subscription in its scope; kinds that it may not read are left out. */
  async page(
    subscriptionId: string,
    hidden: readonly TimelineItem['kind'][],
    request: ListRequest,
  ): Promise<Page<TimelineItem>> {
    return list.page(this.database, request, [
      condition('t.id = $?', subscriptionId),
      condition('e.kind <> all ($?::text[])', hidden),
    ]);
  }
}
