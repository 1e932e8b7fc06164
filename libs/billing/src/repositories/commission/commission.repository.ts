import { Injectable } from '@nestjs/common';
import { type LocalDate, type Page, uuidv7 } from '@app/core';
import {
  among,
  type Condition,
  condition,
  Database,
  HOT,
  KeysetList,
  type ListRequest,
  ScopeFilter,
} from '@app/platform';
import { type CashAccount } from '../../domain/ledger-accounts';
import { plainArray } from '../plain-array';

/** A reseller's share of the net of his customers' invoices, from a day of issue on. */
export interface CommissionRate {
  validFrom: LocalDate;
  /** Hundredths of a percent. */
  rateBp: number;
}

/** What decides about the commission of one invoice. */
export interface CommissionFacts {
  invoiceId: string;
  customerId: string;
  currency: string;
  net: bigint;
  total: bigint;
  resellerId: string;
  rateBp: number;
  /** Received so far, as far as it earns commission. */
  paid: bigint;
}

/** One step of the cumulative commission of an invoice; negative after a refund. */
export interface Accrual {
  id: string;
  resellerId: string;
  invoiceId: string;
  refType: string;
  refId: string;
  rateBp: number;
  paidAmount: bigint;
  amount: bigint;
  currency: string;
}

export interface AccrualView extends Accrual {
  invoiceNumber: string;
  customerId: string;
  accruedAt: Date;
}

export interface Payout {
  id: string;
  resellerId: string;
  paidAmount: bigint;
  currency: string;
  cashAccount: CashAccount;
  note: string;
  paidAt: Date;
  createdBy: string;
}

/** Sums of a span of time; what is owed is `opening + accrued + reversed − paidOut`. */
export interface CommissionSums {
  opening: bigint;
  accrued: bigint;
  reversed: bigint;
  paidOut: bigint;
}

const accruals = new KeysetList<'accruedAt'>({
  select: `select a.id, a.reseller_id as "resellerId", a.invoice_id as "invoiceId", a.ref_type as "refType", a.ref_id as "refId",
    a.rate_bp as "rateBp", a.paid_amount as "paidAmount", a.amount, a.currency, a.accrued_at as "accruedAt",
    i.number as "invoiceNumber", i.customer_id as "customerId"
    from commission_accruals a join invoices i on i.id = a.invoice_id join resellers r on r.id = a.reseller_id`,
  id: 'a.id',
  sorts: { accruedAt: { sql: 'a.accrued_at', type: 'timestamptz' } },
  defaultSort: '-accruedAt',
});

const payouts = new KeysetList<'paidAt'>({
  select: `select p.id, p.reseller_id as "resellerId", p.paid_amount as "paidAmount", p.currency,
    p.cash_account as "cashAccount", p.note, p.paid_at as "paidAt", p.created_by as "createdBy"
    from commission_payouts p join resellers r on r.id = p.reseller_id`,
  id: 'p.id',
  sorts: { paidAt: { sql: 'p.paid_at', type: 'timestamptz' } },
  defaultSort: '-paidAt',
});

/** Rates, accruals and payouts of resellers. */
@Injectable()
export class CommissionRepository {
  constructor(
    private readonly database: Database,
    private readonly scope: ScopeFilter,
  ) {}

  /** Newest first. */
  async rates(resellerId: string): Promise<CommissionRate[]> {
    return this.database.query(
      `select valid_from as "validFrom", rate_bp as "rateBp" from commission_rates where reseller_id = $1
        order by valid_from desc`,
      [resellerId],
    );
  }

