import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Patch,
  Post,
  Query,
  type RawBodyRequest,
  Req,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth, ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { type FastifyRequest } from 'fastify';
import { FILE_TYPES, PageQueryDto, presentPage, RequirePermission } from '@app/platform';
import { PaymentPermissions } from '../../payments.permissions';
import { BankAccounts } from '../../services/bank/bank-accounts.service';
import { BankMutations } from '../../services/bank/bank-mutations.service';
import { TransferPermissions } from '../../transfers.permissions';
import { presentBankAccount, toBankAccount, toLine, toMapping } from './bank.presenter';
import { BankAccountDto, BankAccountPageDto, CreateBankAccountDto, UpdateBankAccountDto } from './dto/bank-account.dto';
import { MutationIntakeDto, PushMutationsDto, UploadMutationsQueryDto } from './dto/bank-mutation.dto';

/** Bank accounts that customers transfer to, with their unique amounts and statements. */
@ApiTags('bank-accounts')
@ApiBearerAuth()
@Controller({ path: 'bank-accounts', version: '1' })
export class BankAccountsController {
  constructor(
    private readonly accounts: BankAccounts,
    private readonly mutations: BankMutations,
  ) {}

  /** Bank accounts of your sites, and those of every site. Sorts: `bank`, `accountNumber`. */
  @Get()
  @RequirePermission(PaymentPermissions['payment:read'])
  async listBankAccounts(@Query() query: PageQueryDto): Promise<BankAccountPageDto> {
    return presentPage(await this.accounts.list(query), presentBankAccount);
  }

  /** One bank account. */
  @Get(':id')
  @RequirePermission(PaymentPermissions['payment:read'])
  async getBankAccount(@Param('id', ParseUUIDPipe) id: string): Promise<BankAccountDto> {
    return presentBankAccount(await this.accounts.get(id));
  }

  /** Add a bank account. */
  @Post()
  @RequirePermission(TransferPermissions['payment:bank-accounts'])
  async createBankAccount(@Body() body: CreateBankAccountDto): Promise<BankAccountDto> {
    return presentBankAccount(await this.accounts.add(toBankAccount(body)));
  }

  /** Change a bank account. */
  @Patch(':id')
  @RequirePermission(TransferPermissions['payment:bank-accounts'])
  async updateBankAccount(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: UpdateBankAccountDto,
  ): Promise<BankAccountDto> {
    return presentBankAccount(await this.accounts.edit(id, body));
  }

  /**
   * Upload a CSV export of the bank: BCA, Mandiri, BRI and BNI are known by their headers, others by the names of their
   * columns. Lines that are there already are left alone; those with a reserved amount settle by themselves.
   */
  @Post(':id/mutations/upload')
  @HttpCode(200)
  @RouteConfig({ bodyTypes: [FILE_TYPES.csv] })
  @ApiConsumes(FILE_TYPES.csv)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @RequirePermission(TransferPermissions['payment:mutations'])
  async uploadBankMutations(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: UploadMutationsQueryDto,
    @Req() request: RawBodyRequest<FastifyRequest>,
  ): Promise<MutationIntakeDto> {
    const content = Buffer.isBuffer(request.rawBody) ? request.rawBody : Buffer.alloc(0);
    return this.mutations.upload(id, content, toMapping(query));
  }

  /** Tell lines of the statement one by one, as a forwarding service does; the same name is taken once. */
  @Post(':id/mutations')
  @HttpCode(200)
  @RequirePermission(TransferPermissions['payment:mutations'])
  async pushBankMutations(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { mutations }: PushMutationsDto,
  ): Promise<MutationIntakeDto> {
    return this.mutations.push(id, mutations.map(toLine));
  }
}
