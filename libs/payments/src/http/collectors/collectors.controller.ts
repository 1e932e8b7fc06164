import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type LocalDate } from '@app/core';
import { Idempotent, MoneyDto, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { FieldPermissions } from '../../payments-field.permissions';
import { CashBook } from '../../services/cash-book/cash-book.service';
import { Arrears } from '../../services/collectors/arrears.service';
import { Collections } from '../../services/collectors/collections.service';
import { CollectorsService } from '../../services/collectors/collectors.service';
import { CollectorCommissions } from '../../services/remittances/collector-commissions.service';
import { presentBook } from '../cash-book/cash-book.presenter';
import { AccountBookDto, BookSpanQueryDto } from '../cash-book/dto/cash-book.dto';
import { PaymentReversalDto } from '../dto/payment-reversal.dto';
import { presentReversal } from '../payment.presenter';
import { CollectorCommissionDto, CollectorPayoutDto, PayCollectorDto } from '../remittances/dto/remittance.dto';
import { presentCollectorPayout, presentCommission } from '../remittances/remittance.presenter';
import { presentCollection, presentCollector, presentStop, toPatch } from './collector.presenter';
import { ArrearsPageDto, ArrearsQueryDto } from './dto/arrears.dto';
import { CollectionListQueryDto, CollectionPageDto, VoidCollectionDto } from './dto/collection.dto';
import {
  CollectorDto,
  CollectorListQueryDto,
  CollectorPageDto,
  CreateCollectorDto,
  UpdateCollectorDto,
} from './dto/collector.dto';
import { spanOf } from './my-rounds.controller';

/** Collectors, for who looks after them. */
@ApiTags('collectors')
@ApiBearerAuth()
@Controller({ path: 'collectors', version: '1' })
export class CollectorsController {
  constructor(
    private readonly collectors: CollectorsService,
    private readonly arrears: Arrears,
    private readonly collections: Collections,
    private readonly commissions: CollectorCommissions,
    private readonly books: CashBook,
  ) {}

  /** Collectors with their cash in hand. */
  @Get()
  @RequirePermission(FieldPermissions['collector:read'])
  async listCollectors(@Query() query: CollectorListQueryDto): Promise<CollectorPageDto> {
    return presentPage(await this.collectors.list(query, query), presentCollector);
  }

  /** Make a user a collector; his account comes with it. */
  @Post()
  @RequirePermission(FieldPermissions['collector:write'])
  async createCollector(@Body() { siteId, userId, code, ...settings }: CreateCollectorDto): Promise<CollectorDto> {
    return presentCollector(await this.collectors.create({ siteId, userId, code, ...toPatch(settings) }));
  }

  /** What collectors took, newest first. */
  @Get('payments')
  @RequirePermission(FieldPermissions['collector:read'])
  async listCollections(@Query() query: CollectionListQueryDto): Promise<CollectionPageDto> {
    return presentPage(await this.collections.list(query), presentCollection);
  }

  /** Take back what a collector took by mistake, before it is handed over. Never by himself. */
  @Post('payments/:paymentId/void')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['collector:void'])
  async voidCollection(
    @Param('paymentId', ParseUUIDPipe) paymentId: string,
    @Body() { reason }: VoidCollectionDto,
  ): Promise<PaymentReversalDto> {
    return presentReversal(await this.collections.void(paymentId, reason));
  }

  /** Note that you looked at what was flagged. */
  @Post('payments/:paymentId/review')
  @HttpCode(204)
  @RequirePermission(FieldPermissions['collector:void'])
  async reviewCollection(@Param('paymentId', ParseUUIDPipe) paymentId: string): Promise<void> {
    await this.collections.review(paymentId);
  }

  /** One collector. */
  @Get(':id')
  @RequirePermission(FieldPermissions['collector:read'])
  async getCollector(@Param('id', ParseUUIDPipe) id: string): Promise<CollectorDto> {
    return presentCollector(await this.collectors.get(id));
  }

  /** Change a collector. */
  @Patch(':id')
  @RequirePermission(FieldPermissions['collector:write'])
  async updateCollector(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...settings }: UpdateCollectorDto,
  ): Promise<CollectorDto> {
    return presentCollector(await this.collectors.update(id, version, toPatch(settings)));
  }

  /** Who owes in a collector's areas. */
  @Get(':id/arrears')
  @RequirePermission(FieldPermissions['collector:read'])
  async listCollectorArrears(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { dueUntil, ...query }: ArrearsQueryDto,
  ): Promise<ArrearsPageDto> {
    const filter = { ...query, ...(dueUntil === undefined ? {} : { dueUntil: dueUntil as LocalDate }) };
    return presentPage(await this.arrears.of(await this.collectors.find(id), filter), presentStop);
  }

  /** A collector's account: what he took, handed over and gave back. */
  @Get(':id/statement')
  @RequirePermission(FieldPermissions['collector:read'])
  async getCollectorStatement(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { from, to, ...query }: BookSpanQueryDto,
  ): Promise<AccountBookDto> {
    const collector = await this.collectors.find(id);
    const { cashAccount: account, currency } = collector;
    const span = await this.books.spanOf(collector, spanOf(from, to));
    return presentBook(await this.books.account({ account, currency }, span, query));
  }

  /** What a collector earned, newest first. */
  @Get(':id/commission')
  @RequirePermission(FieldPermissions['collector:read'])
  async getCollectorCommission(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQueryDto,
  ): Promise<CollectorCommissionDto> {
    const { currency } = await this.collectors.find(id);
    return presentCommission(await this.commissions.accruals(query, id), await this.commissions.balance(id), currency);
  }

  /** Pay a collector what he earned, out of a desk. */
  @Post(':id/commission-payouts')
  @Idempotent()
  @RequirePermission(FieldPermissions['collector:pay'])
  async payCollector(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { amount, deskId, note = '' }: PayCollectorDto,
  ): Promise<CollectorPayoutDto> {
    const collector = await this.collectors.find(id);
    return presentCollectorPayout(await this.commissions.pay(collector, MoneyDto.toMoney(amount), deskId, note));
  }
}
