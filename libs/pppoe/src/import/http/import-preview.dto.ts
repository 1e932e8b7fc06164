import { Transform, Type } from 'class-transformer';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { INVENTORY_KINDS, type InventoryKind } from '@app/mikrotik';
import { FINDING_CODES, type FindingCode } from '../../domain/import/findings';

const booleanOf = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;

/** Which rows of the preview. */
export class ImportPreviewQueryDto {
  /** Kind of object whose rows are listed. */
  @IsOptional()
  @IsIn(INVENTORY_KINDS)
  kind: InventoryKind = 'ppp-secret';

  /** Only rows with this finding, such as `PASSWORD_EMPTY`. */
  @IsOptional()
  @IsIn(FINDING_CODES)
  finding?: FindingCode;

  /** Only rows that an import would leave out or refuse (`true`), or would take (`false`). */
  @IsOptional()
  @Transform(booleanOf)
  @IsBoolean()
  blocked?: boolean;

  /** Read the router again instead of showing the look of the last ten minutes. */
  @IsOptional()
  @Transform(booleanOf)
  @IsBoolean()
  fresh?: boolean;

  /** Rows of one page. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000)
  limit: number = 200;

  /** `nextCursor` of the page before; it counts within one look at the router. */
  @IsOptional()
  @Matches(/^\d{1,9}$/, { message: 'cursor must be that of a page before' })
  cursor?: string;
}

/** One text in both languages. */
export class FindingTextDto {
  id: string;

  en: string;
}

/** Something to be said of a row. */
export class FindingDto {
  /** @example "PASSWORD_EMPTY" */
  code: string;

  /** `BLOCKS`: it is not imported like this. `NOTE`: good to know. */
  severity: string;

  text: FindingTextDto;
}

/** An object on the router. */
export class PreviewRowDto {
  /** Its name; the address of a lease. */
  name: string;

  /** `OURS` carries our mark, `FOREIGN` is the operator's. */
  state: string;

  /** What is worth seeing of it; passwords are never among it. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  values: Record<string, string>;

  /** The operator's own text. */
  comment: string;

  /** Codes of customers of the router's site that the comment names. */
  customerCodes: string[];

  findings: FindingDto[];
}

/** How many objects of a kind there are. */
export class PreviewCountsDto {
  kind: string;

  total: number;

  ours: number;

  foreign: number;

  /** Of these, rows that cannot be imported as they are. */
  blocked: number;
}

/** A kind that the router would not tell of. */
export class UnreadableKindDto {
  kind: string;

  /** @example "PERMISSION_DENIED" */
  code: string;
}

/** Rates of a profile. */
export class RatesDto {
  downloadKbps: number;

  uploadKbps: number;
}

/** A plan that a profile may stand for. */
export class PlanSuggestionDto {
  planId: string;

  planCode: string;

  /** What agrees: `NAME_AND_RATE`, `NAME` or `RATE`. */
  reason: string;
}

/** A profile with the plans that it may stand for, the likeliest first. */
export class PreviewProfileDto {
  name: string;

  /** @example "5M/20M" */
  rateLimit: string | null;

  @ApiProperty({ type: RatesDto, nullable: true })
  rates: RatesDto | null;

  /** Secrets that use it. */
  secrets: number;

  /** The router has it. */
  known: boolean;

  suggestions: PlanSuggestionDto[];
}

/** What is on a router before anything is taken over. */
export class ImportPreviewDto {
  routerId: string;

  /** When the router was read. */
  takenAt: Date;

  counts: PreviewCountsDto[];

  unreadable: UnreadableKindDto[];

  profiles: PreviewProfileDto[];

  /** Kind of the rows below. */
  kind: string;

  items: PreviewRowDto[];

  nextCursor: string | null;

  /** Rows that fit the query. */
  total: number;
}
