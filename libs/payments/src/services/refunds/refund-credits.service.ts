import { Injectable } from '@nestjs/common';
import { SettlementService } from '@app/billing';
import { CoreErrors, Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { type Refund } from '../../domain/refunds/refund';
import { ofCustomer } from '../targets/of-customer';
import { WritePayment } from '../write-payment.service';

/** Refunds to the customer's credit: the same money again, out of its account and back into it, as deposit. */
@Injectable()
export class RefundCredits {
  constructor(
    private readonly settlement: SettlementService,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
    private readonly writer: WritePayment,
  ) {}

  /** @returns the id of the payment; joins the transaction that reversed the other one */
  async give(refund: Refund, now: Date): Promise<string> {
    const { customerId, currency, cashAccount, reason } = refund;
    if (customerId === null) throw CoreErrors.NOT_FOUND({ what: 'customer', id: '' });
    const site = await this.sites.get((await this.customers.get(customerId)).siteId);
    const money = {
      amount: Money.of(refund.amount, currency),
      method: 'TRANSFER' as const,
      receivedAt: now,
      cashAccount,
    };
    const written = await this.writer.write(
      { site, ...money, recordedAt: now, note: reason, idempotencyKey: `refund:${refund.id}` },
      async (paymentId) => {
        const settled = await this.settlement.settle({ paymentId, customerId, ...money, depositOnly: true });
        return ofCustomer(customerId, settled);
      },
    );
    // why: the refund's row is locked and not done, so there is no payment of it
    if (!written) throw new Error(`refund ${refund.id} has a credit payment already`);
    return written.id;
  }
}
