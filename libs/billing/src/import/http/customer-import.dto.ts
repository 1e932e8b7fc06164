import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { IMPORT_FORMATS, IMPORT_ROW_STATES, type ImportFormat, type ImportRowState } from '../import-format';

const booleanOf = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** What is to be done with the file in the body. */
export class ImportCustomersQueryDto {
  /** The site that its customers belong to. */
  @IsUUID()
  siteId: string;

  /** True: the rows are only looked at, nothing else is written. */
  @Transform(booleanOf)
  @IsBoolean()
  dryRun: boolean;

  /**
   * `OWN`: our columns, in Indonesian or English. `PHPNUXBILL_CUSTOMERS`, then `PHPNUXBILL_RECHARGES`: exports of
   * `tbl_customers` and `tbl_user_recharges`.
   */
  @ApiPropertyOptional()
  @IsOptional()
  @IsIn(IMPORT_FORMATS)
  format: ImportFormat = 'OWN';

  /** How people call the file. */
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(/^\P{Cc}*$/u, { message: 'must not hold control characters' })
  fileName: string = 'upload';

  /** Two customers may have the same telephone number; else the second is refused. */
  @ApiPropertyOptional()
  @IsOptional()
  @Transform(booleanOf)
  @IsBoolean()
  sharedPhones: boolean = false;
}

/** An import that was started. */
export class CustomerImportStartedDto {
  importId: string;

  /** Watch it at `GET /jobs/{id}`. */
  jobId: string;

  /** The import that took the same file for real before; it cannot be taken twice. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  importedBefore: string | null;
}

/** A column of the file. */
export class CustomerImportColumnDto {
  header: string;

  /** What it was taken for; null: it is left out. */
  @ApiProperty({ type: String, nullable: true })
  field: string | null;
}

/** Rows by state. */
export class CustomerImportCountsDto {
  /** Right, and not carried out (yet). */
  valid: number;

  done: number;

  /** Left out on purpose. */
  skipped: number;

  failed: number;
}

/** One uploaded list. */
export class CustomerImportDto {
  id: string;

  siteId: string;

  format: string;

  fileName: string;

  dryRun: boolean;

  /** `QUEUED`, `RUNNING`, `COMPLETED`, `CANCELLED` or `FAILED`. */
  state: string;

  /** Rows of the file; null until it was read. */
  @ApiProperty({ type: Number, nullable: true })
  total: number | null;

  counts: CustomerImportCountsDto;

  /** 0–100. */
  progress: number;

  columns: CustomerImportColumnDto[];

  cancelRequested: boolean;

  /** Code of what stopped it. */
  @ApiProperty({ type: String, nullable: true })
  problem: string | null;

  jobId: string | null;

  requestedBy: string;

  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;
}

export class CustomerImportPageDto extends pageDto(CustomerImportDto) {}

/** Which rows; sort: rowNo. */
export class CustomerImportRowQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(IMPORT_ROW_STATES)
  state?: ImportRowState;
}

/** A text in both languages. */
export class ImportProblemTextDto {
  id: string;

  en: string;
}

/** Something wrong with a cell. */
export class CustomerImportErrorDto {
  /** What the cell means, such as `phone`; null: the row as a whole. */
  @ApiProperty({ type: String, nullable: true })
  column: string | null;

  /** @example "PHONE_INVALID" */
  code: string;

  message: ImportProblemTextDto;
}

/** One row of the list. */
export class CustomerImportRowDto {
  /** As a spreadsheet counts: the first row below the header is 2. */
  rowNo: number;

  /** `VALID`, `DONE`, `SKIPPED` or `FAILED`. */
  state: string;

  /** As it stands in the file; of a row that is done only the customer's code. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  data: Record<string, string>;

  errors: CustomerImportErrorDto[];

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  customerId: string | null;
}

export class CustomerImportRowPageDto extends pageDto(CustomerImportRowDto) {}
