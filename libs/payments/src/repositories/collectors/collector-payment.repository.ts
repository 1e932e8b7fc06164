import { Injectable } from '@nestjs/common';
import { type CashAccount } from '@app/billing';
import { type Page } from '@app/core';
import { type Condition, condition, Database, KeysetList, type ListRequest } from '@app/platform';
import { type CollectionFlag } from '../../domain/collectors/collected-at';
import { type CollectionMethod } from '../../domain/collectors/collector';
import { NET } from './collector.repository';
import { CollectorScope } from './collector-scope';

/** What a collector took, beside the payment that it became. */
export interface CollectorPayment {
  /** The payment's. */
  id: string;
  collectorId: string;
  clientId: string;
  customerId: string;
  customerCode: string;
  customerName: string;
  receiptNumber: string;
  method: CollectionMethod;
  amount: bigint;
  /** What is left after reversals. */
  net: bigint;
  currency: string;
  /** By the collector's phone, as it said it. */
  collectedAt: Date;
  /** By the server. */
  recordedAt: Date;
  inHand: boolean;
  flags: CollectionFlag[];
  reviewedAt: Date | null;
  reviewedBy: string | null;
  latitudeE6: number | null;
  longitudeE6: number | null;
  remittanceId: string | null;
}

export interface NewCollectorPayment {
  paymentId: string;
  collectorId: string;
  clientId: string;
  method: CollectionMethod;
  amount: bigint;
  currency: string;
  collectedAt: Date;
  recordedAt: Date;
  flags: readonly CollectionFlag[];
  latitudeE6?: number | undefined;
  longitudeE6?: number | undefined;
}

export interface CollectorPaymentFilter extends ListRequest {
  collectorId?: string;
  inHand?: boolean;
  /** Flagged and not looked at. */
  toReview?: boolean;
}

/** A collector's payment under the lock of the collector. */
export interface HeldPayment {
  paymentId: string;
  collectorId: string;
  cashAccount: CashAccount;
  inHand: boolean;
  /** An undecided remittance that it is part of. */
  pendingIn: string | null;
  /** The account of the desk that it was handed over to. */
  deskAccount: CashAccount | null;
  /** The approved remittance that it is part of. */
  remittanceId: string | null;
}

const FROM = `from collector_payments cp join payments p on p.id = cp.payment_id
  join collectors c on c.id = cp.collector_id join customers k on k.id = p.customer_id
  left join remittance_payments rp on rp.payment_id = cp.payment_id and not rp.released`;

const list = new KeysetList<'collectedAt' | 'recordedAt'>({
  select: `select p.id, cp.collector_id as "collectorId", cp.client_id as "clientId", k.id as "customerId",
      k.code as "customerCode", k.name as "customerName", p.number as "receiptNumber", cp.method, cp.amount,
      ${NET}::bigint as net, cp.currency, cp.collected_at as "collectedAt", cp.recorded_at as "recordedAt",
      cp.in_hand as "inHand", cp.flags, cp.reviewed_at as "reviewedAt", cp.reviewed_by as "reviewedBy",
      cp.latitude_e6 as "latitudeE6", cp.longitude_e6 as "longitudeE6", rp.remittance_id as "remittanceId" ${FROM}`,
  id: 'p.id',
  sorts: {
    collectedAt: { sql: 'cp.collected_at', type: 'timestamptz' },
    recordedAt: { sql: 'cp.recorded_at', type: 'timestamptz' },
  },
  defaultSort: '-collectedAt',
});

