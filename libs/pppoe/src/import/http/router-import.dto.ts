import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { FindingTextDto } from './import-preview.dto';
import { CUSTOMER_WAYS, type CustomerWay, ROW_STATES, type RowState } from '../../domain/import/import-settings';

const MAX_KBPS = 100_000_000;
const MAX_ROWS = 20_000;

/** A plan that is made for a profile. */
export class PlanForProfileDto {
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, { message: 'code must be 1–32 letters, digits or . _ -' })
  code: string;

  @IsString()
  @Length(1, 100)
  name: string;

  /** Of a full month. */
  @ValidateNested()
  @Type(() => MoneyDto)
  price: MoneyDto;

  /** Default: `NONE`. */
  @IsOptional()
  @IsString()
  @Length(1, 32)
  taxCode?: string;

  /** Default: of the profile's rate limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  downloadKbps?: number;

  /** Default: of the profile's rate limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  uploadKbps?: number;
}

/** What becomes of a profile's secrets. With neither plan, they are left out. */
export class ProfileMappingDto {
  @IsString()
  @Length(1, 100)
  profile: string;

  /** A plan of the site, or a general one: PPPoE, billed by the period. */
  @IsOptional()
  @IsUUID()
  planId?: string;

  /** Make this plan at the router's site instead; needs `plan:write`. */
  @IsOptional()
  @ValidateNested()
  @Type(() => PlanForProfileDto)
  createPlan?: PlanForProfileDto;
}

/**
 * How the secrets of a router are taken over. Customers, services and accounts are made at the router's site. On the router
 * only our mark is written, behind the text of the comment.
 */
export class ImportRouterDto {
  /** Every profile whose secrets shall come; secrets of others fail with `PROFILE_NOT_MAPPED`. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => ProfileMappingDto)
  profiles: ProfileMappingDto[];

  /** Area of the site for new customers. */
  @IsOptional()
  @IsUUID()
  areaId?: string;

  /** Day of the month on which periods begin. */
  @IsInt()
  @Min(1)
  @Max(31)
  anchorDay: number;

  /**
   * First day that is billed, from today on: nothing before it ever is.
   * @example "2027-01-01"
   */
  @IsString()
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'billFrom must be a day such as 2027-01-01' })
  billFrom: string;

  /**
   * `CREATE`: one customer per secret. `ATTACH_OR_CREATE`: to the customer whose code the comment names, else a new one.
   * `ATTACH`: only to such a customer.
   */
  @IsOptional()
  @IsIn(CUSTOMER_WAYS)
  customers: CustomerWay = 'CREATE';

  /** What new customers are called after. Without a comment it is the secret's name. */
  @IsOptional()
  @IsIn(['COMMENT', 'NAME'])
  nameFrom: 'COMMENT' | 'NAME' = 'COMMENT';

  /** Secrets that are disabled: left out, or taken over as services that wait for their activation. */
  @IsOptional()
  @IsIn(['SKIP', 'INCLUDE'])
  disabled: 'SKIP' | 'INCLUDE' = 'SKIP';

  /** Names of secrets that are left out. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_ROWS)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  skip: string[] = [];

  /** Only these names; default: all. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_ROWS)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  only?: string[];
}

/** An import that was started. */
export class ImportStartedDto {
  importId: string;

  /** Watch it at `GET /jobs/{id}`. */
  jobId: string;
}

/** Rows of an import by state. */
export class ImportCountsDto {
  /** Nothing done yet. */
  pending: number;

  /** In our books, not yet marked on the router. */
  created: number;

  /** Done. */
  adopted: number;

  /** Left out on purpose. */
  skipped: number;

  /** See their reasons. */
  failed: number;
}

/** One import of a router's secrets. */
export class RouterImportDto {
  id: string;

  routerId: string;

  /** `QUEUED`, `RUNNING`, `COMPLETED`, `CANCELLED` or `FAILED`; the last two can be resumed. */
  state: string;

  /** Secrets on the router; null until it was read. */
  total: number | null;

  counts: ImportCountsDto;

  /** First day that is billed. */
  billFrom: string;

  requestedBy: string;

  jobId: string | null;

  cancelRequested: boolean;

  /** Code of what stopped it. */
  problem: string | null;

  createdAt: Date;

  @ApiProperty({ type: Date, nullable: true })
  startedAt: Date | null;

  @ApiProperty({ type: Date, nullable: true })
  finishedAt: Date | null;
}

export class RouterImportPageDto extends pageDto(RouterImportDto) {}

/** Which rows. */
export class ImportRowQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(ROW_STATES)
  state?: RowState;
}

/** One secret of an import. */
export class ImportRowDto {
  id: string;

  name: string;

  profile: string;

  address: string | null;

  /** `PENDING`, `CREATED`, `ADOPTED`, `SKIPPED` or `FAILED`. */
  state: string;

  /** Why it was skipped or failed. */
  code: string | null;

  @ApiProperty({ type: FindingTextDto, nullable: true })
  reason: FindingTextDto | null;

  customerId: string | null;

  subscriptionId: string | null;

  accountId: string | null;
}

export class ImportRowPageDto extends pageDto(ImportRowDto) {}

/** Which adopted secrets. */
export class KeptProfilesQueryDto {
  /** Only those who keep this profile. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  profile?: string;
}

/** Confirms what was shown. */
export class ReleaseProfilesDto extends KeptProfilesQueryDto {
  /** Of the changes that were shown. */
  @Matches(/^[0-9a-f]{32}$/, { message: 'digest must be that of the changes' })
  digest: string;
}

/** Secrets that would move to another profile. */
export class ProfileChangeDto {
  from: string;

  to: string;

  accounts: number;
}

/** What moving adopted secrets to the plans' own profiles would change. Their sessions would end. */
export class KeptProfilesDto {
  /** Confirm with it. */
  digest: string;

  total: number;

  changes: ProfileChangeDto[];
}