  /** False when there is a rate from that day already. */
  async insertRate(resellerId: string, rate: CommissionRate, createdBy: string): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into commission_rates (reseller_id, valid_from, rate_bp, created_by) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [resellerId, rate.validFrom, rate.rateBp, createdBy],
    );
    return affected === 1;
  }

  /**
   * Those of the invoices that earn somebody commission. Reseller and rate are those of the first accrual, so that an
   * invoice stays on one curve; before it: the customer's reseller and his rate on the day of issue.
   */
  async facts(invoiceIds: readonly string[]): Promise<CommissionFacts[]> {
    return this.database.query(
      `select i.id as "invoiceId", i.customer_id as "customerId", i.currency, i.net_amount as net, i.total_amount as total,
              coalesce(f.reseller_id, r.reseller_id) as "resellerId", coalesce(f.rate_bp, r.rate_bp) as "rateBp",
              coalesce((select sum(a.paid_amount) from commission_accruals a where a.invoice_id = i.id), 0)::bigint as paid
         from invoices i
         join customers c on c.id = i.customer_id
         left join lateral (select reseller_id, rate_bp from commission_accruals a where a.invoice_id = i.id
                             order by a.id limit 1) f on true
         left join lateral (select reseller_id, rate_bp from commission_rates r where r.reseller_id = c.reseller_id
                               and r.valid_from <= i.issued_on order by r.valid_from desc limit 1) r on true
        where i.id ${among(invoiceIds)} and coalesce(f.rate_bp, r.rate_bp) is not null`,
      [plainArray(invoiceIds)],
      HOT,
    );
  }

  async insert(rows: readonly Accrual[], at: Date): Promise<void> {
    await this.database.execute(
      `insert into commission_accruals (id, reseller_id, invoice_id, ref_type, ref_id, rate_bp, paid_amount, amount,
              currency, accrued_at)
       select *, $10::timestamptz from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int[],
         $7::bigint[], $8::bigint[], $9::text[])`,
      [
        plainArray(rows.map((row) => row.id)),
        plainArray(rows.map((row) => row.resellerId)),
        plainArray(rows.map((row) => row.invoiceId)),
        plainArray(rows.map((row) => row.refType)),
        plainArray(rows.map((row) => row.refId)),
        plainArray(rows.map((row) => row.rateBp)),
        plainArray(rows.map((row) => row.paidAmount)),
        plainArray(rows.map((row) => row.amount)),
        plainArray(rows.map((row) => row.currency)),
        at,
      ],
    );
  }

  async accruals(request: ListRequest, resellerId: string, span: { from: Date; to: Date }): Promise<Page<AccrualView>> {
    const conditions: Condition[] = [
      this.scope.resellerRow('r'),
      condition('a.reseller_id = $? and a.accrued_at >= $? and a.accrued_at < $?', resellerId, span.from, span.to),
    ];
    return accruals.page(this.database, request, conditions);
  }

  async payouts(request: ListRequest, resellerId?: string): Promise<Page<Payout>> {
    const conditions: Condition[] = [this.scope.resellerRow('r')];
    if (resellerId !== undefined) conditions.push(condition('p.reseller_id = $?', resellerId));
    return payouts.page(this.database, request, conditions);
  }

  /** By currency. The caller has seen to it that the reseller is his to see. */
  async sums(
    resellerId: string,
    { from, to }: { from: Date; to: Date },
  ): Promise<(CommissionSums & { currency: string })[]> {
    return this.database.query(
      `select currency, coalesce(sum(amount) filter (where at < $2), 0)::bigint as opening,
              coalesce(sum(amount) filter (where at >= $2 and kind = 'A' and amount >= 0), 0)::bigint as accrued,
              coalesce(sum(amount) filter (where at >= $2 and kind = 'A' and amount < 0), 0)::bigint as reversed,
              coalesce(-sum(amount) filter (where at >= $2 and kind = 'P'), 0)::bigint as "paidOut"
         from (select 'A' as kind, currency, amount, accrued_at as at from commission_accruals where reseller_id = $1
               union all
               select 'P', currency, -paid_amount, paid_at from commission_payouts where reseller_id = $1) x
        where at < $3 group by currency order by currency`,
      [resellerId, from, to],
    );
  }

  /** Holds back every other payout to this reseller until the transaction ends; false when he is not the actor's to see. */
  async lock(resellerId: string): Promise<boolean> {
    const parameters: unknown[] = [resellerId];
    const mine = this.scope.resellerRow('r').into(parameters);
    const sql = `select 1 as found from resellers r where r.id = $1 and ${mine} for no key update`;
    return (await this.database.queryOne(sql, parameters)) !== undefined;
  }

  /** What he has earned and not been paid, in one currency. */
  async owed(resellerId: string, currency: string): Promise<bigint> {
    const row = await this.database.queryOne<{ owed: bigint }>(
      `select ((select coalesce(sum(amount), 0) from commission_accruals where reseller_id = $1 and currency = $2)
             - (select coalesce(sum(paid_amount), 0) from commission_payouts where reseller_id = $1 and currency = $2))::bigint
              as owed`,
      [resellerId, currency],
    );
    return row?.owed ?? 0n;
  }

  async insertPayout(row: Omit<Payout, 'id'>): Promise<Payout> {
    const id = uuidv7();
    await this.database.execute(
      `insert into commission_payouts (id, reseller_id, paid_amount, currency, cash_account, note, paid_at, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, row.resellerId, row.paidAmount, row.currency, row.cashAccount, row.note, row.paidAt, row.createdBy],
    );
    return { ...row, id };
  }
}
