import { Injectable } from '@nestjs/common';
import { among, Database, HOT } from '@app/platform';
import { type AccessReason, type DesiredAccess } from '../domain/access-rule';
import { type SubscriptionStatus } from '../domain/subscription-state';

/** A subscription with what decides about its access and what is intended now. Amounts in booking units. */
export interface AccessRow {
  subscriptionId: string;
  customerId: string;
  siteId: string;
  planId: string;
  status: SubscriptionStatus;
  /** What the account that pays for it owes past the time of isolation. */
  accountDebt: bigint;
  /** Of that, invoices that charge for this subscription; null unless it was asked for. */
  serviceDebt: bigint | null;
  promiseUntil: Date | null;
  protected: boolean;
  forced: boolean;
  /** Prepaid for a period: until then. */
  expiresAt: Date | null;
  /** Prepaid by the day: the money that it lives on. */
  balance: bigint | null;
  planMinBalance: string | null;
  desired: DesiredAccess | null;
  reasons: AccessReason[] | null;
  version: bigint | null;
}

export interface AccessWrite {
  subscriptionId: string;
  customerId: string;
  desired: DesiredAccess;
  reasons: readonly AccessReason[];
}

const ISOLIR_WORTHY = `i.customer_id = a.customer_id and i.status = 'OPEN' and i.isolir_at <= $2`;
const REMAINING = 'i.total_amount - i.paid_amount - i.credited_amount';

@Injectable()
export class AccessIntentRepository {
  constructor(private readonly database: Database) {}

  /**
   * Locks the subscriptions that one account takes and another one pays for, because a change of either account moves
   * them. Those of one account alone are kept by its own lock.
   */
  async lockFamilies(customerIds: readonly string[]): Promise<void> {
    await this.database.execute(
      `select id from subscriptions where payer_customer_id is not null
          and (payer_customer_id = any ($1::uuid[]) or customer_id = any ($1::uuid[]))
        order by id for no key update`,
      [customerIds],
      HOT,
    );
  }

  /**
   * Facts of every subscription that these accounts take or pay for, in one statement; the caller holds the accounts' locks.
   *
   * @param withServices also tell what each service owes for itself
   */
  async facts(customerIds: readonly string[], asOf: Date, withServices: boolean): Promise<AccessRow[]> {
    const these = among(customerIds);
    return this.database.query(
      `select s.id as "subscriptionId", s.customer_id as "customerId", s.site_id as "siteId", s.plan_id as "planId", s.status,
              coalesce(d.debt, 0) as "accountDebt", e.debt as "serviceDebt", p.until_at as "promiseUntil",
              coalesce(o.protected, false) as protected, coalesce(o.forced, false) as forced, s.expires_at as "expiresAt",
              case when plans.billing_type = 'PREPAID_DAILY' then a.deposit_amount end as balance,
              plans.policies ->> 'minBalance' as "planMinBalance", ai.desired, ai.reasons, ai.version
         from subscriptions s
         join plans on plans.id = s.plan_id
         join billing_accounts a on a.customer_id = coalesce(s.payer_customer_id, s.customer_id)
         left join access_intents ai on ai.subscription_id = s.id
         left join payment_promises p on p.customer_id = a.customer_id and p.state = 'OPEN'
         left join lateral (
           select sum(${REMAINING})::bigint as debt from invoices i where ${ISOLIR_WORTHY}
         ) d on true
         left join lateral (
           select sum(${REMAINING})::bigint as debt from invoices i
            where $3::boolean and ${ISOLIR_WORTHY}
              and exists (select from invoice_lines l where l.invoice_id = i.id and l.subscription_id = s.id)
         ) e on $3::boolean
         left join lateral (
           select bool_or(o.kind = 'NEVER_ISOLATE') as protected, bool_or(o.kind = 'FORCE_ISOLATE') as forced
             from access_overrides o
            where o.customer_id in (s.customer_id, a.customer_id) and o.ended_at is null
              and (o.subscription_id is null or o.subscription_id = s.id) and (o.expires_at is null or o.expires_at > $2)
         ) o on true
        where (s.customer_id ${these} or s.payer_customer_id ${these})
          and (s.status <> 'PENDING' or ai.subscription_id is not null)
        order by s.id`,
      [customerIds, asOf, withServices],
      HOT,
    );
  }

  /** Writes intents; the version grows where the intention itself changes, and only then `changed_at` moves. */
  async write(writes: readonly AccessWrite[], at: Date): Promise<{ subscriptionId: string; version: bigint }[]> {
    return this.database.query(
      `insert into access_intents (subscription_id, customer_id, desired, reasons, changed_at)
       select id, customer_id, desired, string_to_array(reasons, ','), $5
         from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as w (id, customer_id, desired, reasons)
       on conflict (subscription_id) do update
          set desired = excluded.desired, reasons = excluded.reasons,
              changed_at = case when access_intents.desired = excluded.desired then access_intents.changed_at
                                else excluded.changed_at end,
              version = access_intents.version + (access_intents.desired <> excluded.desired)::int
       returning subscription_id as "subscriptionId", version`,
      [
        writes.map((w) => w.subscriptionId),
        writes.map((w) => w.customerId),
        writes.map((w) => w.desired),
        writes.map((w) => w.reasons.join(',')),
        at,
      ],
      HOT,
    );
  }
}
