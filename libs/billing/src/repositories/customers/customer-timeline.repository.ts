import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import { condition, Database, KeysetList, type ListRequest } from '@app/platform';

/** What happens to customers, and what one must be allowed to read in order to see it. */
export const TIMELINE_KINDS = {
  PROFILE: 'customer:read',
  SUBSCRIPTION: 'subscription:read',
  ACCESS: 'subscription:read',
  INVOICE: 'invoice:read',
  CREDIT_NOTE: 'invoice:read',
  PAYMENT: 'payment:read',
  WALLET: 'wallet:read',
  DUNNING: 'dunning:read',
} as const;
export type TimelineKind = keyof typeof TIMELINE_KINDS;

/** One thing that happened to a customer. */
export interface CustomerTimelineItem {
  id: string;
  kind: TimelineKind;
  /** `customer.changed`, `PLAN_CHANGED`, `ISSUED`, `VOID`, `RECEIVED`, `REFUND`, `ISOLATED`, `REMINDED` … */
  what: string;
  happenedAt: Date;
  effectiveOn: LocalDate | null;
  subscriptionId: string | null;
  /** Number of the document. */
  number: string | null;
  /** In booking units. */
  amount: bigint | null;
  currency: string | null;
  /** The invoice, credit note or payment. */
  refId: string | null;
  actor: string | null;
  detail: object;
}

/** Each branch reads one index range of one customer. */
const HAPPENED = `
  select a.id, 'PROFILE' as kind, a.action as what, a.occurred_at as "happenedAt", null::date as "effectiveOn",
         null::uuid as "subscriptionId", null as number, null::bigint as amount, null as currency, null::uuid as "refId",
         a.actor_name as actor, jsonb_strip_nulls(jsonb_build_object('fields', a.after -> 'fields')) as detail
    from audit_log a where a.subject_id = c.id::text and a.subject_type = 'customer' and a.action like 'customer.%'
  union all
  select v.id, 'SUBSCRIPTION', v.action, v.happened_at, v.effective_on, v.subscription_id, null, null, null, null,
         v.actor, v.detail
    from subscriptions t join subscription_events v on v.subscription_id = t.id where t.customer_id = c.id
  union all
  select i.id, 'INVOICE', 'ISSUED', i.created_at, i.issued_on, null, i.number, i.total_amount, i.currency, i.id, null,
         jsonb_build_object('status', i.status, 'dueOn', i.due_on)
    from invoices i where i.customer_id = c.id and i.status <> 'DRAFT'
  union all
  select x.id, 'INVOICE', replace(x.ref_type, 'INVOICE_', ''), x.occurred_at, x.posted_on, null, i.number,
         i.total_amount, i.currency, i.id, null, jsonb_strip_nulls(jsonb_build_object('reason', i.void_reason))
    from invoices i
    join ledger_transactions x on x.ref_type in ('INVOICE_VOID', 'WRITE_OFF', 'RECOVERY') and x.ref_id = i.id
   where i.customer_id = c.id
  union all
  select n.id, 'CREDIT_NOTE', 'ISSUED', n.created_at, n.issued_on, null, n.number, n.total_amount, n.currency, n.id,
         n.created_by, jsonb_build_object('reason', n.reason, 'invoiceId', n.invoice_id)
    from credit_notes n where n.customer_id = c.id
  union all
  select p.id, 'PAYMENT', 'RECEIVED', p.recorded_at, null, null, p.number, p.amount, p.currency, p.id,
         p.recorded_by_name, jsonb_build_object('method', p.method, 'receivedAt', p.received_at)
    from payments p where p.customer_id = c.id
  union all
  select r.id, 'PAYMENT', r.kind, r.reversed_at, null, null, p.number, r.reversed_amount, r.currency, p.id,
         r.reversed_by_name, jsonb_build_object('reason', r.reason)
    from payments p join payment_reversals r on r.payment_id = p.id where p.customer_id = c.id
  union all
  select w.id, 'WALLET', w.kind, w.happened_at, null, null, null, w.amount, w.currency, w.invoice_id, null,
         jsonb_build_object('wallet', w.wallet, 'balance', w.balance_amount::text, 'note', w.note)
    from wallet_movements w where w.customer_id = c.id
  union all
  select d.id, case when d.action in ('ISOLATED', 'RESTORED') then 'ACCESS' else 'DUNNING' end, d.action, d.happened_at,
         null, d.subscription_id, null, null, null, d.invoice_id, null, d.detail
    from dunning_actions d where d.customer_id = c.id`;

const list = new KeysetList<'happenedAt'>({
  select: `select e.* from customers c cross join lateral (${HAPPENED}) e`,
  id: 'e.id',
  sorts: { happenedAt: { sql: 'e."happenedAt"', type: 'timestamptz' } },
  defaultSort: '-happenedAt',
});

/** Everything that happened to a customer, from every table that tells of him. */
@Injectable()
export class CustomerTimelineRepository {
  constructor(private readonly database: Database) {}

  /** One statement a page. The caller has found the customer in its scope. */
  async page(
    customerId: string,
    kinds: readonly TimelineKind[],
    request: ListRequest,
  ): Promise<Page<CustomerTimelineItem>> {
    return list.page(this.database, request, [
      condition('c.id = $?', customerId),
      condition('e.kind = any ($?::text[])', kinds),
    ]);
  }
}
