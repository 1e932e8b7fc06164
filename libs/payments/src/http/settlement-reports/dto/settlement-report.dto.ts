import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { MoneyDto, PageQueryDto, pageDto } from '@app/platform';
import { REPORT_FIELDS } from '../../../domain/settlement-reports/report-columns';
import { SETTLEMENT_ACTIONS, type SettlementAction } from '../../../domain/settlement-reports/settlement-decision';
import { type ReportState } from '../../../domain/settlement-reports/settlement-report';
import {
  SETTLEMENT_STATES,
  type SettlementKind,
  type SettlementState,
} from '../../../domain/settlement-reports/settlement-row';

const MAPPING = new RegExp(`^(?:${REPORT_FIELDS.join('|')}):[^\\p{Cc}]{1,100}$`, 'u');
const PLAIN = /^\P{Cc}*$/u;

/** What the file in the body is. */
export class UploadSettlementReportQueryDto {
  /** The gateway's account whose report it is. */
  @IsUUID()
  accountId: string;

  /** How people call the file. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  @Matches(PLAIN, { message: 'must not hold control characters' })
  fileName: string = 'upload';

  /**
   * Columns whose headers are not those of the gateway, each as `field:header`. Fields: `orderId`, `providerRef`, `kind`,
   * `gross`, `fee`, `net`, `channel`, `paidOn`, `settledOn`.
   * @example ["gross:Nilai bruto"]
   */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? [value] : value))
  @IsArray()
  @ArrayMaxSize(REPORT_FIELDS.length)
  @Matches(MAPPING, { each: true, message: 'map must be field:header' })
  map?: string[];
}

/** A report that is being read. */
export class SettlementReportStartedDto {
  reportId: string;

  /** Watch it at `GET /jobs/{id}`. */
  jobId: string;
}

/** Sorts: `createdAt` (default, newest first). */
export class SettlementReportListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  accountId?: string;
}

/** Sorts: `rowNo`. */
export class SettlementRowQueryDto extends PageQueryDto {
  @IsOptional()
  @IsIn(SETTLEMENT_STATES)
  state?: SettlementState;
}

/** Sorts: `receivedAt` (default, oldest first). */
export class NotSettledQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  accountId?: string;

  /** Received at least so many days ago; default 2. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(366)
  days: number = 2;
}

/** A line that nobody understands. */
export class UnreadableRowDto {
  rowNo: number;

  /** The field that is to blame. */
  field: string;

  /** What stands there. */
  text: string;
}

/** Lines of one kind and outcome together. */
export class SettlementSumDto {
  /** `PAYMENT`, `REFUND`, `CHARGEBACK` or `PAYOUT`. */
  kind: SettlementKind;

  /** `MATCHED`, `AMOUNT_DIFFERS`, `UNKNOWN_HERE`, or `DECIDED` by a person. */
  state: SettlementState;

  count: number;

  gross: MoneyDto;

  fee: MoneyDto;

  net: MoneyDto;
}

/** A report of a gateway. */
export class SettlementReportDto {
  id: string;

  accountId: string;

  fileName: string;

  /** `QUEUED`, `COMPLETED` or `FAILED`. */
  state: ReportState;

  /** Lines that were new. */
  rowCount: number;

  /** Lines that an earlier report told of already. */
  repeatedCount: number;

  /** Lines that could not be read, the first hundred. */
  unreadable: UnreadableRowDto[];

  /** Code of what made it fail. */
  problem: string | null;

  jobId: string | null;

  /** Name of who uploaded it. */
  requestedBy: string;

  createdAt: Date;

  finishedAt: Date | null;
}

export class SettlementReportPageDto extends pageDto(SettlementReportDto) {}

/** The same with how it compares. */
export class SettlementReportDetailDto extends SettlementReportDto {
  sums: SettlementSumDto[];
}

/** A line beside our books. */
export class SettlementRowDto {
  id: string;

  /** Line of the file; the header is 1. */
  rowNo: number;

  kind: SettlementKind;

  state: SettlementState;

  merchantOrderId: string | null;

  providerRef: string | null;

  gross: MoneyDto;

  fee: MoneyDto;

  net: MoneyDto;

