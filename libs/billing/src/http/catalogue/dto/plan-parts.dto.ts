import { PickType } from '@nestjs/swagger';
import {
  IsIn,
  IsInt,
  Max,
  Min,
  Validate,
  type ValidationArguments,
  ValidatorConstraint,
  type ValidatorConstraintInterface,
} from 'class-validator';
import { type Interval, stepOf } from '../../../domain/charges/interval';
import { PLAN_POLICIES } from '../../../domain/policies/billing-policies';
import { BillingPoliciesDto } from './billing-policies.dto';

export const MAX_KBPS = 100_000_000;
/** Whole numbers of JSON end here. */
export const MAX_BYTES = Number.MAX_SAFE_INTEGER;

@ValidatorConstraint({ name: 'interval' })
class KnownInterval implements ValidatorConstraintInterface {
  validate(count: unknown, { object }: ValidationArguments): boolean {
    try {
      stepOf({ unit: (object as Interval).unit, count: count as number });
      return true;
    } catch (error) {
      if (error instanceof RangeError) return false;
      throw error;
    }
  }

  defaultMessage(): string {
    return 'an interval is 1, 3, 6 or 12 months, or 1 to 366 days or weeks';
  }
}

/** Length of a period. */
export class IntervalDto {
  @IsIn(['DAY', 'WEEK', 'MONTH'])
  unit: 'DAY' | 'WEEK' | 'MONTH';

  /** 1, 3, 6 or 12 months; any number of days or weeks up to 366. */
  @IsInt()
  @Min(1)
  @Max(366)
  @Validate(KnownInterval)
  count: number;
}

/** More than the ordinary rate, as long as the average stays below the threshold. */
export class BurstDto {
  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  downloadKbps: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  uploadKbps: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  thresholdDownloadKbps: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  thresholdUploadKbps: number;

  /** Over which the average is taken. */
  @IsInt()
  @Min(1)
  @Max(3_600)
  seconds: number;
}

/** Rates from so much traffic on. */
export class FairUseStepDto {
  @IsInt()
  @Min(1)
  @Max(MAX_BYTES)
  afterBytes: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  downloadKbps: number;

  @IsInt()
  @Min(1)
  @Max(MAX_KBPS)
  uploadKbps: number;
}

/** Of the billing policies, those that a plan may decide. */
export class PlanPoliciesDto extends PickType(BillingPoliciesDto, PLAN_POLICIES) {}
