import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsISO8601, IsUUID, Length, Matches, ValidateNested } from 'class-validator';
import { type LocalDate } from '@app/core';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { OVERRIDE_KINDS, type OverrideKind } from '../../../repositories/dunning/access-override.repository';
import { PROMISE_STATES, type PromiseState } from '../../../repositories/dunning/promise.repository';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';

const TEXT = /^[^\p{Cc}]*$/u;
const WITH_OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/;

/** Somebody said that he will pay; until then debt costs him no access. */
export class PromiseDto {
  id: string;

  siteId: string;

  customerId: string;

  /** Last day of the promise, where the customer lives. */
  promisedUntil: string;

  /** The instant at which it ends. */
  untilAt: Date;

  /** Open when he promised. */
  debt: MoneyDto;

  /** What of it he will pay. */
  promised: MoneyDto;

  note: string;

  /** `OPEN`, `KEPT`, `BROKEN` or `CANCELLED`. */
  state: string;

  createdBy: string;

  createdAt: Date;

  closedAt: Date | null;
}

export class PromisePageDto extends pageDto(PromiseDto) {}

/** Sorts: `createdAt`, newest first. */
export class PromiseQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsIn(PROMISE_STATES)
  state?: PromiseState;
}

export class CreatePromiseDto {
  /** Who pays. */
  @IsUUID()
  customerId: string;

  /**
   * Last day, where the customer lives.
   * @example "2026-11-25"
   */
  @LocalDay()
  until: LocalDate;

  /** Default: all that is open. */
  @MayBeAbsent()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount?: MoneyDto;

  @MayBeAbsent()
  @Length(0, 500)
  @Matches(TEXT)
  note?: string;
}

/** A decision about access that stands above the rule. */
export class AccessOverrideDto {
  id: string;

  siteId: string;

  customerId: string;

  /** Null: everything that the customer takes or pays for. */
  subscriptionId: string | null;

  /** `NEVER_ISOLATE` or `FORCE_ISOLATE`. */
  kind: string;

  reason: string;

  /** Null: until somebody ends it. */
  expiresAt: Date | null;

  createdBy: string;

  createdAt: Date;

  endedAt: Date | null;

  /** `expiry`, when its time was over. */
  endedBy: string | null;
}

export class AccessOverridePageDto extends pageDto(AccessOverrideDto) {}

/** Sorts: `createdAt`, newest first. */
export class AccessOverrideQueryDto extends PageQueryDto {
  @MayBeAbsent()
  @IsUUID()
  customerId?: string;

  @MayBeAbsent()
  @IsIn(OVERRIDE_KINDS)
  kind?: OverrideKind;

  /** Those that count now, or those that do not. */
  @MayBeAbsent()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  inForce?: boolean;
}

export class CreateAccessOverrideDto {
  @IsUUID()
  customerId: string;

  /** Left out: everything that the customer takes or pays for. */
  @MayBeAbsent()
  @IsUUID()
  subscriptionId?: string;

  @IsIn(OVERRIDE_KINDS)
  kind: OverrideKind;

  @Length(3, 500)
  @Matches(TEXT)
  reason: string;

  /**
   * Left out: until somebody ends it.
   * @example "2026-12-01T00:00:00+07:00"
   */
  @MayBeAbsent()
  @IsISO8601({ strict: true })
  @Matches(WITH_OFFSET, { message: 'expiresAt must carry its offset, such as Z or +07:00' })
  expiresAt?: string;
}
