import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  type RawBodyRequest,
  Req,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { FILE_TYPES, Idempotent, presentPage, RequirePermission } from '@app/platform';
import { ControlPermissions } from '../../payments-control.permissions';
import { SettlementDecisions } from '../../services/settlement-reports/settlement-decisions.service';
import { SettlementReports } from '../../services/settlement-reports/settlement-reports.service';
import {
  DecideSettlementRowDto,
  NotSettledPageDto,
  NotSettledQueryDto,
  SettlementDecisionDto,
  SettlementReportDetailDto,
  SettlementReportListQueryDto,
  SettlementReportPageDto,
  SettlementReportStartedDto,
  SettlementRowPageDto,
  SettlementRowQueryDto,
  UploadSettlementReportQueryDto,
} from './dto/settlement-report.dto';
import {
  presentNotSettled,
  presentReport,
  presentReportDetail,
  presentRow,
  presentSettlementDecision,
  toColumns,
} from './settlement.presenter';

/** What gateways say they settled, beside our books. */
@ApiTags('settlement')
@ApiBearerAuth()
@Controller({ path: 'settlement-reports', version: '1' })
export class SettlementReportsController {
  constructor(
    private readonly reports: SettlementReports,
    private readonly decisions: SettlementDecisions,
  ) {}

  /**
   * Compare a gateway's report with our payments, in the background. The file is the body, as it is: CSV or XLSX, up to
   * 10 MiB and 50,000 lines. Its columns are found by the names that the gateway uses; others can be mapped. The same file is
   * taken once, and a line that several reports repeat counts once. Fees of what is in our books are booked.
   */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @RouteConfig({ bodyTypes: Object.values(FILE_TYPES) })
  @ApiConsumes(...Object.values(FILE_TYPES))
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @RequirePermission(ControlPermissions['settlement:import'])
  async uploadSettlementReport(
    @Query() { accountId, fileName, map }: UploadSettlementReportQueryDto,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<SettlementReportStartedDto> {
    const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    const content = Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
    return this.reports.upload({ accountId, fileName, contentType, content, columns: toColumns(map) });
  }

  /** Reports, newest first. */
  @Get()
  @RequirePermission(ControlPermissions['settlement:read'])
  async listSettlementReports(@Query() query: SettlementReportListQueryDto): Promise<SettlementReportPageDto> {
    return presentPage(await this.reports.list(query), presentReport);
  }

  /** Payments that no report has named yet, oldest first. */
  @Get('not-settled')
  @RequirePermission(ControlPermissions['settlement:read'])
  async listNotSettledPayments(@Query() query: NotSettledQueryDto): Promise<NotSettledPageDto> {
    return presentPage(await this.reports.notSettled(query, query.accountId, query.days), presentNotSettled);
  }

  /** One report with how it compares. */
  @Get(':id')
  @RequirePermission(ControlPermissions['settlement:read'])
  async getSettlementReport(@Param('id', ParseUUIDPipe) id: string): Promise<SettlementReportDetailDto> {
    return presentReportDetail(await this.reports.get(id));
  }

  /** Its lines beside our books. */
  @Get(':id/rows')
  @RequirePermission(ControlPermissions['settlement:read'])
  async listSettlementRows(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: SettlementRowQueryDto,
  ): Promise<SettlementRowPageDto> {
    return presentPage(await this.reports.rowsOf(id, query, query.state), presentRow);
  }

  /**
   * Decide about a line that differs, once and for good; only `SUSPENSE` may be followed by another decision. What moves money
   * above the four-eyes limit, a second person agrees to first.
   */
  @Post(':id/rows/:rowId/decide')
  @HttpCode(HttpStatus.OK)
  @Idempotent()
  @RequirePermission(ControlPermissions['payment:review'])
  async decideSettlementRow(
    @Param('id', ParseUUIDPipe) reportId: string,
    @Param('rowId', ParseUUIDPipe) rowId: string,
    @Body() { action, ...body }: DecideSettlementRowDto,
  ): Promise<SettlementDecisionDto> {
    return presentSettlementDecision(await this.decisions.decide({ reportId, rowId, action, ...body }));
  }
}
