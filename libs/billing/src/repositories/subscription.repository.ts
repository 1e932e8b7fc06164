import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  HOT,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { type AccessReason, type DesiredAccess } from '../domain/access-rule';
import { type PolicyPatch } from '../domain/policies/billing-policies';
import { type SubscriptionStatus } from '../domain/subscription-state';

/** What the periods of a subscription are tied to (billing.md P2). */
export type AnchorKind = 'FIXED_DAY' | 'ANNIVERSARY';

/** One service that a customer takes. */
export interface Subscription {
  id: string;
  customerId: string;
  /** Who pays for it instead of the customer (billing.md 1.10, families). */
  payerCustomerId: string | null;
  siteId: string;
  planId: string;
  /** Day from which the plan counts; null: from the start. */
  planSince: LocalDate | null;
  status: SubscriptionStatus;
  anchorKind: AnchorKind;
  anchorDay: number;
  /** Planned while PENDING, then the first day of the service. */
  startedOn: LocalDate | null;
  /** Origin of the count of periods where it is not {@link startedOn}: end of the trial, day of a new anchor or interval. */
  billingFrom: LocalDate | null;
  /** Days before this cost nothing (billing.md Q1). */
  freeUntil: LocalDate | null;
  trialEndsOn: LocalDate | null;
  endsOn: LocalDate | null;
  pausedFrom: LocalDate | null;
  /** Planned end of the pause. */
  resumesOn: LocalDate | null;
  /** Prepaid: paid up to here. */
  expiresAt: Date | null;
  /** First day that is not billed yet. */
  nextPeriodStart: LocalDate | null;
  nextBillAt: Date | null;
  separateInvoice: boolean;
  /** Decided for it alone. */
  policies: PolicyPatch;
  parked: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface AccessView {
  subscriptionId: string;
  desired: DesiredAccess;
  reasons: AccessReason[];
  version: bigint;
  changedAt: Date | null;
}

export interface SubscriptionFilter {
  customerId?: string;
  payerCustomerId?: string;
  planId?: string;
  siteId?: string;
  status?: SubscriptionStatus;
  /** True: the next billing run will take it. */
  due?: boolean;
}

/** What is left out stays; null empties it. */
export type SubscriptionPatch = Partial<
  Omit<Subscription, 'id' | 'customerId' | 'version' | 'createdAt' | 'updatedAt'>
>;

const COLUMN_OF: Readonly<Record<keyof SubscriptionPatch, string>> = {
  payerCustomerId: 'payer_customer_id',
  siteId: 'site_id',
  planId: 'plan_id',
  planSince: 'plan_since',
  status: 'status',
  anchorKind: 'anchor_kind',
  anchorDay: 'anchor_day',
  startedOn: 'started_on',
  billingFrom: 'billing_from',
  freeUntil: 'free_until',
  trialEndsOn: 'trial_ends_on',
  endsOn: 'ends_on',
  pausedFrom: 'paused_from',
  resumesOn: 'resumes_on',
  expiresAt: 'expires_at',
  nextPeriodStart: 'next_period_start',
  nextBillAt: 'next_bill_at',
  separateInvoice: 'separate_invoice',
  policies: 'policies',
  parked: 'parked',
};

const COLUMNS = `s.id, s.customer_id as "customerId", s.version, s.created_at as "createdAt", s.updated_at as "updatedAt",
  ${Object.entries(COLUMN_OF)
    .map(([field, column]) => `s.${column} as "${field}"`)
    .join(', ')}`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from subscriptions s`,
  id: 's.id',
  sorts: { createdAt: { sql: 's.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

const DUE = `(s.status = 'ACTIVE' and not s.parked and s.next_bill_at <= app_now()) is true`;

@Injectable()
export class SubscriptionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Subscription | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select ${COLUMNS} from subscriptions s where s.id = $1 and ${mine}`,
      parameters,
      HOT,
    );
  }

  async page(request: ListRequest, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.customerId !== undefined) conditions.push(condition('s.customer_id = $?', filter.customerId));
    if (filter.payerCustomerId !== undefined) {
      conditions.push(condition('s.payer_customer_id = $?', filter.payerCustomerId));
    }
    if (filter.planId !== undefined) conditions.push(condition('s.plan_id = $?', filter.planId));
    if (filter.siteId !== undefined) conditions.push(condition('s.site_id = $?', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('s.status = $?', filter.status));
    if (filter.due !== undefined) conditions.push(condition(`${DUE} = $?::boolean`, filter.due));
    return list.page(this.database, request, conditions);
  }

  async access(id: string): Promise<AccessView | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(
      `select s.id as "subscriptionId", coalesce(ai.desired, 'DISABLED') as desired,
              coalesce(ai.reasons, '{NOT_STARTED}') as reasons, coalesce(ai.version, 0) as version,
              ai.changed_at as "changedAt"
         from subscriptions s left join access_intents ai on ai.subscription_id = s.id
        where s.id = $1 and ${mine}`,
      parameters,
    );
  }

  async insert(
    row: Pick<Subscription, 'id' | 'customerId' | 'siteId' | 'planId' | 'anchorKind' | 'anchorDay' | 'startedOn'> &
      Pick<Subscription, 'separateInvoice'>,
  ): Promise<void> {
    await this.database.execute(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_kind, anchor_day, started_on, separate_invoice)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        ...[row.id, row.customerId, row.siteId, row.planId, row.anchorKind, row.anchorDay, row.startedOn],
        row.separateInvoice,
      ],
    );
  }

  /** Writes a change that was decided under the account's lock; returns the row as it is now. */
  async change(id: string, patch: SubscriptionPatch): Promise<Subscription> {
    const fields = Object.entries(patch).filter(([, value]: [string, unknown]) => value !== undefined);
    const sets = fields.map(([field], n) => `${COLUMN_OF[field as keyof SubscriptionPatch]} = $${n + 2}, `);
    const row = await this.database.queryOne<Subscription>(
      `update subscriptions s set ${sets.join('')}version = s.version + 1, updated_at = now()
        where s.id = $1 returning ${COLUMNS}`,
      [id, ...fields.map(([, value]) => value)],
    );
    if (!row) throw new Error(`no subscription ${id}`);
    return row;
  }

  /** Where the pointers of the running subscriptions stand that an account pays for. */
  async pointers(payerId: string): Promise<{ id: string; nextPeriodStart: LocalDate }[]> {
    return this.database.query(
      `select id, next_period_start as "nextPeriodStart" from subscriptions
        where (customer_id = $1 and payer_customer_id is null or payer_customer_id = $1)
          and status = 'ACTIVE' and next_bill_at is not null
        order by id`,
      [payerId],
    );
  }

  async setNextBillAt(rows: readonly { id: string; nextBillAt: Date }[]): Promise<void> {
    await this.database.execute(
      `update subscriptions s set next_bill_at = r.at, updated_at = now()
         from unnest($1::uuid[], $2::timestamptz[]) as r (id, at) where s.id = r.id`,
      [rows.map((row) => row.id), rows.map((row) => row.nextBillAt.toISOString())],
    );
  }

  private mine(): ScopeCondition {
    return this.scope.customer('s.customer_id', 's.site_id');
  }
}
