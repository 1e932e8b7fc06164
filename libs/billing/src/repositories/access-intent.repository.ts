import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type AccessReason, type DesiredAccess } from '../domain/access-rule';
import { type SubscriptionStatus } from '../domain/subscription-state';

/** A subscription with what decides about its access and what is intended now. */
export interface AccessRow {
  subscriptionId: string;
  customerId: string;
  status: SubscriptionStatus;
  isolirDebt: bigint;
  desired: DesiredAccess | null;
  version: bigint | null;
}

export interface AccessWrite {
  subscriptionId: string;
  customerId: string;
  desired: DesiredAccess;
  reasons: readonly AccessReason[];
}

@Injectable()
export class AccessIntentRepository {
  constructor(private readonly database: Database) {}

  /** Facts of every subscription of these accounts; the caller holds the accounts' locks. */
  async facts(customerIds: readonly string[], asOf: Date): Promise<AccessRow[]> {
    return this.database.query(
      `select s.id as "subscriptionId", s.customer_id as "customerId", s.status, coalesce(d.debt, 0) as "isolirDebt",
              ai.desired, ai.version
         from subscriptions s
         left join access_intents ai on ai.subscription_id = s.id
         left join (
           select customer_id, sum(total_amount - paid_amount - credited_amount)::bigint as debt from invoices
            where customer_id = any ($1::uuid[]) and status = 'OPEN' and isolir_at <= $2 group by customer_id
         ) d on d.customer_id = s.customer_id
        where s.customer_id = any ($1::uuid[]) and (s.status <> 'PENDING' or ai.subscription_id is not null)
        order by s.id`,
      [customerIds, asOf],
    );
  }

  /** Writes intents, each one version higher than before; returns the new versions. */
  async write(writes: readonly AccessWrite[], at: Date): Promise<{ subscriptionId: string; version: bigint }[]> {
    return this.database.query(
      `insert into access_intents (subscription_id, customer_id, desired, reasons, changed_at)
       select id, customer_id, desired, string_to_array(reasons, ','), $5
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as w (id, customer_id, desired, reasons)
       on conflict (subscription_id) do update
          set desired = excluded.desired, reasons = excluded.reasons, changed_at = excluded.changed_at,
              version = access_intents.version + 1
       returning subscription_id as "subscriptionId", version`,
      [
        writes.map((w) => w.subscriptionId),
        writes.map((w) => w.customerId),
        writes.map((w) => w.desired),
        writes.map((w) => w.reasons.join(',')),
        at,
      ],
    );
  }
}
