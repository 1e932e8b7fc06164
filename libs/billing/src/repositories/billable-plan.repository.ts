import { Injectable } from '@nestjs/common';
import { localDate } from '@app/core';
import { Database } from '@app/platform';
import { type BillablePlan } from '../domain/plan-price';

interface Row {
  id: string;
  name: string;
  stepMonths: number;
  code: string;
  num: number;
  den: number;
  inclusive: boolean;
  prices: { validFrom: string; amount: string; currency: string }[];
}

/** Plans as the billing run needs them: with tax and all prices. */
@Injectable()
export class BillablePlanRepository {
  constructor(private readonly database: Database) {}

  async load(ids: readonly string[]): Promise<BillablePlan[]> {
    const rows = await this.database.query<Row>(
      `select p.id, p.name, p.interval_months as "stepMonths", t.code, t.num, t.den, t.inclusive,
              coalesce((
                select jsonb_agg(jsonb_build_object('validFrom', valid_from, 'amount', price_amount::text, 'currency', currency)
                                 order by valid_from desc)
                  from plan_prices where plan_id = p.id), '[]') as prices
         from plans p join tax_codes t on t.code = p.tax_code
        where p.id = any ($1::uuid[])`,
      [ids],
    );
    return rows.map(({ id, name, stepMonths, code, num, den, inclusive, prices }) => ({
      id,
      name,
      stepMonths,
      tax: { code, num: BigInt(num), den: BigInt(den), inclusive },
      prices: prices.map((price) => ({
        validFrom: localDate(price.validFrom),
        amount: BigInt(price.amount),
        currency: price.currency,
      })),
    }));
  }
}
