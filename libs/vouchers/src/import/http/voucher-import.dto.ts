import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Length, Matches } from 'class-validator';
import { CustomerImportDto, CustomerImportErrorDto, CustomerImportStartedDto } from '@app/billing';
import { pageDto } from '@app/platform';
import { Flag, MayBeAbsent } from '../../http/dto/fields';
import { VOUCHER_LISTS, type VoucherList } from '../voucher-lists';

const PACKAGES = /^[^=,]{1,60}=[A-Za-z0-9_-]{1,40}(,[^=,]{1,60}=[A-Za-z0-9_-]{1,40}){0,99}$/;

class VoucherImportTermsDto {
  /** True: the rows are only looked at, nothing else is written. */
  @Flag()
  dryRun: boolean;

  /**
   * Names of packages in the list and the codes of ours for them. A name that is the code or the name of one of our packages
   * needs none. @example "1JAM=JAM1,2=HARIAN"
   */
  @MayBeAbsent()
  @IsString()
  @Matches(PACKAGES, { message: 'packages must be name=code pairs with commas' })
  packages?: string;
}

/** What is to be done with the file in the body. */
export class ImportVouchersQueryDto extends VoucherImportTermsDto {
  /** The site that its vouchers belong to. */
  @IsUUID()
  siteId: string;

  /**
   * `OWN_VOUCHERS`: the columns of our exports and of `GET /voucher-imports/template`. `MIKHMON_VOUCHERS`: a user list of
   * Mikhmon, or a print of `/ip/hotspot/user`. `PHPNUXBILL_VOUCHERS`: an export of `tbl_voucher`.
   */
  @MayBeAbsent()
  @IsIn(VOUCHER_LISTS)
  format?: VoucherList;

  /** How people call the file, and the batches that it makes. */
  @MayBeAbsent()
  @IsString()
  @Length(1, 200)
  @Matches(/^\P{Cc}*$/u, { message: 'must not hold control characters' })
  fileName?: string;
}

/** Hotspot users of a router that become vouchers. */
export class ImportVouchersFromRouterDto extends VoucherImportTermsDto {
  @IsUUID()
  routerId: string;
}

/** An import that was started. */
export class VoucherImportStartedDto extends CustomerImportStartedDto {}

/** One list of vouchers. */
export class VoucherImportDto extends CustomerImportDto {}

export class VoucherImportPageDto extends pageDto(VoucherImportDto) {}

/** One row of the list. */
export class VoucherImportRowDto {
  /** As a spreadsheet counts: the first row below the header is 2. */
  rowNo: number;

  /** `VALID`, `DONE`, `SKIPPED` or `FAILED`. */
  state: string;

  /** As it stands in the file, without passwords; of a row that is done only the code. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  data: Record<string, string>;

  errors: CustomerImportErrorDto[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  voucherId: string | null;
}

export class VoucherImportRowPageDto extends pageDto(VoucherImportRowDto) {}

/** The empty list to fill in. */
export class VoucherTemplateFileQueryDto {
  @MayBeAbsent()
  @IsIn(['csv', 'xlsx'])
  format?: 'csv' | 'xlsx';
}
