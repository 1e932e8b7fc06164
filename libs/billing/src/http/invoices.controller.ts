import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { presentPage, RequirePermission } from '@app/platform';
import { InvoicesService } from '../services/invoices.service';
import { presentInvoice, presentInvoiceDetail } from './billing.presenter';
import { InvoiceDetailDto, InvoiceListQueryDto, InvoicePageDto } from './dto/invoice.dto';

/** Invoices. They are made by the billing run and settled by payments. */
@ApiTags('invoices')
@ApiBearerAuth()
@Controller({ path: 'invoices', version: '1' })
export class InvoicesController {
  constructor(private readonly invoices: InvoicesService) {}

  /** Invoices in your scope; sorts: createdAt, dueOn, number. */
  @Get()
  @RequirePermission('invoice:read')
  async listInvoices(@Query() query: InvoiceListQueryDto): Promise<InvoicePageDto> {
    return presentPage(await this.invoices.list(query, query), presentInvoice);
  }

  /** One invoice with its lines. */
  @Get(':id')
  @RequirePermission('invoice:read')
  async getInvoice(@Param('id', ParseUUIDPipe) id: string): Promise<InvoiceDetailDto> {
    return presentInvoiceDetail(await this.invoices.get(id));
  }
}