/** What collectors took. */
@Injectable()
export class CollectorPaymentRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: CollectorScope,
  ) {}

  async page(filter: CollectorPaymentFilter): Promise<Page<CollectorPayment>> {
    const conditions: Condition[] = [this.scope.collector('c')];
    if (filter.collectorId !== undefined) conditions.push(condition('cp.collector_id = $?', filter.collectorId));
    if (filter.inHand !== undefined) conditions.push(condition('cp.in_hand = $?', filter.inHand));
    if (filter.toReview === true) conditions.push(condition(`cp.flags <> '{}' and cp.reviewed_at is null`));
    return list.page<CollectorPayment>(this.database, filter, conditions);
  }

  /** The payment of a form, under the collector's lock. */
  async ofClient(
    collectorId: string,
    clientId: string,
  ): Promise<
    { paymentId: string; customerId: string; method: CollectionMethod; amount: bigint; currency: string } | undefined
  > {
    return this.database.queryOne(
      `select cp.payment_id as "paymentId", p.customer_id as "customerId", cp.method, cp.amount, cp.currency
         from collector_payments cp join payments p on p.id = cp.payment_id
        where cp.collector_id = $1 and cp.client_id = $2`,
      [collectorId, clientId],
    );
  }

  async insert(row: NewCollectorPayment): Promise<void> {
    await this.database.execute(
      `insert into collector_payments (payment_id, collector_id, client_id, method, amount, currency, collected_at,
                                       recorded_at, in_hand, flags, latitude_e6, longitude_e6)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        ...[row.paymentId, row.collectorId, row.clientId, row.method, row.amount, row.currency, row.collectedAt],
        ...[row.recordedAt, row.method !== 'TRANSFER', row.flags, row.latitudeE6 ?? null, row.longitudeE6 ?? null],
      ],
    );
  }

  /** Where the money of a payment is; undefined when no collector took it. */
  async held(paymentId: string): Promise<HeldPayment | undefined> {
    return this.database.queryOne<HeldPayment>(
      `select cp.payment_id as "paymentId", cp.collector_id as "collectorId", c.cash_account as "cashAccount",
              cp.in_hand as "inHand", case when r.state in ('DECLARED', 'COUNTED') then r.id end as "pendingIn",
              case when r.state = 'APPROVED' then d.account end as "deskAccount",
              case when r.state = 'APPROVED' then r.id end as "remittanceId"
         from collector_payments cp join collectors c on c.id = cp.collector_id
         left join remittance_payments rp on rp.payment_id = cp.payment_id and not rp.released
         left join remittances r on r.id = rp.remittance_id
         left join cash_desks d on d.id = r.desk_id
        where cp.payment_id = $1`,
      [paymentId],
    );
  }

  async collectorOf(paymentId: string): Promise<string | undefined> {
    const row = await this.database.queryOne<{ id: string }>(
      `select collector_id as id from collector_payments where payment_id = $1`,
      [paymentId],
    );
    return row?.id;
  }

  /** The collector himself gave it back. */
  async insertReversal(paymentId: string, reversal: { id: string; amount: bigint; currency: string }): Promise<void> {
    await this.database.execute(
      'insert into collector_reversals (reversal_id, payment_id, amount, currency) values ($1, $2, $3, $4)',
      [reversal.id, paymentId, reversal.amount, reversal.currency],
    );
  }

  /** Nothing is left of it: it lies with nobody any more. */
  async dropIfEmpty(paymentId: string): Promise<void> {
    await this.database.execute(
      `update collector_payments cp set in_hand = false where cp.payment_id = $1 and cp.in_hand and ${NET} <= 0`,
      [paymentId],
    );
  }

  /** What lies in a collector's hand and is in no remittance: all of it, or these payments of it. */
  async toRemit(
    collectorId: string,
    paymentIds: readonly string[] | null,
  ): Promise<{ paymentId: string; net: bigint }[]> {
    return this.database.query(
      `select cp.payment_id as "paymentId", ${NET}::bigint as net from collector_payments cp
        where cp.collector_id = $1 and cp.in_hand and ($2::uuid[] is null or cp.payment_id = any ($2))
          and not exists (select from remittance_payments rp where rp.payment_id = cp.payment_id and not rp.released)
        order by cp.collected_at, cp.payment_id`,
      [collectorId, paymentIds],
    );
  }

  /** False when it is not flagged, or was looked at already. */
  async review(paymentId: string, by: string, at: Date): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update collector_payments set reviewed_at = $3, reviewed_by = $2
        where payment_id = $1 and flags <> '{}' and reviewed_at is null`,
      [paymentId, by, at],
    );
    return affected === 1;
  }

  async countToReview(collectorId: string): Promise<number> {
    const row = await this.database.queryOne<{ n: number }>(
      `select count(*)::int as n from collector_payments
        where collector_id = $1 and flags <> '{}' and reviewed_at is null`,
      [collectorId],
    );
    return row?.n ?? 0;
  }

  /** Services of a customer that are off. */
  async isolated(customerId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select s.id from subscriptions s join access_intents x on x.subscription_id = s.id
        where s.customer_id = $1 and x.desired = 'ISOLATED' and not exists (
          select from access_overrides o where o.customer_id = s.customer_id and o.kind = 'FORCE_ISOLATE'
             and (o.subscription_id is null or o.subscription_id = s.id) and o.ended_at is null
             and (o.expires_at is null or o.expires_at > app_now()))`,
      [customerId],
    );
    return rows.map(({ id }) => id);
  }

  async insertHolds(paymentId: string, overrideIds: readonly string[]): Promise<void> {
    await this.database.execute(
      `insert into collector_access_holds (override_id, payment_id) select id, $1 from unnest($2::uuid[]) as o (id)`,
      [paymentId, overrideIds],
    );
  }

  /** Holds of access that these payments still keep up. */
  async holdsOf(paymentIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select h.override_id as id from collector_access_holds h join access_overrides o on o.id = h.override_id
        where h.payment_id = any ($1::uuid[]) and o.ended_at is null order by o.customer_id, o.id`,
      [paymentIds],
    );
    return rows.map(({ id }) => id);
  }
}
