import { IsBoolean, IsISO8601, IsUUID, Matches } from 'class-validator';
import { MoneyDto, pageDto } from '@app/platform';
import { MayBeAbsent } from './may-be-absent';

const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

export class StartBillingRunDto {
  /**
   * Bill as of this instant; default: now. Not before the last run, and only a dry run may look ahead.
   * @example "2026-12-01T00:05:00+07:00"
   */
  @MayBeAbsent()
  @IsISO8601({ strict: true })
  @Matches(WITH_OFFSET, { message: 'asOf must carry its offset, such as Z or +07:00' })
  asOf?: string;

  /** Only this site; who may not see every site has to name one. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  /** Compute and sum up, bill nothing. The figures are kept: `GET /billing/runs/{id}`, then `POST …/confirm`. */
  @MayBeAbsent()
  @IsBoolean()
  dryRun?: boolean;
}

export class JobStartedDto {
  /** Watch it with `GET /jobs/{id}`. */
  jobId: string;
}

/** One execution of the billing run that found something to do. */
export class BillingRunDto {
  id: string;

  asOf: Date;

  siteId: string | null;

  /** `SCHEDULE` or `MANUAL`. */
  trigger: string;

  requestedBy: string;

  /** `RUNNING`, `COMPLETED`, `STOPPED` (asked to, the next run goes on) or `FAILED`. */
  state: string;

  invoiceCount: number;

  lineCount: number;

  /** Subscriptions that it had to set aside. */
  parkedCount: number;

  /** Sum of its invoices. */
  total: MoneyDto;

  error: string | null;

  startedAt: Date;

  finishedAt: Date | null;

  /** A preview: nothing was billed. */
  dryRun: boolean;

  /** The dry run that it carries out. */
  previewOf: string | null;

  /** Ticks had been missed, so it may bill up to 24 periods of a subscription instead of 2. */
  isCatchUp: boolean;

  /** Customers that were due when it began. */
  dueCount: number;

  /** Customers that it is through with. */
  doneCount: number;

  /** When somebody asked it to stop. */
  stopRequestedAt: Date | null;
}

/** What a dry run found for a plan. */
export class PreviewedPlanDto {
  planName: string;

  lineCount: number;

  net: MoneyDto;

  tax: MoneyDto;
}

/** What a dry run found for a site. */
export class PreviewedSiteDto {
  siteId: string;

  siteCode: string;

  invoiceCount: number;

  net: MoneyDto;

  tax: MoneyDto;
}

export class PreviewedTotalDto {
  net: MoneyDto;

  tax: MoneyDto;

  total: MoneyDto;
}

/** A subscription that would be set aside. */
export class PreviewedRefusalDto {
  subscriptionId: string;

  /** @example "NO_PRICE" */
  code: string;

  reason: string;
}

/** What the same subscriptions, and those that ended, were billed for the period before. */
export class PreviousPeriodDto {
  invoiceCount: number;

  /** One per currency, tax included. */
  totals: MoneyDto[];
}

/** Why the total differs from that of the period before. */
export class PreviewedDifferenceDto {
  /**
   * `NEW`, `ENDED` (or paused), `PRICE` (the same plan costs something else), `CHANGED` (another plan, add-ons, discounts, a
   * part of a period) or `MISSED` (periods beyond the first).
   */
  cause: string;

  /** Subscriptions. */
  count: number;

  /** Tax included; negative when it brings less. */
  amount: MoneyDto;
}

/** Figures of a dry run. */
export class PreviewFiguresDto {
  /** ISO 8601. */
  asOf: string;

  isCatchUp: boolean;

  customerCount: number;

  invoiceCount: number;

  lineCount: number;

  /** One per currency. */
  totals: PreviewedTotalDto[];

  plans: PreviewedPlanDto[];

  sites: PreviewedSiteDto[];

  /** The first hundred. */
  refusals: PreviewedRefusalDto[];

  refusalCount: number;

  previous: PreviousPeriodDto;

  differences: PreviewedDifferenceDto[];
}

/** A run with what it was previewed with. */
export class BillingRunDetailDto extends BillingRunDto {
  /** Of a dry run; null for a run that billed. */
  figures: PreviewFiguresDto | null;
}

export class BillingRunPageDto extends pageDto(BillingRunDto) {}

/** A subscription that could not be billed and waits for somebody to look. */
export class ParkedSubscriptionDto {
  id: string;

  subscriptionId: string;

  customerId: string;

  siteId: string;

  /** The run that set it aside. */
  runId: string | null;

  /** @example "NO_PRICE" */
  code: string;

  reason: string;

  parkedAt: Date;
}

export class ParkedSubscriptionPageDto extends pageDto(ParkedSubscriptionDto) {}
