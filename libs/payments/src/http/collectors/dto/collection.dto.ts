import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsNumber, IsObject, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { COLLECTION_METHODS, type CollectionMethod } from '../../../domain/collectors/collector';
import { Flag, Instant, Line, MayBeAbsent } from '../../dto/fields';
import { PaymentDetailDto } from '../../dto/payment.dto';

/** What a collector's form says. Send it as often as you like: one form is one payment. */
export class CollectPaymentDto {
  /** Made by the phone when the form opens (UUID). */
  @IsUUID()
  clientId: string;

  /** A customer of your areas. */
  @IsUUID()
  customerId: string;

  /** What was taken; it settles the oldest invoices first. */
  @IsObject()
  @ValidateNested()
  @Type(() => MoneyDto)
  amount: MoneyDto;

  /** `TRANSFER` went to our bank; everything else is in the collector's hand. */
  @IsIn(COLLECTION_METHODS)
  method: CollectionMethod;

  /** Settles this invoice first. */
  @MayBeAbsent()
  @IsUUID()
  invoiceId?: string;

  /** When it was taken, by the phone's clock; default now. However old, it is recorded. */
  @MayBeAbsent()
  @Instant()
  collectedAt?: string;

  /** The phone's clock at sending, by which a wrong one is put right. */
  @MayBeAbsent()
  @Instant()
  sentAt?: string;

  @MayBeAbsent()
  @Line(0, 500)
  note?: string;

  /** Number of the transfer or of the paper receipt. */
  @MayBeAbsent()
  @Line(1, 100)
  externalRef?: string;

  /** Where it was taken. */
  @MayBeAbsent()
  @IsNumber({ maxDecimalPlaces: 6 })
  @Min(-90)
  @Max(90)
  latitude?: number;

  @MayBeAbsent()
  @IsNumber({ maxDecimalPlaces: 6 })
  @Min(-180)
  @Max(180)
  longitude?: number;
}

/** The payment that stands, with its receipt. */
export class CollectedPaymentDto extends PaymentDetailDto {
  /** The receipt as text of 32 columns, also for a message. */
  receipt: string;
}

/** What a collector took. */
export class CollectionDto {
  paymentId: string;
  collectorId: string;

  /** The form's. */
  clientId: string;

  customerId: string;
  customerCode: string;
  customerName: string;
  receiptNumber: string;

  @ApiProperty({ enum: COLLECTION_METHODS })
  method: CollectionMethod;

  amount: MoneyDto;

  /** What is left of it after he gave some of it back. */
  remaining: MoneyDto;

  /** By the phone's clock. */
  collectedAt: Date;

  /** By the server's. */
  recordedAt: Date;

  /** Not handed over yet. */
  inHand: boolean;

  /**
   * What somebody should look at: `CLOCK_SKEW`, `CLOCK_AHEAD`, `TOO_OLD`, `PARTIAL`, `OVER_LIMIT`.
   * @example []
   */
  flags: string[];

  @ApiProperty({ type: Date, nullable: true })
  reviewedAt: Date | null;

  reviewedBy: string | null;

  @ApiProperty({ type: Number, nullable: true })
  latitude: number | null;

  @ApiProperty({ type: Number, nullable: true })
  longitude: number | null;

  /** The remittance that it is part of. */
  remittanceId: string | null;
}

export class CollectionPageDto extends pageDto(CollectionDto) {}

/** Sorts: `collectedAt` (default, newest first), `recordedAt`. */
export class MyCollectionsQueryDto extends PageQueryDto {
  /** Only what is, or is not, in hand. */
  @MayBeAbsent()
  @Flag()
  inHand?: boolean;
}

export class CollectionListQueryDto extends MyCollectionsQueryDto {
  @MayBeAbsent()
  @IsUUID()
  collectorId?: string;

  /** Only what is flagged and nobody has looked at. */
  @MayBeAbsent()
  @Flag()
  toReview?: boolean;
}

export class VoidCollectionDto {
  /** Why; for the auditors. */
  @Line(3, 500)
  reason: string;
}
