import { Injectable } from '@nestjs/common';
import { type Page, uuidv7 } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest, ScopeFilter } from '@app/platform';

export const OVERRIDE_KINDS = ['NEVER_ISOLATE', 'FORCE_ISOLATE'] as const;
export type OverrideKind = (typeof OVERRIDE_KINDS)[number];

/** A person's decision above the rule (billing.md 1.5). */
export interface AccessOverride {
  id: string;
  siteId: string;
  customerId: string;
  /** Null: everything that the customer takes or pays for. */
  subscriptionId: string | null;
  kind: OverrideKind;
  reason: string;
  /** Null: until somebody ends it. */
  expiresAt: Date | null;
  createdBy: string;
  createdAt: Date;
  endedAt: Date | null;
  endedBy: string | null;
}

export interface OverrideFilter {
  customerId?: string | undefined;
  kind?: OverrideKind | undefined;
  inForce?: boolean | undefined;
}

const COLUMNS = `o.id, o.site_id as "siteId", o.customer_id as "customerId", o.subscription_id as "subscriptionId", o.kind,
  o.reason, o.expires_at as "expiresAt", o.created_by as "createdBy", o.created_at as "createdAt",
  o.ended_at as "endedAt", o.ended_by as "endedBy"`;

const list = new KeysetList<'createdAt'>({
  select: `select ${COLUMNS} from access_overrides o`,
  id: 'o.id',
  sorts: { createdAt: { sql: 'o.created_at', type: 'timestamptz' } },
  defaultSort: '-createdAt',
});

@Injectable()
export class AccessOverrideRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  async page(request: ListRequest, filter: OverrideFilter): Promise<Page<AccessOverride>> {
    const conditions: Condition[] = [this.scope.customer('o.customer_id', 'o.site_id')];
    if (filter.customerId !== undefined) conditions.push(condition('o.customer_id = $?', filter.customerId));
    if (filter.kind !== undefined) conditions.push(condition('o.kind = $?', filter.kind));
    if (filter.inForce !== undefined) {
      const inForce = 'o.ended_at is null and (o.expires_at is null or o.expires_at > app_now())';
      conditions.push(condition(filter.inForce ? `(${inForce})` : `not (${inForce})`));
    }
    return list.page(this.database, request, conditions);
  }

  async find(id: string): Promise<AccessOverride | undefined> {
    const parameters: unknown[] = [id];
    const mine = this.scope.customer('o.customer_id', 'o.site_id').into(parameters);
    return this.database.queryOne(`select ${COLUMNS} from access_overrides o where o.id = $1 and ${mine}`, parameters);
  }

  async insert(row: Omit<AccessOverride, 'id' | 'endedAt' | 'endedBy'>): Promise<string> {
    const id = uuidv7();
    await this.database.execute(
      `insert into access_overrides (id, site_id, customer_id, subscription_id, kind, reason, expires_at, created_by, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        ...[id, row.siteId, row.customerId, row.subscriptionId, row.kind, row.reason, row.expiresAt],
        ...[row.createdBy, row.createdAt],
      ],
    );
    return id;
  }

  /** False when it has ended already. */
  async end(id: string, by: string, at: Date): Promise<boolean> {
    const row = await this.database.queryOne(
      `update access_overrides set ended_at = $3, ended_by = $2 where id = $1 and ended_at is null returning id`,
      [id, by, at],
    );
    return row !== undefined;
  }

  /** Closes those whose time is over; they count for nothing any more anyway. */
  async closeExpired(at: Date): Promise<Pick<AccessOverride, 'siteId' | 'customerId' | 'subscriptionId' | 'kind'>[]> {
    return this.database.query(
      `update access_overrides set ended_at = $1, ended_by = 'expiry' where ended_at is null and expires_at <= $1
       returning site_id as "siteId", customer_id as "customerId", subscription_id as "subscriptionId", kind`,
      [at],
    );
  }

  /** Does the customer take this service, or pay for it? */
  async concerns(customerId: string, subscriptionId: string): Promise<boolean> {
    const row = await this.database.queryOne(
      'select from subscriptions where id = $2 and (customer_id = $1 or payer_customer_id = $1)',
      [customerId, subscriptionId],
    );
    return row !== undefined;
  }
}
