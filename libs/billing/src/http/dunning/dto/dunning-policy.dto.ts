import { Type } from 'class-transformer';
import { PickType } from '@nestjs/swagger';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { pageDto } from '@app/platform';
import { BillingPoliciesDto } from '../../catalogue/dto/billing-policies.dto';
import { MayBeAbsent } from '../../dto/may-be-absent';

const present = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

/** What billing policies decide in the same words. */
const SHARED = [
  'accessTolerance',
  'isolationScope',
  'minBalance',
  'quietHours',
  'sendHour',
  'reminderOffsets',
  'reminderChannels',
  'lateFee',
  'uncollectibleAfterDays',
] as const;

/** What a plan or a site has of its own; every field may be left out, groups are replaced as a whole. */
export class DunningPatchDto extends PickType(BillingPoliciesDto, SHARED) {
  /** Days after the due day before the first late fee; null: as long as before isolation. */
  @ValidateIf(present)
  @IsInt()
  @Min(0)
  @Max(365)
  lateFeeGraceDays?: number | null;

  /** Most late fees of one invoice; null: no limit. */
  @ValidateIf(present)
  @IsInt()
  @Min(1)
  @Max(1_000)
  lateFeeTimes?: number | null;

  /** The fee waits for the next invoice, or is an invoice of its own. */
  @MayBeAbsent()
  @IsIn(['PENDING', 'INVOICE'])
  lateFeeAs?: 'PENDING' | 'INVOICE';

  /** Write off by itself what may be written off. */
  @MayBeAbsent()
  @IsBoolean()
  autoWriteOff?: boolean;

  /** A promise to pay reaches at most so many days. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(90)
  promiseMaxDays?: number;

  /** Most promises of one customer within `promiseWindowDays`. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(100)
  promiseLimit?: number;

  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(3_650)
  promiseWindowDays?: number;
}

/** A policy of dunning; it stands over the billing policies, the more exact one over the more general one. */
export class DunningPolicyDto {
  id: string;

  /** Null: every site. */
  siteId: string | null;

  /** Null: every plan. */
  planId: string | null;

  name: string;

  policy: DunningPatchDto;

  version: number;

  createdAt: Date;

  updatedAt: Date;
}

export class DunningPolicyPageDto extends pageDto(DunningPolicyDto) {}

export class CreateDunningPolicyDto {
  /** Left out: every site. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** Left out: every plan. */
  @MayBeAbsent()
  @IsUUID()
  planId?: string;

  @Length(1, 100)
  @Matches(/^[^\p{Cc}]*$/u)
  name: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => DunningPatchDto)
  policy: DunningPatchDto;
}

export class UpdateDunningPolicyDto extends PickType(CreateDunningPolicyDto, ['name', 'policy'] as const) {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;
}
