import { Readable } from 'node:stream';
import { Controller, Get, Param, ParseUUIDPipe, Query, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { presentPage, RateLimit, RequirePermission } from '@app/platform';
import { CustomerList } from '../../services/customers/customer-list.service';
import { CustomerTimelines } from '../../services/customers/customer-timelines.service';
import { presentCustomerTimelineItem } from './customer-overview.presenter';
import {
  CustomerTimelinePageDto,
  CustomerTimelineQueryDto,
  ExportCustomersQueryDto,
} from './dto/customer-overview.dto';

/** Customers with what they take, owe and went through. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller({ path: 'customers', version: '1' })
export class CustomerOverviewController {
  constructor(
    private readonly list: CustomerList,
    private readonly timelines: CustomerTimelines,
  ) {}

  /** The customers in your scope as CSV, by code, with plans and what is open. Every export is audited. */
  @Get('export')
  @RateLimit('expensive')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } } })
  @RequirePermission('customer:export')
  async exportCustomers(@Query() { language = 'id', ...filter }: ExportCustomersQueryDto): Promise<StreamableFile> {
    return new StreamableFile(Readable.from(await this.list.csv(filter, language)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="customers.csv"',
    });
  }

  /**
   * Everything that happened to a customer, newest first: his profile, services, access, invoices, credit notes, payments,
   * deposit and dunning, each as far as you may read it.
   */
  @Get(':id/timeline')
  @RequirePermission('customer:read')
  async getCustomerTimeline(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { kind, ...request }: CustomerTimelineQueryDto,
  ): Promise<CustomerTimelinePageDto> {
    return presentPage(await this.timelines.of(id, request, kind), presentCustomerTimelineItem);
  }
}
