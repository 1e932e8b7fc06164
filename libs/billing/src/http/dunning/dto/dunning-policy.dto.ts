import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
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
import { REMINDER_CHANNELS, type ReminderChannel } from '../../../domain/policies/billing-policies';
import { LateFeePolicyDto, QuietHoursDto } from '../../catalogue/dto/billing-policy-groups.dto';
import { MayBeAbsent } from '../../dto/may-be-absent';

const DIGITS = /^\d{1,15}$/;
const present = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

/** What a plan or a site has of its own; every field may be left out, groups are replaced as a whole. */
export class DunningPatchDto {
  /** Overdue debt in booking units up to which nobody loses access. */
  @MayBeAbsent()
  @Matches(DIGITS)
  accessTolerance?: string;

  /** Whether debt costs all services of the customer, or only the one that is not paid. */
  @MayBeAbsent()
  @IsIn(['ACCOUNT', 'SERVICE'])
  isolationScope?: 'ACCOUNT' | 'SERVICE';

  /** Daily prepaid: balance in booking units below which there is no access. */
  @MayBeAbsent()
  @Matches(DIGITS)
  minBalance?: string;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => QuietHoursDto)
  quietHours?: QuietHoursDto;

  /** Local hour at which reminders go out. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(23)
  sendHour?: number;

  /** Days relative to the due day: -7 is a week before it. */
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(-60, { each: true })
  @Max(60, { each: true })
  reminderOffsets?: number[];

  @MayBeAbsent()
  @IsArray()
  @ArrayUnique()
  @IsIn(REMINDER_CHANNELS, { each: true })
  reminderChannels?: ReminderChannel[];

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => LateFeePolicyDto)
  lateFee?: LateFeePolicyDto;

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

  /** Days after the due day from which an unpaid invoice may be written off. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(3_650)
  uncollectibleAfterDays?: number;

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

export class UpdateDunningPolicyDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @Length(1, 100)
  @Matches(/^[^\p{Cc}]*$/u)
  name: string;

  @IsDefined()
  @ValidateNested()
  @Type(() => DunningPatchDto)
  policy: DunningPatchDto;
}
