import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, HOT, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

/** What dunning did. */
export const DUNNING_ACTIONS = [
  ...(['ISOLATED', 'RESTORED', 'REMINDED', 'LATE_FEE', 'LATE_FEE_REVERSED', 'WRITTEN_OFF'] as const),
  ...(['PROMISED', 'PROMISE_KEPT', 'PROMISE_BROKEN', 'PROMISE_CANCELLED', 'OVERRIDE_SET', 'OVERRIDE_ENDED'] as const),
  'ACCESS_BREACH',
] as const;
export type DunningActionKind = (typeof DUNNING_ACTIONS)[number];

export interface NewDunningAction {
  siteId: string;
  customerId: string;
  subscriptionId?: string | null;
  invoiceId?: string | null;
  action: DunningActionKind;
  detail?: Readonly<Record<string, unknown>>;
}

export interface DunningAction {
  id: string;
  siteId: string;
  customerId: string;
  subscriptionId: string | null;
  invoiceId: string | null;
  action: DunningActionKind;
  detail: Record<string, unknown>;
  happenedAt: Date;
}

export interface DunningActionFilter {
  customerId?: string | undefined;
  invoiceId?: string | undefined;
  siteId?: string | undefined;
  action?: DunningActionKind | undefined;
}

const list = new KeysetList<'happenedAt'>({
  select: `select d.id, d.site_id as "siteId", d.customer_id as "customerId", d.subscription_id as "subscriptionId",
                  d.invoice_id as "invoiceId", d.action, d.detail, d.happened_at as "happenedAt" from dunning_actions d`,
  id: 'd.id',
  sorts: { happenedAt: { sql: 'd.happened_at', type: 'timestamptz' } },
  defaultSort: '-happenedAt',
});

/** The record of what dunning did; it also tells the brake what is usual. */
@Injectable()
export class DunningActionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** One statement for any number. */
  async record(actions: readonly NewDunningAction[], at: Date): Promise<void> {
    if (actions.length === 0) return;
    await this.database.execute(
      `insert into dunning_actions (id, site_id, customer_id, subscription_id, invoice_id, action, detail, happened_at)
       select id, site_id, customer_id, subscription_id, invoice_id, action, detail, $8
         from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::jsonb[])
           as n (id, site_id, customer_id, subscription_id, invoice_id, action, detail)`,
      [
        actions.map(() => uuidv7()),
        actions.map((one) => one.siteId),
        actions.map((one) => one.customerId),
        actions.map((one) => one.subscriptionId ?? null),
        actions.map((one) => one.invoiceId ?? null),
        actions.map((one) => one.action),
        actions.map((one) => JSON.stringify(one.detail ?? {})),
        at,
      ],
      HOT,
    );
  }

  async page(request: ListRequest, filter: DunningActionFilter): Promise<Page<DunningAction>> {
    const conditions: Condition[] = [this.scope.customer('d.customer_id', 'd.site_id')];
    if (filter.customerId !== undefined) conditions.push(condition('d.customer_id = $?', filter.customerId));
    if (filter.invoiceId !== undefined) conditions.push(condition('d.invoice_id = $?', filter.invoiceId));
    if (filter.siteId !== undefined) conditions.push(condition('d.site_id = $?', filter.siteId));
    if (filter.action !== undefined) conditions.push(condition('d.action = $?', filter.action));
    return list.page(this.database, request, conditions);
  }
}
