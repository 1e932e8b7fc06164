import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsNumber, IsUUID, Max, Min } from 'class-validator';
import { MoneyDto, pageDto, PageQueryDto } from '@app/platform';
import { Day, MayBeAbsent } from '../../dto/fields';

/** One open invoice. */
export class ArrearsInvoiceDto {
  id: string;
  number: string;

  /** @example "2026-11-10" */
  dueOn: string;

  total: MoneyDto;
  remaining: MoneyDto;
}

/** Somebody who owes, as a collector finds him. */
export class ArrearsStopDto {
  customerId: string;
  code: string;
  name: string;
  phone: string | null;
  address: string;
  areaId: string | null;
  areaName: string | null;

  /** Place in the round; null: not set. */
  @ApiProperty({ type: Number, nullable: true })
  routeNo: number | null;

  @ApiProperty({ type: Number, nullable: true })
  latitude: number | null;

  @ApiProperty({ type: Number, nullable: true })
  longitude: number | null;

  /** Opens the place on a map: by coordinates, else by the address; null where there is neither. */
  mapUrl: string | null;

  /** Opens a chat with the customer. */
  whatsappUrl: string | null;

  due: MoneyDto;

  /** @example "2026-10-10" */
  oldestDueOn: string;

  /** Until when he promised to pay. */
  promisedUntil: string | null;

  /** Is one of his services off? */
  isolated: boolean;

  /** Oldest first: in the order in which money settles them. */
  invoices: ArrearsInvoiceDto[];
}

export class ArrearsPageDto extends pageDto(ArrearsStopDto) {}

/** Sorts: `route` (default: area, place in the round, name), `amount`, `age`, `name`. */
export class ArrearsQueryDto extends PageQueryDto {
  /** This area only. */
  @MayBeAbsent()
  @IsUUID()
  areaId?: string;

  /** Only who owes something that was due on this day or before. */
  @MayBeAbsent()
  @Day()
  dueUntil?: string;
}

/** Where a customer is found. What is left out stays. */
export class SaveStopDto {
  /** Together with the longitude. */
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

  /** Place in the round of the area. */
  @MayBeAbsent()
  @IsInt()
  @Min(0)
  @Max(99_999)
  routeNo?: number;
}

export class StopDto {
  customerId: string;

  @ApiProperty({ type: Number, nullable: true })
  latitude: number | null;

  @ApiProperty({ type: Number, nullable: true })
  longitude: number | null;

  @ApiProperty({ type: Number, nullable: true })
  routeNo: number | null;
}
