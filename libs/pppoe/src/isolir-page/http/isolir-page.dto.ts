import { IsIn, IsOptional, Matches } from 'class-validator';
import { type Language } from '@app/core';

/** Language of the page; else the browser's. */
export class IsolirPageQueryDto {
  @IsOptional()
  @IsIn(['id', 'en'])
  lang?: Language;
}

/** Who is asking, where the address does not tell. */
export class FindIsolirBillDto {
  /** Customer number. */
  @Matches(/^\s*[\w./-]{1,32}\s*$/)
  code: string;

  /** Last four digits of the phone number. */
  @Matches(/^\d{4}$/)
  digits: string;
}
