import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { MoneyDto, RequirePermission } from '@app/platform';
import { VoucherProfits } from '../services/voucher-profits.service';
import { VoucherPermissions } from '../vouchers.permissions';
import { VoucherProfitDto, VoucherProfitQueryDto } from './dto/voucher-profit.dto';

@ApiTags('vouchers')
@ApiBearerAuth()
@Controller({ path: 'voucher-profit', version: '1' })
export class VoucherProfitController {
  constructor(private readonly profits: VoucherProfits) {}

  /** What vouchers brought in: income, cost and profit by package, batch, seller or day. A reseller sees his own sales. */
  @Get()
  @RequirePermission(VoucherPermissions['voucher:read'])
  async getVoucherProfit(
    @Query() { siteId, from, to, by = 'PACKAGE', resellerId }: VoucherProfitQueryDto,
  ): Promise<VoucherProfitDto> {
    const whose = resellerId === undefined ? {} : { resellerId };
    const found = await this.profits.report({ siteId, from, to, by, ...whose });
    const rows = found.map(({ key, name, count, income, cost, currency }) => {
      const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
      return { key, name, count, income: money(income), cost: money(cost), profit: money(income - cost) };
    });
    return { rows };
  }
}
