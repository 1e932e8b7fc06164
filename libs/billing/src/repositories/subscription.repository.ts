import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page } from '@app/core';
import {
  type Condition,
  condition,
  Database,
  KeysetList,
  type ListRequest,
  type ScopeCondition,
  ScopeFilter,
} from '@app/platform';
import { type AccessReason, type DesiredAccess } from '../domain/access-rule';
import { type SubscriptionStatus } from '../domain/subscription-state';

/** One service that a customer takes. */
export interface Subscription {
  id: string;
  customerId: string;
  siteId: string;
  planId: string;
  status: SubscriptionStatus;
  anchorDay: number;
  /** Planned while PENDING, then the origin of all its periods. */
  startedOn: LocalDate | null;
  endsOn: LocalDate | null;
  /** First day that is not billed yet. */
  nextPeriodStart: LocalDate | null;
  nextBillAt: Date | null;
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
  planId?: string;
  siteId?: string;
  status?: SubscriptionStatus;
}

export type SubscriptionPatch = Pick<Subscription, 'status'> &
  Partial<Pick<Subscription, 'startedOn' | 'endsOn' | 'nextPeriodStart' | 'nextBillAt'>>;

const COLUMNS = `s.id, s.customer_id as "customerId", s.site_id as "siteId", s.plan_id as "planId", s.status,
  s.anchor_day as "anchorDay", s.started_on as "startedOn", s.ends_on as "endsOn",
  s.next_period_start as "nextPeriodStart", s.next_bill_at as "nextBillAt", s.parked, s.version,
  s.created_at as "createdAt", s.updated_at as "updatedAt"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from subscriptions s`,
  id: 's.id',
  sorts: { createdAt: { sql: 's.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

@Injectable()
export class SubscriptionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async find(id: string): Promise<Subscription | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.mine().into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from subscriptions s where s.id = $1 and ${mine}`, parameters);
  }

  async page(request: ListRequest, filter: SubscriptionFilter): Promise<Page<Subscription>> {
    const conditions: Condition[] = [this.mine()];
    if (filter.customerId !== undefined) conditions.push(condition('s.customer_id = $?', filter.customerId));
    if (filter.planId !== undefined) conditions.push(condition('s.plan_id = $?', filter.planId));
    if (filter.siteId !== undefined) conditions.push(condition('s.site_id = $?', filter.siteId));
    if (filter.status !== undefined) conditions.push(condition('s.status = $?', filter.status));
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
    row: Pick<Subscription, 'id' | 'customerId' | 'siteId' | 'planId' | 'anchorDay' | 'startedOn'>,
  ): Promise<void> {
    await this.database.execute(
      `insert into subscriptions (id, customer_id, site_id, plan_id, anchor_day, started_on)
       values ($1, $2, $3, $4, $5, $6)`,
      [row.id, row.customerId, row.siteId, row.planId, row.anchorDay, row.startedOn],
    );
  }

  /** Writes a change that was decided under the account's lock; returns the row as it is now. */
  async change(id: string, patch: SubscriptionPatch): Promise<Subscription> {
    const row = await this.database.queryOne<Subscription>(
      `update subscriptions s
          set status = $2, started_on = coalesce($3, s.started_on), ends_on = coalesce($4, s.ends_on),
              next_period_start = coalesce($5, s.next_period_start), next_bill_at = coalesce($6, s.next_bill_at),
              version = s.version + 1, updated_at = now()
        where s.id = $1 returning ${COLUMNS}`,
      [
        id,
        patch.status,
        patch.startedOn ?? null,
        patch.endsOn ?? null,
        patch.nextPeriodStart ?? null,
        patch.nextBillAt ?? null,
      ],
    );
    if (!row) throw new Error(`no subscription ${id}`);
    return row;
  }

  /** Where the pointers of a customer's running subscriptions stand. */
  async pointers(customerId: string): Promise<{ id: string; nextPeriodStart: LocalDate }[]> {
    return this.database.query(
      `select id, next_period_start as "nextPeriodStart" from subscriptions
        where customer_id = $1 and status = 'ACTIVE' order by id`,
      [customerId],
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
