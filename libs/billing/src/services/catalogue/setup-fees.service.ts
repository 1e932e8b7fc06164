import { Injectable } from '@nestjs/common';
import { addDays, type LocalDate } from '@app/core';
import { PlansService } from '../plans.service';
import { Charges } from './charges.service';

/** More than the longest lead of an invoice: the fee rides on the first one, whenever that is issued. */
const BEFORE_ANY_LEAD = 32;

/** Setup fees: the ONE_OFF products of a plan, charged once when a service starts. */
@Injectable()
export class SetupFees {
  constructor(
    private readonly plans: PlansService,
    private readonly charges: Charges,
  ) {}

  /**
   * On the first invoice of the service; of a prepaid one, which waits for no invoice, on one of its own. Joins the
   * activation's transaction; repeating it charges nothing twice.
   *
   * @param service.billedFrom first day that is billed
   */
  async charge(service: { id: string; customerId: string; planId: string; billedFrom: LocalDate }): Promise<void> {
    const { products, billingType } = await this.plans.get(service.planId);
    for (const { productId, kind, quantity } of products) {
      if (kind !== 'ONE_OFF') continue;
      await this.charges.add({
        customerId: service.customerId,
        subscriptionId: service.id,
        ...{ productId, quantity, kind: 'SETUP' },
        sourceKey: `SETUP:${service.id}:${productId}`,
        billAfter: addDays(service.billedFrom, -BEFORE_ANY_LEAD),
        invoiceNow: billingType.startsWith('PREPAID'),
      });
    }
  }
}
