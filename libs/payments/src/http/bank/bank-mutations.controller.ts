import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { BankMutations } from '../../services/bank/bank-mutations.service';
import { MutationReviews } from '../../services/bank/mutation-reviews.service';
import { TransferPermissions } from '../../transfers.permissions';
import { presentBankMutation, toOwner } from './bank.presenter';
import {
  AssignMutationDto,
  BankMutationDto,
  BankMutationPageDto,
  BankMutationQueryDto,
  IgnoreMutationDto,
} from './dto/bank-mutation.dto';

/** Lines of bank statements, and what people decide about those that match nothing. */
@ApiTags('bank-mutations')
@ApiBearerAuth()
@Controller({ path: 'bank-mutations', version: '1' })
export class BankMutationsController {
  constructor(
    private readonly mutations: BankMutations,
    private readonly reviews: MutationReviews,
  ) {}

  /** Lines of the statements of your bank accounts. */
  @Get()
  @RequirePermission(TransferPermissions['payment:mutations'])
  async listBankMutations(@Query() query: BankMutationQueryDto): Promise<BankMutationPageDto> {
    return presentPage(await this.mutations.list(query), presentBankMutation);
  }

  /** One line. */
  @Get(':id')
  @RequirePermission(TransferPermissions['payment:mutations'])
  async getBankMutation(@Param('id', ParseUUIDPipe) id: string): Promise<BankMutationDto> {
    return presentBankMutation(await this.mutations.get(id));
  }

  /** Book a line that waits for review: for an attempt with its amount, or as a transfer of a customer. */
  @Post(':id/assign')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(TransferPermissions['payment:mutations'])
  async assignBankMutation(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() body: AssignMutationDto,
  ): Promise<BankMutationDto> {
    return presentBankMutation(await this.reviews.assign(id, toOwner(body)));
  }

  /** Say that a line is no customer's. */
  @Post(':id/ignore')
  @HttpCode(200)
  @RequirePermission(TransferPermissions['payment:mutations'])
  async ignoreBankMutation(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { note }: IgnoreMutationDto,
  ): Promise<BankMutationDto> {
    return presentBankMutation(await this.reviews.ignore(id, note));
  }
}
