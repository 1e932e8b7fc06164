import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsInt, Min, ValidateNested } from 'class-validator';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { BillingPoliciesDto } from './billing-policies.dto';

/** Of the billing policies, those that may be other for a single customer. */
export class AccountPoliciesDto extends PickType(BillingPoliciesDto, [
  ...(['dueDays', 'fixedDueDay', 'minPaymentDays', 'graceDays', 'isolirHour', 'leadDays', 'runHour'] as const),
  ...(['proration', 'chargeNextThresholdDay', 'deltaSettlement', 'downgrade', 'cancelCredit', 'pause'] as const),
  ...(['prepaidRenewal', 'minBalance', 'creditIsolatedDays', 'issueZeroInvoices', 'cashIncrement'] as const),
  ...(['accessTolerance', 'isolationScope', 'lateFee', 'reminderOffsets', 'reminderChannels'] as const),
]) {}

/** How a customer is billed. */
export class AccountSettingsDto {
  customerId: string;

  siteId: string;

  timeZone: string;

  currency: string;

  /** Invoices are paid from the deposit at once. */
  autoPay: boolean;

  /** Is sold to without tax. */
  taxExempt: boolean;

  /** Corporate: keeps PPh 23 back and hands in the slip. */
  withholdsTax: boolean;

  /** What counts for this customer instead of the policies of the site. */
  policies: AccountPoliciesDto;

  /** Send it back with an edit. */
  version: number;
}

export class UpdateAccountSettingsDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @IsBoolean()
  autoPay?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  taxExempt?: boolean;

  @MayBeAbsent()
  @IsBoolean()
  withholdsTax?: boolean;

  /** Replaced as a whole. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => AccountPoliciesDto)
  policies?: AccountPoliciesDto;
}
