import { Body, Controller, Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, presentPage, RequirePermission } from '@app/platform';
import { type HouseBatch, VoucherBatches } from '../services/voucher-batches.service';
import { VoucherPermissions } from '../vouchers.permissions';
import {
  CreateVoucherBatchDto,
  VoidedVoucherBatchDto,
  VoidVoucherBatchDto,
  VoucherBatchDto,
  VoucherBatchListQueryDto,
  VoucherBatchPageDto,
} from './dto/voucher-batch.dto';
import { presentBatch } from './voucher.presenter';

@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ path: 'voucher-batches', version: '1' })
export class VoucherBatchesController {
  constructor(private readonly batches: VoucherBatches) {}

  /** List batches, newest first. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:read'])
  async listVoucherBatches(@Query() query: VoucherBatchListQueryDto): Promise<VoucherBatchPageDto> {
    return presentPage(await this.batches.list(query), presentBatch);
  }

  /** Order up to 50,000 vouchers. They are made in the background, and can be seen when all of them are there. */
  @Post()
  @HttpCode(202)
  @Idempotent()
  @RequirePermission(VoucherPermissions['voucher:make'])
  async createVoucherBatch(
    @Body() body: CreateVoucherBatchDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<VoucherBatchDto> {
    return presentBatch(await this.batches.start(orderOf(body, key)));
  }

  /** Read one batch. */
  @Get(':id')
  @RequirePermission(VoucherPermissions['voucher:read'])
  async getVoucherBatch(@Param('id', ParseUUIDPipe) id: string): Promise<VoucherBatchDto> {
    return presentBatch(await this.batches.get(id));
  }

  /** Void what nobody has bought or used of a batch; one that is being made stops. */
  @Post(':id/void')
  @HttpCode(200)
  @RequirePermission(VoucherPermissions['voucher:manage'])
  async voidVoucherBatch(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { reason }: VoidVoucherBatchDto,
  ): Promise<VoidedVoucherBatchDto> {
    const { batch, voided } = await this.batches.void(id, reason);
    return { batch: presentBatch(batch), voided };
  }
}

function orderOf(body: CreateVoucherBatchDto, key: string | undefined): HouseBatch {
  const { profileId, name, quantity, costAmount, priceAmount } = body;
  const { prefix, length, alphabet, passwordMode } = body.style;
  return {
    ...{
      profileId,
      name,
      quantity,
      style: { prefix, length, alphabet, passwordMode },
      provisioning: body.provisioning ?? 'PRECREATED',
    },
    ...{ routerId: body.routerId ?? null, validUntil: body.validUntil ?? null },
    ...(costAmount === undefined ? {} : { costAmount: BigInt(costAmount) }),
    ...(priceAmount === undefined ? {} : { priceAmount: BigInt(priceAmount) }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  };
}
