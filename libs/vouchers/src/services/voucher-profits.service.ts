import { Injectable } from '@nestjs/common';
import { CoreErrors, daysBetween } from '@app/core';
import { SitesService } from '@app/iam';
import { CurrentActor } from '@app/platform';
import { type ProfitRequest, type ProfitRow, VoucherProfitRepository } from '../repositories/voucher-profit.repository';

const MOST_DAYS = 366;

/** What vouchers brought in, by the prices and costs that were copied when they were made and sold. */
@Injectable()
export class VoucherProfits {
  constructor(
    private readonly profits: VoucherProfitRepository,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
  ) {}

  /**
   * A reseller gets his own sales, whatever he asks for.
   *
   * @throws DomainError CORE_NOT_FOUND for the site, CORE_VALIDATION_FAILED for more than a year
   */
  async report(request: ProfitRequest): Promise<ProfitRow[]> {
    await this.sites.get(request.siteId);
    const days = daysBetween(request.from, request.to);
    if (days < 0 || days > MOST_DAYS) {
      const message = { id: 'paling lama setahun, dari sebelum sampai', en: 'at most a year, from before to' };
      throw CoreErrors.VALIDATION_FAILED({}, [{ path: 'to', code: 'RANGE', message }]);
    }
    const { resellerId } = this.actor.get().scope;
    return this.profits.rows(resellerId === null ? request : { ...request, resellerId });
  }
}
