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
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { REMINDER_CHANNELS, type ReminderChannel } from '../../../domain/policies/billing-policies';
import { MayBeAbsent } from '../../dto/may-be-absent';
import {
  IsolirCalendarDto,
  IssuerDto,
  LateFeePolicyDto,
  NumberPolicyDto,
  QuietHoursDto,
} from './billing-policy-groups.dto';

const DIGITS = /^\d{1,15}$/;
const present = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

/** Policies of one level; every field may be left out. Groups are replaced as a whole. */
export class BillingPoliciesDto {
  /** Days from the issue of an invoice to its due day. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(365)
  dueDays?: number;

  /** Day of the month on which invoices are due instead; null: `dueDays` counts. */
  @ValidateIf(present)
  @IsInt()
  @Min(1)
  @Max(31)
  fixedDueDay?: number | null;

  /** An invoice is never due earlier than this many days after its issue. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(60)
  minPaymentDays?: number;

  /** Days after the due day before access is taken. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(365)
  graceDays?: number;

  /** Local hour at which access is taken. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(23)
  isolirHour?: number;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => IsolirCalendarDto)
  isolirCalendar?: IsolirCalendarDto;

  /** Days before a period at which its invoice is issued. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(31)
  leadDays?: number;

  /** Local hour from which invoices are issued. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(23)
  runHour?: number;

  /** First day of periods of new subscriptions that ask for none. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(31)
  anchorDay?: number;

  /** `FIXED_DAY`, or `ANNIVERSARY`: the day of activation. */
  @MayBeAbsent()
  @IsIn(['FIXED_DAY', 'ANNIVERSARY'])
  anchorKind?: 'FIXED_DAY' | 'ANNIVERSARY';

  /** What the days up to the first full period cost. */
  @MayBeAbsent()
  @IsIn(['PRORATE', 'FULL', 'FREE_UNTIL_ANCHOR'])
  proration?: 'PRORATE' | 'FULL' | 'FREE_UNTIL_ANCHOR';

  /** Who signs up on this day of the month or later gets the next full period on the first invoice too. */
  @ValidateIf(present)
  @IsInt()
  @Min(1)
  @Max(31)
  chargeNextThresholdDay?: number | null;

  /** Whether what an upgrade costs is invoiced at once, or waits for the next invoice. */
  @MayBeAbsent()
  @IsIn(['INVOICE_NOW', 'PENDING'])
  deltaSettlement?: 'INVOICE_NOW' | 'PENDING';

  /** When a smaller plan takes effect by default. */
  @MayBeAbsent()
  @IsIn(['PERIOD_END', 'NOW'])
  downgrade?: 'PERIOD_END' | 'NOW';

  /** What who cancels at once gets for the days left. */
  @MayBeAbsent()
  @IsIn(['NONE', 'CREDIT', 'REFUND'])
  cancelCredit?: 'NONE' | 'CREDIT' | 'REFUND';

  /** Whether paused days are credited, or lengthen the period. */
  @MayBeAbsent()
  @IsIn(['CREDIT', 'EXTEND'])
  pause?: 'CREDIT' | 'EXTEND';

  /** Where a prepaid period begins that is paid after the old one expired. */
  @MayBeAbsent()
  @IsIn(['FROM_PAYMENT', 'FROM_EXPIRY'])
  prepaidRenewal?: 'FROM_PAYMENT' | 'FROM_EXPIRY';

  /** Daily prepaid: balance in booking units below which there is no access. */
  @MayBeAbsent()
  @Matches(DIGITS)
  minBalance?: string;

  /** Days in isolation are credited. */
  @MayBeAbsent()
  @IsBoolean()
  creditIsolatedDays?: boolean;

  /** Invoices over zero are issued too. */
  @MayBeAbsent()
  @IsBoolean()
  issueZeroInvoices?: boolean;

  /** Totals are rounded to this much, as a line of its own; "0": not at all. */
  @MayBeAbsent()
  @Matches(DIGITS)
  cashIncrement?: string;

  /** Overdue debt in booking units up to which nobody loses access. */
  @MayBeAbsent()
  @Matches(DIGITS)
  accessTolerance?: string;

  /** Whether debt costs all services of the customer, or only the one that is not paid. */
  @MayBeAbsent()
  @IsIn(['ACCOUNT', 'SERVICE'])
  isolationScope?: 'ACCOUNT' | 'SERVICE';

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

  /** Days after the due day from which an unpaid invoice may be written off. */
  @MayBeAbsent()
  @IsInt()
  @Min(1)
  @Max(3_650)
  uncollectibleAfterDays?: number;

  /** Days to pay after a payment was taken back. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(60)
  refundPaymentDays?: number;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => NumberPolicyDto)
  invoiceNumbers?: NumberPolicyDto;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => NumberPolicyDto)
  creditNoteNumbers?: NumberPolicyDto;

  @MayBeAbsent()
  @ValidateNested()
  @Type(() => IssuerDto)
  issuer?: IssuerDto;

  /** Registered for VAT (PKP); who is not sells without tax whatever the tax codes say. */
  @MayBeAbsent()
  @IsBoolean()
  vatRegistered?: boolean;
}

export class BillingPoliciesQueryDto {
  /** Left out: the policies of the whole ISP. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;
}

export class PutBillingPoliciesDto {
  /** Left out: for the whole ISP. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** From the last read; 0 when nothing was decided yet. */
  @IsInt()
  @Min(0)
  version: number;

  @IsDefined()
  @ValidateNested()
  @Type(() => BillingPoliciesDto)
  policies: BillingPoliciesDto;
}

export class BillingPoliciesViewDto {
  /** Null: of the whole ISP. */
  siteId: string | null;

  /** What counts. */
  effective: BillingPoliciesDto;

  /** What was decided on this level alone. */
  own: BillingPoliciesDto;

  /** Send it back with an edit; 0: nothing decided yet. */
  version: number;
}
