import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Patch, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { CurrentActor, Idempotent, presentPage, RequirePermission } from '@app/platform';
import { CustomersService } from '../services/customers.service';
import { type Customer } from '../entities/customer.entity';
import { customerPresenter } from './customer.presenter';
import {
  ArchiveCustomerDto,
  CreateCustomerDto,
  CustomerDto,
  CustomerListQueryDto,
  CustomerPageDto,
  UpdateCustomerDto,
} from './dto/customer.dto';

/** Customers. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller({ path: 'customers', version: '1' })
export class CustomersController {
  constructor(
    private readonly customers: CustomersService,
    private readonly actor: CurrentActor,
  ) {}

  /** Customers in your scope; sorts: createdAt, name, code. */
  @Get()
  @RequirePermission('customer:read')
  async listCustomers(@Query() query: CustomerListQueryDto): Promise<CustomerPageDto> {
    return presentPage(await this.customers.list(query, query), customerPresenter(this.actor.get()));
  }

  /** One customer. */
  @Get(':id')
  @RequirePermission('customer:read')
  async getCustomer(@Param('id', ParseUUIDPipe) id: string): Promise<CustomerDto> {
    return this.present(await this.customers.get(id));
  }

  /** Create a customer. */
  @Post()
  @Idempotent()
  @RequirePermission('customer:write')
  async createCustomer(@Body() body: CreateCustomerDto): Promise<CustomerDto> {
    return this.present(await this.customers.create(body));
  }

  /** Change a customer. Fields that are not sent stay as they are. */
  @Patch(':id')
  @RequirePermission('customer:write')
  async updateCustomer(@Param('id', ParseUUIDPipe) id: string, @Body() body: UpdateCustomerDto): Promise<CustomerDto> {
    const { version, ...edit } = body;
    return this.present(await this.customers.update(id, version, edit));
  }

  /** Take a customer out of daily work. Documents stay. */
  @Post(':id/archive')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('customer:archive')
  async archiveCustomer(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: ArchiveCustomerDto,
  ): Promise<CustomerDto> {
    return this.present(await this.customers.archive(id, body.version));
  }

  private present(customer: Customer): CustomerDto {
    return customerPresenter(this.actor.get())(customer);
  }
}
