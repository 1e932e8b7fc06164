import { Body, Controller, Get, Param, ParseUUIDPipe, Patch, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { RequirePermission } from '@app/platform';
import { BillingSettings } from '../../services/documents/account-settings.service';
import { CustomerStatements } from '../../services/ledger/customer-statements.service';
import { CustomerBillingDto, CustomerStatementDto, StatementQueryDto, UpdateCustomerBillingDto } from './dto/money.dto';
import { presentSettings, presentStatement } from './money.presenter';

/** The billing side of customers. */
@ApiTags('customers')
@ApiBearerAuth()
@Controller({ path: 'customers', version: '1' })
export class CustomerBillingController {
  constructor(
    private readonly settings: BillingSettings,
    private readonly statements: CustomerStatements,
  ) {}

  /** How a customer is billed and pays. */
  @Get(':id/billing')
  @RequirePermission('invoice:read')
  async getCustomerBilling(@Param('id', ParseUUIDPipe) id: string): Promise<CustomerBillingDto> {
    return presentSettings(await this.settings.of(id));
  }

  /** Change auto-pay, tax exemption or withholding of a customer. */
  @Patch(':id/billing')
  @RequirePermission('customer:bill')
  async updateCustomerBilling(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { version, ...patch }: UpdateCustomerBillingDto,
  ): Promise<CustomerBillingDto> {
    return presentSettings(await this.settings.update(id, version, patch));
  }

  /** Statement of account, oldest line first; the balances are those of the whole span on every page. */
  @Get(':id/statement')
  @RequirePermission('invoice:read')
  async getCustomerStatement(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: StatementQueryDto,
  ): Promise<CustomerStatementDto> {
    return presentStatement(await this.statements.of(id, query, query));
  }
}
