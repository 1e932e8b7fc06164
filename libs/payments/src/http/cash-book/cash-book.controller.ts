import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  StreamableFile,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type LocalDate } from '@app/core';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { FieldPermissions } from '../../payments-field.permissions';
import { CashBook } from '../../services/cash-book/cash-book.service';
import { CashEntries } from '../../services/cash-book/cash-entries.service';
import { spanOf } from '../collectors/my-rounds.controller';
import { presentBook, presentDay, presentEntry } from './cash-book.presenter';
import {
  AccountBookDto,
  ApproveDto,
  CashBookQueryDto,
  CashDayDto,
  CashDayQueryDto,
  CashEntryDto,
  CashEntryListQueryDto,
  CashEntryPageDto,
  CloseCashDayDto,
  CreateCashEntryDto,
  RejectDto,
} from './dto/cash-book.dto';

const dayOf = (day: string | undefined): LocalDate | undefined => day as LocalDate | undefined;

/** The book of an office's cash. */
@ApiTags('cash-book')
@ApiBearerAuth()
@Controller({ path: 'cash-book', version: '1' })
export class CashBookController {
  constructor(
    private readonly book: CashBook,
    private readonly entries: CashEntries,
  ) {}

  /** Every movement of a desk's account, with opening and closing balance from the ledger. */
  @Get()
  @RequirePermission(FieldPermissions['cash-book:read'])
  async getCashBook(@Query() { deskId, from, to, ...query }: CashBookQueryDto): Promise<AccountBookDto> {
    return presentBook(await this.book.of(deskId, spanOf(from, to), query));
  }

  /** Income and expenses by hand, newest first. */
  @Get('entries')
  @RequirePermission(FieldPermissions['cash-book:read'])
  async listCashEntries(@Query() query: CashEntryListQueryDto): Promise<CashEntryPageDto> {
    return presentPage(await this.entries.list(query), presentEntry);
  }

  /** Enter income or an expense; the books hear of it when somebody else agrees. */
  @Post('entries')
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-book:write'])
  async createCashEntry(@Body() { amount, ...body }: CreateCashEntryDto): Promise<CashEntryDto> {
    return presentEntry(await this.entries.record({ ...body, amount: MoneyDto.toMoney(amount) }));
  }

  /** One entry. */
  @Get('entries/:id')
  @RequirePermission(FieldPermissions['cash-book:read'])
  async getCashEntry(@Param('id', ParseUUIDPipe) id: string): Promise<CashEntryDto> {
    return presentEntry(await this.entries.get(id));
  }

  /** Agree to an entry of somebody else. */
  @Post('entries/:id/approve')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-book:approve'])
  async approveCashEntry(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, note }: ApproveDto,
  ): Promise<CashEntryDto> {
    return presentEntry(await this.entries.approve(id, version, note));
  }

  /** Refuse an entry of somebody else. */
  @Post('entries/:id/reject')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-book:approve'])
  async rejectCashEntry(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, note }: RejectDto,
  ): Promise<CashEntryDto> {
    return presentEntry(await this.entries.reject(id, version, note));
  }

  /** End-of-day report of a desk: as it was when the day was closed, or as it is. */
  @Get('day')
  @RequirePermission(FieldPermissions['cash-book:read'])
  async getCashDay(@Query() { deskId, day }: CashDayQueryDto): Promise<CashDayDto> {
    return presentDay(await this.book.day(deskId, dayOf(day)));
  }

  /** Close a day of a desk: nothing is booked to it any more. All of its shifts and entries must be settled. */
  @Post('day/close')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-book:approve'])
  async closeCashDay(@Body() { deskId, day }: CloseCashDayDto): Promise<CashDayDto> {
    return presentDay(await this.book.close(deskId, dayOf(day)));
  }

  /** The end-of-day report as CSV; copies are counted. */
  @Get('day/csv')
  @ApiProduces('text/csv')
  @Header('content-type', 'text/csv; charset=utf-8')
  @RequirePermission(FieldPermissions['cash-book:read'])
  async getCashDayCsv(@Query() { deskId, day, language }: CashDayQueryDto): Promise<string> {
    return this.book.csv(deskId, dayOf(day), language);
  }

  /** The end-of-day report as PDF; copies are counted. */
  @Get('day/pdf')
  @ApiOkResponse({ content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } } })
  @RequirePermission(FieldPermissions['cash-book:read'])
  async getCashDayPdf(@Query() { deskId, day, language }: CashDayQueryDto): Promise<StreamableFile> {
    const content = await this.book.paper(deskId, dayOf(day), language);
    return new StreamableFile(content, { type: 'application/pdf', disposition: 'inline' });
  }
}