  /** What is booked, or else was asked for; null: there is no such attempt. */
  expected: MoneyDto | null;

  channel: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  paidOn: string | null;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  settledOn: string | null;

  attemptId: string | null;

  paymentId: string | null;

  /** Its money is booked as nobody's (SUSPENSE) until somebody decides whose it is. */
  isInSuspense: boolean;

  /** What a person decided about it. */
  @ApiProperty({ enum: SETTLEMENT_ACTIONS, nullable: true })
  decision: SettlementAction | null;
}

/** What to do with the difference. */
export class DecideSettlementRowDto {
  /**
   * Too little was settled: `PARTIAL` counts only that, `ABSORB` bears the rest as a fee. Too much, or money that we have no
   * payment of: `CREDIT` makes it deposit, `INVOICE` pays an invoice, `REFUND` gives it back; `SETTLE` where it is just what an
   * order of ours asked for; `SUSPENSE` books it as nobody's, until one of the others follows. `TAKEN_BACK`: books what the
   * gateway gave back on its own. `DISMISS`: there is nothing to book.
   */
  @IsIn(SETTLEMENT_ACTIONS)
  action: SettlementAction;

  /** Whose money it is; default: the customer of the payment or the order. */
  @IsOptional()
  @IsUUID()
  customerId?: string;

  /** The one that `INVOICE` pays first; default: the oldest. */
  @IsOptional()
  @IsUUID()
  invoiceId?: string;

  /** Number of the transfer by which a `REFUND` went back. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  @Matches(PLAIN, { message: 'proofRef must not contain control characters' })
  proofRef?: string;

  /** Why, for the auditor. */
  @IsString()
  @Length(3, 500)
  @Matches(PLAIN, { message: 'reason must not contain control characters' })
  reason: string;
}

/** What was decided about a line. It never changes. */
export class SettlementDecisionDto {
  id: string;

  rowId: string;

  action: SettlementAction;

  /** Settled less booked. */
  difference: MoneyDto;

  customerId: string | null;

  /** Of `PARTIAL`. */
  reversalId: string | null;

  /** Of `SETTLE`, `CREDIT`, `INVOICE` and `REFUND`. */
  paymentId: string | null;

  refundId: string | null;

  reason: string;

  decidedBy: string;

  decidedAt: Date;
}

export class SettlementRowPageDto extends pageDto(SettlementRowDto) {}

/** A payment that no report has named yet. */
export class NotSettledDto {
  /** Of the payment. */
  id: string;

  receiptNumber: string;

  accountId: string;

  merchantOrderId: string;

  amount: MoneyDto;

  receivedAt: Date;
}

export class NotSettledPageDto extends pageDto(NotSettledDto) {}

/** Sorts: `paidOn` (default, newest first). */
export class GatewayPayoutListQueryDto extends PageQueryDto {
  @IsOptional()
  @IsUUID()
  accountId?: string;
}

/** Money that a gateway sent to our bank. */
export class RecordPayoutDto {
  @IsUUID()
  accountId: string;

  /** The gateway's or the bank's number of it: one payout per account and reference. */
  @IsString()
  @Length(1, 100)
  @Matches(PLAIN, { message: 'must not hold control characters' })
  reference: string;

  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /**
   * Day on which it reached the bank.
   * @example "2026-11-22"
   */
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/, { message: 'paidOn must be a day' })
  paidOn: string;

  /** Account of the books; default `CASH.BANK`. */
  @IsOptional()
  @Matches(/^CASH\.[A-Z0-9._-]{1,60}$/, { message: 'bankAccount must be a cash account, such as CASH.BANK' })
  bankAccount?: `CASH.${string}`;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  @Matches(PLAIN, { message: 'must not hold control characters' })
  note?: string;
}

/** Money that a gateway sent to a bank. */
export class GatewayPayoutDto {
  id: string;

  accountId: string;

  reference: string;

  amount: MoneyDto;

  bankAccount: string;

  @ApiProperty({ type: String, format: 'date' })
  paidOn: string;

  note: string;

  recordedBy: string;

  recordedAt: Date;
}

export class GatewayPayoutPageDto extends pageDto(GatewayPayoutDto) {}
