import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const BAD_DAY = { message: '$property must be a day such as 2026-07-01' };

/** From which day to which, both included, by the local time of the site. */
export class UsageQueryDto {
  /** Of one subscription; else of all within the caller's scope together. */
  @IsOptional()
  @IsUUID()
  subscriptionId?: string;

  /** Of one site. */
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** @example "2026-07-01" */
  @Matches(DAY, BAD_DAY)
  from: string;

  /** @example "2026-07-31" */
  @Matches(DAY, BAD_DAY)
  to: string;

  /** Default `DAY`. */
  @IsOptional()
  @IsIn(['DAY', 'MONTH'])
  resolution?: 'DAY' | 'MONTH';
}

/** Traffic of one day or month. */
export class UsagePointDto {
  /** First day. */
  day: string;

  /** What subscribers have sent. */
  uploadBytes: number;

  /** What they have received. */
  downloadBytes: number;
}

/** A series to plot, without gaps. */
export class UsageSeriesDto {
  items: UsagePointDto[];

  /** Always null: the series has one page. */
  nextCursor: string | null;
}

/** Days, and how many subscribers. */
export class TopUsageQueryDto {
  @IsOptional()
  @IsUUID()
  siteId?: string;

  /** @example "2026-07-01" */
  @Matches(DAY, BAD_DAY)
  from: string;

  /** @example "2026-07-31" */
  @Matches(DAY, BAD_DAY)
  to: string;

  /** Default 20. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;
}

/** Who used how much. */
export class UsageTotalDto {
  subscriptionId: string;
  customerId: string;
  customerName: string;
  uploadBytes: number;
  downloadBytes: number;
}

/** Most traffic first. */
export class UsageTotalListDto {
  items: UsageTotalDto[];

  /** Always null: the list has one page. */
  nextCursor: string | null;
}
