import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { type LocalDate } from '@app/core';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { FieldPermissions } from '../../payments-field.permissions';
import { CashClosings } from '../../services/cash-book/cash-closings.service';
import { presentClosing, presentClosingDetail } from './cash-book.presenter';
import {
  ApproveShiftDto,
  CashClosingDetailDto,
  CashClosingListQueryDto,
  CashClosingPageDto,
  CloseShiftDto,
  OpenShiftDto,
} from './dto/cash-closing.dto';

/** Shifts of cashiers: opened with a float, counted note by note, approved by another. */
@ApiTags('cash-closings')
@ApiBearerAuth()
@Controller({ path: 'cash-closings', version: '1' })
export class CashClosingsController {
  constructor(private readonly closings: CashClosings) {}

  /** Shifts, newest first; a cashier sees his own, and those of his site. */
  @Get()
  @RequirePermission(FieldPermissions['cash-closing:read'])
  async listCashClosings(@Query() { day, ...query }: CashClosingListQueryDto): Promise<CashClosingPageDto> {
    const filter = { ...query, ...(day === undefined ? {} : { day: day as LocalDate }) };
    return presentPage(await this.closings.list(filter), presentClosing);
  }

  /** Open your shift: what you take from now on belongs to it. */
  @Post()
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-closing:write'])
  async openShift(@Body() { deskId, opening }: OpenShiftDto): Promise<CashClosingDetailDto> {
    const float = opening === undefined ? undefined : MoneyDto.toMoney(opening);
    return presentClosingDetail(await this.closings.open(deskId, float));
  }

  /** Your open shift, with what the drawer should hold now. */
  @Get('mine')
  @RequirePermission(FieldPermissions['cash-closing:write'])
  async getMyShift(): Promise<CashClosingDetailDto> {
    return presentClosingDetail(await this.closings.mine());
  }

  /** One shift. */
  @Get(':id')
  @RequirePermission(FieldPermissions['cash-closing:read'])
  async getCashClosing(@Param('id', ParseUUIDPipe) id: string): Promise<CashClosingDetailDto> {
    return presentClosingDetail(await this.closings.get(id));
  }

  /** Count the drawer of your shift and close it. */
  @Post(':id/close')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-closing:write'])
  async closeShift(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, denominations, note }: CloseShiftDto,
  ): Promise<CashClosingDetailDto> {
    const drawer = denominations.map(({ value, count }) => ({ value: BigInt(value), count }));
    return presentClosingDetail(await this.closings.close(id, version, drawer, note));
  }

  /** Agree to a count of somebody else: what was missing or too much is booked. */
  @Post(':id/approve')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['cash-closing:approve'])
  async approveShift(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version }: ApproveShiftDto,
  ): Promise<CashClosingDetailDto> {
    return presentClosingDetail(await this.closings.approve(id, version));
  }

  /** Print a closed shift; copies after the first are counted and noted. */
  @Post(':id/print')
  @HttpCode(200)
  @RequirePermission(FieldPermissions['cash-closing:read'])
  async printCashClosing(@Param('id', ParseUUIDPipe) id: string): Promise<CashClosingDetailDto> {
    return presentClosingDetail(await this.closings.print(id));
  }
}
