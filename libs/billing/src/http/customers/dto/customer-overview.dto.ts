import { OmitType, PickType } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type Language } from '@app/core';
import { CustomerListQueryDto } from '@app/customers';
import { pageDto, PageQueryDto } from '@app/platform';
import { TIMELINE_KINDS, type TimelineKind } from '../../../repositories/customers/customer-timeline.repository';
import { MayBeAbsent } from '../../dto/may-be-absent';
import { TimelineItemDto } from '../../subscriptions/dto/subscription-change.dto';

export class CustomerTimelineQueryDto extends PageQueryDto {
  /** Only what is of this kind. */
  @MayBeAbsent()
  @IsIn(Object.keys(TIMELINE_KINDS))
  kind?: TimelineKind;
}

/** One thing that happened to a customer. */
export class CustomerTimelineItemDto extends OmitType(TimelineItemDto, ['kind', 'what'] as const) {
  /** `PROFILE`, `SUBSCRIPTION`, `ACCESS`, `INVOICE`, `CREDIT_NOTE`, `PAYMENT`, `WALLET` or `DUNNING`. */
  kind: string;

  /** `customer.changed`, `PLAN_CHANGED`, `ISOLATED`, `ISSUED`, `VOID`, `RECEIVED`, `REFUND`, `REMINDED` … */
  what: string;

  /** The service that it is about. */
  subscriptionId: string | null;
}

export class CustomerTimelinePageDto extends pageDto(CustomerTimelineItemDto) {}

export class ExportCustomersQueryDto extends PickType(CustomerListQueryDto, [
  'q',
  'siteId',
  'areaId',
  'resellerId',
  'status',
] as const) {
  /** Of the column names; default: `id`. */
  @MayBeAbsent()
  @IsIn(['id', 'en'])
  language?: Language;
}
