import { IsIn } from 'class-validator';
import { type Language } from '@app/core';
import { MayBeAbsent } from '../../dto/may-be-absent';

export class DocumentLanguageDto {
  /** Default: `id`. */
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;
}

export class PayLinkDto {
  /** Whoever holds it can see what is due and pay; send it to the customer only. */
  url: string;

  expiresAt: Date;
}
