import {
  Body,
  Controller,
  Get,
  Header,
  HttpCode,
  HttpStatus,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  type RawBodyRequest,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { CustomerImportRowQueryDto, failedCustomerRowsCsv, presentCustomerImport } from '@app/billing';
import { FILE_TYPES, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { streamed } from '../../print/http/print.presenter';
import { VoucherPermissions } from '../../vouchers.permissions';
import { VoucherImports, VoucherLists } from '../voucher-imports.service';
import {
  ImportVouchersFromRouterDto,
  ImportVouchersQueryDto,
  VoucherImportDto,
  VoucherImportPageDto,
  VoucherImportRowPageDto,
  VoucherImportStartedDto,
  VoucherTemplateFileQueryDto,
} from './voucher-import.dto';
import { packagesOf, presentVoucherImportRow, voucherProblem, voucherTemplateFile } from './voucher-import.presenter';

const BINARY = { schema: { type: 'string', format: 'binary' } };

/** Lists of vouchers from other systems. */
@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ path: 'voucher-imports', version: '1' })
export class VoucherImportsController {
  constructor(
    private readonly lists: VoucherLists,
    private readonly imports: VoucherImports,
  ) {}

  /**
   * Take over a list of vouchers with their states, first logins and ends, in the background. The file is the body, as it is:
   * CSV or XLSX, up to 10 MiB and 50,000 rows. Rows that are wrong are left out and can be downloaded with their reasons; a
   * voucher that is there already is skipped. Users of the same names on the hotspot routers become ours.
   */
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @RouteConfig({ bodyTypes: Object.values(FILE_TYPES) })
  @ApiConsumes(...Object.values(FILE_TYPES))
  @ApiBody(BINARY)
  @RequirePermission(VoucherPermissions['voucher:make'])
  async importVouchers(
    @Query() { siteId, dryRun, format = 'OWN_VOUCHERS', fileName = 'upload', packages }: ImportVouchersQueryDto,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<VoucherImportStartedDto> {
    const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    const content = Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
    const settings = { packages: packagesOf(packages) };
    return this.lists.start({ siteId, dryRun, format, fileName, contentType, content, settings });
  }

  /** Take over the vouchers that Mikhmon left on a router: its users with a `vc-` or `up-` comment, or with an end in it. */
  @Post('from-router')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(VoucherPermissions['voucher:make'])
  async importVouchersFromRouter(
    @Body() { routerId, dryRun, packages }: ImportVouchersFromRouterDto,
  ): Promise<VoucherImportStartedDto> {
    return this.imports.startFromRouter(routerId, { dryRun, packages: packagesOf(packages) });
  }

  /** An empty list with our columns and two examples. */
  @Get('template')
  @ApiProduces(...Object.values(FILE_TYPES))
  @ApiOkResponse(BINARY)
  @RequirePermission(VoucherPermissions['voucher:make'])
  async downloadVoucherListTemplate(@Query() { format = 'csv' }: VoucherTemplateFileQueryDto): Promise<StreamableFile> {
    return streamed(await voucherTemplateFile(format));
  }

  /** Uploaded lists of your sites, newest first. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:make'])
  async listVoucherImports(@Query() query: PageQueryDto): Promise<VoucherImportPageDto> {
    return presentPage(await this.lists.list(query), presentCustomerImport);
  }

  /** One list: figures, columns that were understood or left out, progress. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['voucher:make'])
  async getVoucherImport(@Param('id', ParseUUIDPipe) id: string): Promise<VoucherImportDto> {
    return presentCustomerImport(await this.lists.get(id));
  }

  /** Its rows with what is wrong with them; sorts: rowNo. */
  @Get(':id/rows')
  @RequirePermission(VoucherPermissions['voucher:make'])
  async listVoucherImportRows(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: CustomerImportRowQueryDto,
  ): Promise<VoucherImportRowPageDto> {
    return presentPage(await this.lists.rowsOf(id, query), presentVoucherImportRow);
  }

  /** The rows that failed, with their reasons, as CSV: mend them and upload that. */
  @Get(':id/failed-rows.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="failed-rows.csv"')
  @Header('Cache-Control', 'no-store')
  @ApiProduces('text/csv')
  @RequirePermission(VoucherPermissions['voucher:make'])
  async downloadFailedVoucherRows(@Param('id', ParseUUIDPipe) id: string): Promise<string> {
    return failedCustomerRowsCsv(await this.imports.failedRows(id), voucherProblem);
  }

  /** Carry out a dry run that found nothing wrong, or go on with an import that was cancelled or could not reach a router. */
  @Post(':id/confirm')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(VoucherPermissions['voucher:make'])
  async confirmVoucherImport(@Param('id', ParseUUIDPipe) id: string): Promise<VoucherImportStartedDto> {
    return this.lists.confirm(id);
  }

  /** Stop an import between two batches; what it has made stays. */
  @Post(':id/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(VoucherPermissions['voucher:make'])
  async cancelVoucherImport(@Param('id', ParseUUIDPipe) id: string): Promise<VoucherImportDto> {
    return presentCustomerImport(await this.lists.cancel(id));
  }
}
