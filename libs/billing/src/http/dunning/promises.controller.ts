import { Body, Controller, Get, HttpCode, HttpStatus, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, presentPage, RequirePermission } from '@app/platform';
import { Promises } from '../../services/dunning/promises.service';
import { CreatePromiseDto, PromiseDto, PromisePageDto, PromiseQueryDto } from './dto/promise.dto';
import { presentPromise } from './dunning.presenter';

/** Promises to pay. */
@ApiTags('dunning')
@ApiBearerAuth()
@Controller({ path: 'promises', version: '1' })
export class PromisesController {
  constructor(private readonly promises: Promises) {}

  /** Promises in your scope, newest first. */
  @Get()
  @RequirePermission('dunning:read')
  async listPromises(@Query() query: PromiseQueryDto): Promise<PromisePageDto> {
    return presentPage(await this.promises.list(query, query), presentPromise);
  }

  /** One promise. */
  @Get(':id')
  @RequirePermission('dunning:read')
  async getPromise(@Param('id', ParseUUIDPipe) id: string): Promise<PromiseDto> {
    return presentPromise(await this.promises.get(id));
  }

  /** Note a promise to pay. Until then debt costs no access; who is isolated for debt has it back at once. */
  @Post()
  @Idempotent()
  @RequirePermission('dunning:write')
  async createPromise(@Body() body: CreatePromiseDto): Promise<PromiseDto> {
    const { amount, ...rest } = body;
    const money = amount && { amount: MoneyDto.toMoney(amount) };
    return presentPromise(await this.promises.make({ ...rest, ...money }));
  }

  /** Take a promise back; the next tick of dunning looks at the debt again. */
  @Post(':id/cancel')
  @HttpCode(HttpStatus.OK)
  @RequirePermission('dunning:write')
  async cancelPromise(@Param('id', ParseUUIDPipe) id: string): Promise<PromiseDto> {
    return presentPromise(await this.promises.cancel(id));
  }
}
