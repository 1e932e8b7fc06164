import { IsUUID, Length } from 'class-validator';
import { type LocalDate } from '@app/core';
import { type MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { LocalDay } from './local-day';
import { MayBeAbsent } from './may-be-absent';

export class LedgerAccountDto {
  /** @example "AR" */
  code: string;

  name: string;

  /** `ASSET`, `LIABILITY`, `INCOME` or `EXPENSE`. */
  kind: string;
}

export class LedgerAccountListDto {
  items: LedgerAccountDto[];
}

/** One side of a transaction. The entries of one `txnId` add up to zero. */
export class LedgerEntryDto {
  txnId: string;

  account: string;

  /** Accounting day. */
  postedOn: string;

  /** Value date. */
  occurredAt: Date;

  customerId: string | null;

  /** Positive is debit, negative credit. */
  amount: MoneyDto;

  /** What it is about: `INVOICE`, `PAYMENT`, `CREDIT_NOTE`, `PAYMENT_REVERSAL`, `COMMISSION` and others. */
  refType: string;

  refId: string;
}

export class LedgerEntryPageDto extends pageDto(LedgerEntryDto) {}

/** Newest first; the order is fixed. */
export class LedgerEntryQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @Length(1, 64)
  account?: string;

  /** Posted on this day or later. */
  @MayBeAbsent()
  @LocalDay()
  from?: LocalDate;

  /** Posted on this day or earlier. */
  @MayBeAbsent()
  @LocalDay()
  to?: LocalDate;
}

export class ProofFindingDto {
  /** What is wrong. */
  what: string;

  violations: number;

  /** Ids of up to five rows that show it. */
  samples: string[];
}

export class InvariantProofDto {
  /** `I1` one line per charge, `I2` periods without gap or overlap, `I3` gapless numbers, `I4` balanced ledger, `I5` never overpaid, `I6` allocations within payments, `I7` final documents unchanged. */
  invariant: string;

  violations: number;

  findings: ProofFindingDto[];
}

/** The books, proved from the rows of all sites. */
export class LedgerProofDto {
  /** True when nothing is wrong. */
  proved: boolean;

  violations: number;

  invariants: InvariantProofDto[];

  invoices: number;

  lines: number;

  entries: number;

  /** Sum of every entry in booking units, as text; `"0"`. */
  ledgerSum: string;

  tookMs: number;
}
