import { Injectable } from '@nestjs/common';
import { type LocalDate } from '@app/core';
import { Database } from '@app/platform';
import { type DueFilter } from './due-batch.repository';
import { plainArray } from './plain-array';

/** What a subscription was billed for its last period. */
export interface PreviousPeriod {
  subscriptionId: string;
  invoiceId: string;
  planId: string | null;
  unitPrice: bigint;
  currency: string;
  /** Tax included. */
  amount: bigint;
}

const COLUMNS = `l.subscription_id as "subscriptionId", l.invoice_id as "invoiceId", l.plan_id as "planId",
  l.unit_price_amount as "unitPrice", l.currency, l.net_amount + l.tax_amount as amount`;

/** Past periods, for comparison with those that are due. */
@Injectable()
export class BillingComparisonRepository {
  constructor(private readonly database: Database) {}

  /** What these subscriptions were billed for the period that ended on their pointer. */
  async before(pointers: readonly { subscriptionId: string; from: LocalDate }[]): Promise<PreviousPeriod[]> {
    if (pointers.length === 0) return [];
    return this.database.query(
      `select ${COLUMNS} from unnest($1::uuid[], $2::date[]) as p (id, pointer)
         join invoice_lines l on l.subscription_id = p.id and l.period_end = p.pointer
        where l.charge_code = 'RECURRING' and not l.voided`,
      [plainArray(pointers.map((p) => p.subscriptionId)), plainArray(pointers.map((p) => p.from))],
    );
  }

  /** Last periods, over within the days `[from, to]`, of subscriptions that go on no more. */
  async ended(filter: DueFilter, from: LocalDate, to: LocalDate): Promise<PreviousPeriod[]> {
    return this.database.query(
      `select ${COLUMNS} from subscriptions s
         join invoice_lines l on l.subscription_id = s.id and l.period_end between $2::date and $3::date
        where s.status in ('ENDED', 'PAUSED') and ($1::uuid is null or s.site_id = $1)
          and l.charge_code = 'RECURRING' and not l.voided`,
      [filter.siteId, from, to],
    );
  }
}
