import { Body, Controller, Headers, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { Idempotent, MoneyDto, RequirePermission } from '@app/platform';
import { VoucherBatchDto } from '../../http/dto/voucher-batch.dto';
import { presentBatch } from '../../http/voucher.presenter';
import { VoucherPermissions } from '../../vouchers.permissions';
import { ResellerPermissions } from '../resellers.permissions';
import { ResellerPurchases } from '../services/reseller-purchases.service';
import { ResellerSales } from '../services/reseller-sales.service';
import { BuyVouchersDto, SellOnPhoneDto, SharedVoucherDto } from './dto/reseller-money.dto';
import { presentSale } from './reseller-money.presenter';

/** What resellers buy and sell. */
@ApiTags('resellers')
@ApiBearerAuth()
@Controller({ path: 'resellers', version: '1' })
export class ResellerVouchersController {
  constructor(
    private readonly purchases: ResellerPurchases,
    private readonly sales: ResellerSales,
  ) {}

  /** Buy a batch from the wallet, at the prices of the list. It is paid at once and made in the background. */
  @Post(':id/purchases')
  @HttpCode(202)
  @Idempotent()
  @RequirePermission(ResellerPermissions['reseller:buy'])
  async buyVouchers(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { profileId, name, quantity }: BuyVouchersDto,
    @Headers('idempotency-key') key?: string,
  ): Promise<VoucherBatchDto> {
    const order = { profileId, name, quantity, ...(key === undefined ? {} : { idempotencyKey: key }) };
    return presentBatch(await this.purchases.buy(id, order));
  }

  /** Sell the oldest unsold voucher of a package, with a text and a WhatsApp link to send it by. */
  @Post(':id/sales')
  @HttpCode(200)
  @Idempotent()
  @RequirePermission(VoucherPermissions['voucher:sell'])
  async sellOnPhone(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { profileId, amount, buyerPhone, language = 'id' }: SellOnPhoneDto,
  ): Promise<SharedVoucherDto> {
    const paid = amount === undefined ? {} : { amount: MoneyDto.toMoney(amount) };
    const phone = buyerPhone === undefined ? {} : { buyerPhone };
    return presentSale(await this.sales.sell(id, { profileId, language, ...paid, ...phone }));
  }
}
