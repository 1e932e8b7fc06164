import { IsIn, IsInt, IsUUID, Min } from 'class-validator';
import { pageDto, PageQueryDto } from '@app/platform';
import { RESELLER_STATUSES, type ResellerStatus } from '../../domain/place';
import { MayBeAbsent } from './may-be-absent';
import { PlainText } from './plain-text';

/** A part of a site; collectors are given areas. */
export class AreaDto {
  id: string;

  siteId: string;

  /** @example "Cibeunying Kidul" */
  name: string;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;
}

export class AreaPageDto extends pageDto(AreaDto) {}

export class AreaListQueryDto extends PageQueryDto {
  /** Only areas of this site. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;
}

export class CreateAreaDto {
  /** A site in your scope. */
  @IsUUID()
  siteId: string;

  /** Unique in its site. */
  @PlainText(1, 120)
  name: string;
}

export class UpdateAreaDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @PlainText(1, 120)
  name: string;
}

/** Somebody who sells on his own account and looks after his customers. */
export class ResellerDto {
  id: string;

  siteId: string;

  /** @example "Toko Sinar Jaya" */
  name: string;

  /** `ACTIVE`, or `DISABLED`: then none of its users gets in. */
  status: string;

  /** Send it back with an edit. */
  version: number;

  createdAt: Date;
}

export class ResellerPageDto extends pageDto(ResellerDto) {}

export class ResellerListQueryDto extends PageQueryDto {
  /** Only resellers of this site. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @MayBeAbsent()
  @IsIn(RESELLER_STATUSES)
  status?: ResellerStatus;
}

export class CreateResellerDto {
  /** A site in your scope. */
  @IsUUID()
  siteId: string;

  /** Unique in its site. */
  @PlainText(1, 120)
  name: string;
}

export class UpdateResellerDto {
  /** From the last read. */
  @IsInt()
  @Min(1)
  version: number;

  @MayBeAbsent()
  @PlainText(1, 120)
  name?: string;

  @MayBeAbsent()
  @IsIn(RESELLER_STATUSES)
  status?: ResellerStatus;
}
