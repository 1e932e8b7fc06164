import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type WaitingDebit } from '../../domain/changes/waiting-debit';
import { baseOfStored, type ChargeLine } from '../../domain/charges/charge-line';
import { taxed, type TaxRule } from '../../domain/invoice-calculator';
import { revenueAccountOf } from '../../domain/ledger-posting';

/** Debit of a change that waits for the next invoice (billing.md Q3). */
export interface WaitingDebitRow {
  id: string;
  chargeCode: string;
  planId: string | null;
  productId: string | null;
  description: string;
  quantity: number;
  start: LocalDate;
  end: LocalDate;
  naturalDays: number;
  unitPrice: bigint;
  gross: bigint;
  taxCode: string;
}

/** Debits of changes among the one-off charges: they cover days, so that later changes can cut them. */
@Injectable()
export class ChangeChargeRepository {
  constructor(private readonly database: Database) {}

  async waiting(subscriptionId: string): Promise<WaitingDebitRow[]> {
    return this.database.query(
      `select id, charge_code as "chargeCode", plan_id as "planId", product_id as "productId", description, quantity,
              period_start as start, period_end as end, natural_days as "naturalDays", unit_price_amount as "unitPrice",
              gross_amount as gross, tax_code as "taxCode"
         from charges where subscription_id = $1 and state = 'PENDING' and period_start is not null order by period_start, id`,
      [subscriptionId],
      HOT,
    );
  }

  /** Whoever replaces them has added what is left of them. */
  async cancel(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.database.execute(
      `update charges set state = 'CANCELLED', version = version + 1 where id = any ($1::uuid[]) and state = 'PENDING'`,
      [ids],
    );
  }

  async add(
    lines: readonly ChargeLine[],
    origin: {
      siteId: string;
      customerId: string;
      currency: string;
      billAfter: LocalDate;
      by: string;
      sourceKey: string;
    },
  ): Promise<void> {
    if (lines.length === 0) return;
    await this.database.execute(
      `insert into charges (id, site_id, customer_id, subscription_id, product_id, plan_id, kind, source_key, description,
              quantity, unit_price_amount, currency, tax_code, revenue_account, bill_after, charge_code, period_start,
              period_end, natural_days, gross_amount, created_by)
       select id, $1, $2, subscription_id, product_id, plan_id, 'CHANGE', source_key, description, quantity, unit_price, $3,
              tax_code, revenue_account, $4, charge_code, period_start, period_end, natural_days, gross, $5
         from unnest($6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[], $10::text[], $11::text[], $12::int[], $13::bigint[],
                $14::text[], $15::text[], $16::text[], $17::date[], $18::date[], $19::smallint[], $20::bigint[])
           as l (id, subscription_id, product_id, plan_id, source_key, description, quantity, unit_price, tax_code,
                revenue_account, charge_code, period_start, period_end, natural_days, gross)`,
      [
        ...[origin.siteId, origin.customerId, origin.currency, origin.billAfter, origin.by],
        lines.map(() => uuidv7()),
        lines.map((line) => line.subscriptionId),
        lines.map((line) => line.productId ?? null),
        lines.map((line) => line.planId ?? null),
        lines.map((_, n) => `${origin.sourceKey}:${n + 1}`),
        lines.map((line) => line.description),
        lines.map((line) => line.quantity),
        lines.map((line) => line.unitPrice.toString()),
        lines.map((line) => line.taxRule.code),
        lines.map((line) => revenueAccountOf(line)),
        lines.map((line) => line.chargeCode),
        lines.map((line) => line.periodStart),
        lines.map((line) => line.periodEnd),
        lines.map((line) => line.naturalDays),
        lines.map((line) => line.gross.toString()),
      ],
    );
  }
}

/** A waiting debit as a line again, in the tax of today. */
export function waitingDebit(row: WaitingDebitRow, subscriptionId: string, taxRule: TaxRule): WaitingDebit {
  const { id, chargeCode, description, quantity, naturalDays, unitPrice, gross } = row;
  const priced = { start: row.start, end: row.end, naturalDays, price: unitPrice * BigInt(quantity), taxRule };
  const base = baseOfStored({ ...priced, gross, discount: 0n });
  const line: ChargeLine = {
    ...{
      kind: 'CHANGE',
      subscriptionId,
      chargeCode,
      description,
      quantity,
      naturalDays,
      unitPrice,
      gross,
      taxRule,
      base,
    },
    planId: row.planId ?? undefined,
    productId: row.productId ?? undefined,
    periodStart: row.start,
    periodEnd: row.end,
    discount: 0n,
    ...taxed(gross, taxRule),
  };
  return { chargeId: id, line };
}
