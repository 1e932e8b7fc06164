import { IsBoolean, IsISO8601, IsUUID, Matches } from 'class-validator';
import { type MoneyDto, pageDto } from '@app/platform';
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

  /** Compute and sum up, write nothing; the result of the job is the preview. */
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
