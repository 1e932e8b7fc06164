import { PickType } from '@nestjs/swagger';
import { BillingPoliciesDto } from './billing-policies.dto';

/** Of the billing policies, those that may be other for a single customer. */
export class AccountPoliciesDto extends PickType(BillingPoliciesDto, [
  ...(['dueDays', 'fixedDueDay', 'minPaymentDays', 'graceDays', 'isolirHour', 'leadDays', 'runHour'] as const),
  ...(['proration', 'chargeNextThresholdDay', 'deltaSettlement', 'downgrade', 'cancelCredit', 'pause'] as const),
  ...(['prepaidRenewal', 'minBalance', 'creditIsolatedDays', 'issueZeroInvoices', 'cashIncrement'] as const),
  ...(['accessTolerance', 'isolationScope', 'lateFee', 'reminderOffsets', 'reminderChannels'] as const),
]) {}
