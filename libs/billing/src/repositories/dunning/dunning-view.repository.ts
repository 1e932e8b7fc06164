import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import {
  bindParameters,
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  ScopeFilter,
} from '@app/platform';
import { type DunningRuleBook } from '../../domain/dunning/rule-book';
import { policyRows } from './isolation.sql';
import { planOfAccount, policyOf } from './policy-group.sql';

/** Somebody who loses access if nothing happens. Amounts in booking units. */
export interface IsolationPreview {
  /** Of the account that pays. */
  id: string;
  code: string;
  name: string;
  siteId: string;
  /** `OVERDUE` or `EXPIRED`. */
  reason: 'OVERDUE' | 'EXPIRED';
  debt: bigint;
  currency: string;
  invoiceCount: number;
  services: number;
  isolirAt: Date;
}

/** An invoice that nobody will pay, by age. */
export interface UncollectibleInvoice {
  id: string;
  number: string;
  siteId: string;
  /** The plan whose policy counts. */
  planId: string | null;
  customerId: string;
  customerName: string;
  dueOn: LocalDate;
  daysLate: number;
  remaining: bigint;
  currency: string;
}

const REMAINING = 'i.total_amount - i.paid_amount - i.credited_amount';

const PROTECTED = `exists (
  select from access_overrides o
   where o.customer_id in (s.customer_id, a.customer_id) and o.kind = 'NEVER_ISOLATE' and o.ended_at is null
     and (o.subscription_id is null or o.subscription_id = s.id) and (o.expires_at is null or o.expires_at > w.until))`;

/** Services of the account that work now and may be cut by the end of the day: no protection helps who did not prepay. */
const SERVICES = `subscriptions s join access_intents ai on ai.subscription_id = s.id and ai.desired = 'ENABLED'
   where coalesce(s.payer_customer_id, s.customer_id) = a.customer_id and (s.expires_at < w.until or not ${PROTECTED})`;

/** One of them is cut for debt, by its own policy: that of its plan, else that of its site. */
const CUT_FOR_DEBT = `exists (
  select from ${SERVICES} and not ${PROTECTED} and coalesce((
    select case g.scope when 'SERVICE' then (
             select coalesce(sum(${REMAINING}), 0) from invoices i
              where i.customer_id = a.customer_id and i.status = 'OPEN' and i.isolir_at < w.until
                and exists (select from invoice_lines l where l.invoice_id = i.id and l.subscription_id = s.id)
           ) else d.debt end > g.tolerance
      from unnest($?::uuid[], $?::uuid[], $?::bigint[], $?::text[]) as g (site_id, plan_id, tolerance, scope)
     where ${policyOf('s.site_id', 's.plan_id')}), d.debt > 0))`;

/**
 * By account: what it will owe past the time of isolation at the end of a local day.
 *
 * why: the day is text that `isLocalDate` has accepted, because the columns of a keyset list take no parameters
 */
const previewSql = (day: LocalDate): string => `
  select c.id, c.code, c.name, a.site_id as "siteId", a.currency, coalesce(d.debt, 0) as debt,
         coalesce(d.invoices, 0) as "invoiceCount", v.n as services,
         case when d.debt is null then 'EXPIRED' else 'OVERDUE' end as reason, coalesce(d.first_at, e.first_at) as "isolirAt"
    from billing_accounts a
    join customers c on c.id = a.customer_id
   cross join lateral (select (date '${day}' + 1)::timestamp at time zone a.time_zone as until) w
    left join lateral (
      select sum(${REMAINING})::bigint as debt, count(*)::int as invoices, min(i.isolir_at) as first_at from invoices i
       where i.customer_id = a.customer_id and i.status = 'OPEN' and i.isolir_at < w.until
    ) d on d.debt is not null
    left join lateral (
      select min(s.expires_at) as first_at from subscriptions s
        join access_intents ai on ai.subscription_id = s.id and ai.desired = 'ENABLED'
       where coalesce(s.payer_customer_id, s.customer_id) = a.customer_id and s.expires_at < w.until
    ) e on e.first_at is not null
   cross join lateral (select count(*)::int as n from ${SERVICES}) v`;

const NO_PROMISE = `not exists (
  select from payment_promises p where p.customer_id = a.customer_id and p.state = 'OPEN' and p.until_at > w.until)`;

const uncollectible = new KeysetList<'dueOn'>({
  select: `select i.id, i.number, i.site_id as "siteId", i.customer_id as "customerId", c.name as "customerName",
                  ${planOfAccount('i.customer_id')} as "planId", i.due_on as "dueOn", ((app_now() at time zone a.time_zone)::date - i.due_on) as "daysLate",
                  ${REMAINING} as remaining, i.currency
             from invoices i join billing_accounts a on a.customer_id = i.customer_id join customers c on c.id = i.customer_id`,
  id: 'i.id',
  sorts: { dueOn: { sql: 'i.due_on', type: 'date' } },
  defaultSort: 'dueOn',
});

/** Lists that people look at before they act. */
@Injectable()
export class DunningViewRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Who will have lost access at the end of a local day, with the totals of the whole list. */
  async preview(
    day: LocalDate,
    request: ListRequest,
    book: DunningRuleBook,
    siteId: string | undefined,
  ): Promise<Page<IsolationPreview> & { totals: { customers: number; debt: bigint; currency: string }[] }> {
    const list = new KeysetList<'isolirAt'>({
      select: previewSql(day),
      id: 'a.customer_id',
      sorts: { isolirAt: { sql: 'coalesce(d.first_at, e.first_at)', type: 'timestamptz' } },
      defaultSort: 'isolirAt',
    });
    const conditions: Condition[] = [
      this.scope.customer('a.customer_id', 'a.site_id'),
      condition(
        `(e.first_at is not null or (d.debt > 0 and ${NO_PROMISE} and ${CUT_FOR_DEBT}))`,
        ...policyRows(book.groups),
      ),
    ];
    if (siteId !== undefined) conditions.push(condition('a.site_id = $?', siteId));
    const page = await list.page<IsolationPreview>(this.database, request, conditions);
    return { ...page, totals: await this.totals(day, conditions) };
  }

  /** Open invoices that are so many days late that their policy suggests to give them up. */
  async uncollectible(request: ListRequest, book: DunningRuleBook): Promise<Page<UncollectibleInvoice>> {
    return uncollectible.page(this.database, request, [
      this.scope.customer('i.customer_id', 'i.site_id'),
      condition(`i.status = 'OPEN' and ${REMAINING} > 0`),
      condition(
        `i.due_on <= (app_now() at time zone a.time_zone)::date - coalesce((
           select g.days from unnest($?::uuid[], $?::uuid[], $?::int[]) as g (site_id, plan_id, days)
            where ${policyOf('i.site_id', planOfAccount('i.customer_id'))}), 90)`,
        book.groups.map((group) => group.siteId),
        book.groups.map((group) => group.planId),
        book.groups.map(({ policy }) => policy.uncollectibleAfterDays),
      ),
    ]);
  }

  private async totals(
    day: LocalDate,
    conditions: readonly Condition[],
  ): Promise<{ customers: number; debt: bigint; currency: string }[]> {
    const parameters: unknown[] = [];
    const filter = conditions.map((part) => bindParameters(part, parameters)).join(' and ');
    return this.database.query(
      `select currency, count(*)::int as customers, sum(debt)::bigint as debt from (${previewSql(day)} where ${filter}) t
        group by currency order by currency`,
      parameters,
    );
  }
}
