import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { FieldPermissions } from '../../payments-field.permissions';
import { RemittanceDecisions } from '../../services/remittances/remittance-decisions.service';
import { Remittances } from '../../services/remittances/remittances.service';
import { ApproveDto, RejectDto } from '../cash-book/dto/cash-book.dto';
import {
  CountRemittanceDto,
  DeclareRemittanceDto,
  RemittanceDetailDto,
  RemittanceListQueryDto,
  RemittancePageDto,
} from './dto/remittance.dto';
import { presentRemittance, presentRemittanceDetail } from './remittance.presenter';

/** Cash that collectors hand over: declared, counted, approved by another. */
@ApiTags('remittances')
@ApiBearerAuth()
@Controller({ path: 'remittances', version: '1' })
export class RemittancesController {
  constructor(
    private readonly remittances: Remittances,
    private readonly decisions: RemittanceDecisions,
  ) {}

  /** Remittances, newest first; a collector sees his own. */
  @Get()
  @RequirePermission(FieldPermissions['remittance:read'])
  async listRemittances(@Query() query: RemittanceListQueryDto): Promise<RemittancePageDto> {
    return presentPage(await this.remittances.list(query), presentRemittance);
  }

  /** Say what is handed over. */
  @Post()
  @Idempotent()
  @RequirePermission(FieldPermissions['remittance:declare'])
  async declareRemittance(@Body() { declared, ...body }: DeclareRemittanceDto): Promise<RemittanceDetailDto> {
    const command = { ...body, declared: MoneyDto.toMoney(declared) };
    return presentRemittanceDetail(await this.remittances.declare(command));
  }

  /** One remittance with its payments. */
  @Get(':id')
  @RequirePermission(FieldPermissions['remittance:read'])
  async getRemittance(@Param('id', ParseUUIDPipe) id: string): Promise<RemittanceDetailDto> {
    return presentRemittanceDetail(await this.remittances.get(id));
  }

  /** Note what the desk counted; again to correct it. */
  @Post(':id/count')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['remittance:count'])
  async countRemittance(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, counted }: CountRemittanceDto,
  ): Promise<RemittanceDetailDto> {
    return presentRemittanceDetail(await this.remittances.count(id, version, MoneyDto.toMoney(counted)));
  }

  /** Agree to the count: the cash is the desk's. Never by the collector or whoever declared it. */
  @Post(':id/approve')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['remittance:approve'])
  async approveRemittance(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, note }: ApproveDto,
  ): Promise<RemittanceDetailDto> {
    return presentRemittanceDetail(await this.decisions.approve(id, version, note));
  }

  /** Refuse it: its payments may be handed over another time. */
  @Post(':id/reject')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(FieldPermissions['remittance:approve'])
  async rejectRemittance(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, note }: RejectDto,
  ): Promise<RemittanceDetailDto> {
    return presentRemittanceDetail(await this.decisions.reject(id, version, note));
  }
}
