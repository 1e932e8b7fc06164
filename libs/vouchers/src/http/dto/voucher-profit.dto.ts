import { IsIn, IsUUID } from 'class-validator';
import { LocalDay } from '@app/billing';
import { type LocalDate } from '@app/core';
import { MoneyDto } from '@app/platform';
import { PROFIT_GROUPS, type ProfitGroup } from '../../repositories/voucher-profit.repository';
import { MayBeAbsent } from './fields';

/** Which sales, and by what they are summed up. */
export class VoucherProfitQueryDto {
  @IsUUID()
  siteId: string;

  /** First day, at the site. */
  @LocalDay()
  from: LocalDate;

  /** Last day; at most a year later. */
  @LocalDay()
  to: LocalDate;

  /** Default `PACKAGE`. */
  @MayBeAbsent()
  @IsIn(PROFIT_GROUPS)
  by?: ProfitGroup;

  /** Sales of this reseller, by his own prices; default: the house's. */
  @MayBeAbsent()
  @IsUUID()
  resellerId?: string;
}

/** Sales of one package, batch, seller or day. */
export class VoucherProfitRowDto {
  /** Id of the package, batch or seller; the day; empty: none. */
  key: string;

  name: string;

  /** Vouchers sold. */
  count: number;

  /** What buyers paid, less what went back to them. */
  income: MoneyDto;

  /** What these vouchers cost. */
  cost: MoneyDto;

  profit: MoneyDto;
}

/** The best first; days in their order. */
export class VoucherProfitDto {
  rows: VoucherProfitRowDto[];
}
