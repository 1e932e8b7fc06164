import {
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
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { FILE_TYPES, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { BillingPermissions } from '../../billing.permissions';
import { CustomerImports } from '../customer-imports.service';
import {
  CustomerImportDto,
  CustomerImportPageDto,
  CustomerImportRowPageDto,
  CustomerImportRowQueryDto,
  CustomerImportStartedDto,
  ImportCustomersQueryDto,
} from './customer-import.dto';
import { failedCustomerRowsCsv, presentCustomerImport, presentCustomerImportRow } from './customer-import.presenter';

/** Lists of customers from other systems. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller({ version: '1' })
export class CustomerImportsController {
  constructor(private readonly imports: CustomerImports) {}

  /**
   * Take over a list of customers with plans and opening balances, in the background. The file is the body, as it is: CSV
   * (comma, semicolon or tab; UTF-8 or windows-1252) or XLSX, up to 10 MiB and 50,000 rows. Rows that are wrong are left
   * out and can be downloaded with their reasons. The same file is taken once.
   */
  @Post('customers/import')
  @HttpCode(HttpStatus.ACCEPTED)
  @RouteConfig({ bodyTypes: Object.values(FILE_TYPES) })
  @ApiConsumes(...Object.values(FILE_TYPES))
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @RequirePermission(BillingPermissions['customer:import'])
  async importCustomers(
    @Query() query: ImportCustomersQueryDto,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<CustomerImportStartedDto> {
    const { siteId, dryRun, format, fileName, sharedPhones } = query;
    const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
    const content = Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
    return this.imports.start({ siteId, dryRun, format, fileName, contentType, content, settings: { sharedPhones } });
  }

  /** Uploaded lists of your sites, newest first. */
  @Get('imports')
  @RequirePermission(BillingPermissions['customer:import'])
  async listCustomerImports(@Query() query: PageQueryDto): Promise<CustomerImportPageDto> {
    return presentPage(await this.imports.list(query), presentCustomerImport);
  }

  /** One list: figures, columns that were understood or left out, progress. */
  @Get('imports/:id')
  @RequirePermission(BillingPermissions['customer:import'])
  async getCustomerImport(@Param('id', ParseUUIDPipe) id: string): Promise<CustomerImportDto> {
    return presentCustomerImport(await this.imports.get(id));
  }

  /** Its rows with what is wrong with them; sorts: rowNo. */
  @Get('imports/:id/rows')
  @RequirePermission(BillingPermissions['customer:import'])
  async listCustomerImportRows(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: CustomerImportRowQueryDto,
  ): Promise<CustomerImportRowPageDto> {
    return presentPage(await this.imports.rowsOf(id, query), presentCustomerImportRow);
  }

  /** The rows that failed, with their reasons, as CSV: mend them and upload that. */
  @Get('imports/:id/failed-rows.csv')
  @Header('Content-Type', 'text/csv; charset=utf-8')
  @Header('Content-Disposition', 'attachment; filename="failed-rows.csv"')
  @ApiProduces('text/csv')
  @RequirePermission(BillingPermissions['customer:import'])
  async downloadFailedCustomerRows(@Param('id', ParseUUIDPipe) id: string): Promise<string> {
    return failedCustomerRowsCsv(await this.imports.failedRows(id));
  }

  /** Carry out a dry run that found nothing wrong, or go on with an import that was cancelled. */
  @Post('imports/:id/confirm')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(BillingPermissions['customer:import'])
  async confirmCustomerImport(@Param('id', ParseUUIDPipe) id: string): Promise<CustomerImportStartedDto> {
    return this.imports.confirm(id);
  }

  /** Stop an import between two batches; what it has made stays. */
  @Post('imports/:id/cancel')
  @HttpCode(HttpStatus.ACCEPTED)
  @RequirePermission(BillingPermissions['customer:import'])
  async cancelCustomerImport(@Param('id', ParseUUIDPipe) id: string): Promise<CustomerImportDto> {
    return presentCustomerImport(await this.imports.cancel(id));
  }
}
