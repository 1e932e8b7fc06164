import { IsUUID, Length, Matches } from 'class-validator';
import { type LocalDate } from '@app/core';
import { LocalDay } from '../../dto/local-day';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { LINE } from './product.dto';

/** A day off: isolation may wait for the next working day. */
export class HolidayDto {
  id: string;

  /** Null: at every site. */
  siteId: string | null;

  day: string;

  /** @example "Idul Fitri" */
  name: string;
}

export class HolidayListDto {
  /** By day. */
  items: HolidayDto[];
}

export class HolidayQueryDto {
  /** First day. */
  @LocalDay()
  from: LocalDate;

  /** Last day. */
  @LocalDay()
  to: LocalDate;

  /** Those that count at this site; left out: all that you may see. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;
}

export class CreateHolidayDto {
  /** Left out: at every site. */
  @MayBeAbsent()
  @IsUUID()
  siteId?: string;

  @LocalDay()
  day: LocalDate;

  @Length(1, 120)
  @Matches(LINE)
  name: string;
}
