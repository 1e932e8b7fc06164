import { Body, Controller, Get, Param, ParseUUIDPipe, Post, Put, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type LocalDate } from '@app/core';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { FieldPermissions } from '../../payments-field.permissions';
import { CashBook } from '../../services/cash-book/cash-book.service';
import { Arrears } from '../../services/collectors/arrears.service';
import { CollectPayment } from '../../services/collectors/collect-payment.service';
import { Collections } from '../../services/collectors/collections.service';
import { CollectorsService } from '../../services/collectors/collectors.service';
import { PaymentsService } from '../../services/payments.service';
import { presentBook } from '../cash-book/cash-book.presenter';
import { AccountBookDto, BookSpanQueryDto } from '../cash-book/dto/cash-book.dto';
import { presentPaymentDetail } from '../payment.presenter';
import {
  presentCollection,
  presentCollector,
  presentPlace,
  presentStop,
  toCollect,
  toPlace,
} from './collector.presenter';
import { ArrearsPageDto, ArrearsQueryDto, SaveStopDto, StopDto } from './dto/arrears.dto';
import { CollectedPaymentDto, CollectionPageDto, CollectPaymentDto, MyCollectionsQueryDto } from './dto/collection.dto';
import { CollectorDto } from './dto/collector.dto';

/** The collector's own: his round, his money. */
@ApiTags('collectors')
@ApiBearerAuth()
@Controller({ path: 'collectors/me', version: '1' })
export class MyRoundsController {
  constructor(
    private readonly collectors: CollectorsService,
    private readonly arrears: Arrears,
    private readonly collecting: CollectPayment,
    private readonly collections: Collections,
    private readonly payments: PaymentsService,
    private readonly books: CashBook,
  ) {}

  /** You as a collector, with your cash in hand. */
  @Get()
  @RequirePermission(FieldPermissions['collector:collect'])
  async getMyCollector(): Promise<CollectorDto> {
    return presentCollector(await this.collectors.get((await this.collectors.me()).id));
  }

  /** Who owes in your areas: open invoices oldest first, with phone, address and map. */
  @Get('arrears')
  @RequirePermission(FieldPermissions['collector:collect'])
  async listMyArrears(@Query() { dueUntil, ...query }: ArrearsQueryDto): Promise<ArrearsPageDto> {
    const filter = { ...query, ...(dueUntil === undefined ? {} : { dueUntil: dueUntil as LocalDate }) };
    return presentPage(await this.arrears.of(await this.collectors.me(), filter), presentStop);
  }

  /** Note where a customer of yours is found, and his place in the round. */
  @Put('stops/:customerId')
  @RequirePermission(FieldPermissions['collector:collect'])
  async saveMyStop(
    @Param('customerId', ParseUUIDPipe) customerId: string,
    @Body() body: SaveStopDto,
  ): Promise<StopDto> {
    return presentPlace(await this.arrears.savePlace(await this.collectors.me(), toPlace(customerId, body)));
  }

  /** Take a payment. The same form again answers with the payment that stands. */
  @Post('payments')
  @Idempotent()
  @RequirePermission(FieldPermissions['collector:collect'])
  async collectPayment(@Body() body: CollectPaymentDto): Promise<CollectedPaymentDto> {
    const id = await this.collecting.collect(toCollect(body));
    const receipt = await this.payments.receipt(id, 'id');
    return Object.assign(presentPaymentDetail(await this.payments.get(id)), { receipt });
  }

  /** What you took, newest first. */
  @Get('payments')
  @RequirePermission(FieldPermissions['collector:collect'])
  async listMyCollections(@Query() query: MyCollectionsQueryDto): Promise<CollectionPageDto> {
    const { id } = await this.collectors.me();
    return presentPage(await this.collections.list(Object.assign(query, { collectorId: id })), presentCollection);
  }

  /** Your account: what you took, handed over and gave back. */
  @Get('statement')
  @RequirePermission(FieldPermissions['collector:collect'])
  async getMyStatement(@Query() { from, to, ...query }: BookSpanQueryDto): Promise<AccountBookDto> {
    const me = await this.collectors.me();
    const span = await this.books.spanOf(me, spanOf(from, to));
    const { cashAccount: account, currency } = me;
    return presentBook(await this.books.account({ account, currency }, span, query));
  }
}

/** Days of a validated query. */
export const spanOf = (from?: string, to?: string): { from?: LocalDate; to?: LocalDate } => ({
  ...(from === undefined ? {} : { from: from as LocalDate }),
  ...(to === undefined ? {} : { to: to as LocalDate }),
});
