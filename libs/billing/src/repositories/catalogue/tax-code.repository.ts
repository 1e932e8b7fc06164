import { Injectable } from '@nestjs/common';
import { type LocalDate, localDate } from '@app/core';
import { Database, HOT } from '@app/platform';
import { type TaxCode as TaxCodeRule } from '../../domain/tax/tax-code';

export const TAX_CODE_STATUSES = ['ACTIVE', 'RETIRED'] as const;
export type TaxCodeStatus = (typeof TAX_CODE_STATUSES)[number];

/** A rate from a tax point on, as a fraction of the net. */
export interface TaxRateRow {
  validFrom: LocalDate;
  num: number;
  den: number;
  /** Of the net, shown as the tax base (DPP nilai lain); information only. */
  displayBaseNum: number | null;
  displayBaseDen: number | null;
  displayRate: string | null;
}

/** How something is taxed. */
export interface TaxCode {
  code: string;
  name: string;
  /** The price contains the tax. */
  inclusive: boolean;
  /** Sold without tax although the seller is registered. */
  exempt: boolean;
  /** Corporate payers keep PPh 23 of it back (billing.md X4). */
  withholding: boolean;
  status: TaxCodeStatus;
  version: number;
  /** Newest first. */
  rates: TaxRateRow[];
}

export type NewTaxCodeRow = Pick<TaxCode, 'code' | 'name' | 'inclusive' | 'exempt' | 'withholding'>;
export type TaxCodePatch = Partial<Pick<TaxCode, 'name' | 'exempt' | 'withholding' | 'status'>>;

const SELECT = `select t.code, t.name, t.inclusive, t.exempt, t.withholding, t.status, t.version,
    coalesce((
      select jsonb_agg(jsonb_build_object('validFrom', valid_from, 'num', num, 'den', den, 'displayBaseNum', display_base_num,
                         'displayBaseDen', display_base_den, 'displayRate', display_rate) order by valid_from desc)
        from tax_rates where tax_code = t.code), '[]') as rates
  from tax_codes t`;

/** Tax codes and their rates: reference data, the same for every site. */
@Injectable()
export class TaxCodeRepository {
  constructor(private readonly database: Database) {}

  async all(): Promise<TaxCode[]> {
    return this.database.query(`${SELECT} order by t.code`, [], HOT);
  }

  async find(code: string): Promise<TaxCode | undefined> {
    return this.database.queryOne(`${SELECT} where t.code = $1`, [code]);
  }

  /** False when the code is taken. */
  async insert(row: NewTaxCodeRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into tax_codes (code, name, inclusive, exempt, withholding) values ($1, $2, $3, $4, $5)
       on conflict (code) do nothing`,
      [row.code, row.name, row.inclusive, row.exempt, row.withholding],
    );
    return affected === 1;
  }

  /** False when the version is stale. */
  async update(code: string, version: number, patch: TaxCodePatch): Promise<boolean> {
    const { affected } = await this.database.execute(
      `update tax_codes set name = coalesce($3, name), exempt = coalesce($4, exempt),
              withholding = coalesce($5, withholding), status = coalesce($6, status), version = version + 1
        where code = $1 and version = $2`,
      [code, version, patch.name ?? null, patch.exempt ?? null, patch.withholding ?? null, patch.status ?? null],
    );
    return affected === 1;
  }

  /** False when there is a rate from that day already. */
  async insertRate(code: string, rate: TaxRateRow): Promise<boolean> {
    const { affected } = await this.database.execute(
      `insert into tax_rates (tax_code, valid_from, num, den, display_base_num, display_base_den, display_rate)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (tax_code, valid_from) do nothing`,
      [code, rate.validFrom, rate.num, rate.den, rate.displayBaseNum, rate.displayBaseDen, rate.displayRate],
    );
    return affected === 1;
  }
}

/** A tax code as the rules read it. */
export function taxCodeRule({ code, inclusive, exempt, rates }: TaxCode): TaxCodeRule {
  return {
    code,
    inclusive,
    exempt,
    rates: rates.map((rate) => ({
      validFrom: localDate(rate.validFrom),
      num: BigInt(rate.num),
      den: BigInt(rate.den),
    })),
  };
}
