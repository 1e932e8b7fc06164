import { Injectable } from '@nestjs/common';
import { SettlementService } from '@app/billing';
import { Money } from '@app/core';
import { CustomersService } from '@app/customers';
import { DatabaseClock } from '@app/platform';
import { type TopUp, TopUpRepository } from '../../repositories/top-ups/top-up.repository';
import { ofCustomer } from '../targets/of-customer';
import {
  PaymentTarget,
  type TargetDescription,
  type TargetSettlement,
  type TargetSettlementContext,
} from '../targets/payment-target';

/** A deposit that is filled: all of the money goes there, invoices stay as they are until their billing takes it. */
@Injectable()
export class TopUpTarget extends PaymentTarget {
  readonly kind = 'TOP_UP' as const;

  constructor(
    private readonly topUps: TopUpRepository,
    private readonly customers: CustomersService,
    private readonly settlement: SettlementService,
    private readonly clock: DatabaseClock,
  ) {
    super();
  }

  async describe(id: string): Promise<TargetDescription | undefined> {
    const topUp = await this.topUps.find(id);
    if (!topUp) return undefined;
    const { siteId, customerId } = topUp;
    const { code, name, phone, email } = await this.customers.get(customerId);
    const due = Money.of(topUp.amount, topUp.currency);
    const title = `TOPUP ${code}`;
    return {
      ...{ siteId, customerId, due, title, items: [{ name: title, price: due }], payer: { name, phone, email } },
      ...{ stillOpen: await this.isOpen(topUp), payableUntil: topUp.expiresAt },
    };
  }

  async settle(context: TargetSettlementContext): Promise<TargetSettlement> {
    const { attempt, held, paymentId, amount, surcharge, surchargeTo, receivedAt, method, cashAccount } = context;
    const { target, customerId } = attempt;
    if (customerId === null) throw new Error(`attempt ${attempt.id} for a top-up has no customer`);
    const settled = await this.settlement.settle({
      ...{ paymentId, customerId, held, amount, surcharge, surchargeTo, receivedAt, method, cashAccount },
      depositOnly: true,
    });
    // why: the payment's row is written after its settlement, so the top-up is marked by a deferred key
    const isFirst = await this.topUps.markPaid(target.id, paymentId);
    return ofCustomer(customerId, settled, !isFirst);
  }

  private async isOpen({ status, expiresAt }: TopUp): Promise<boolean> {
    return status === 'OPEN' && expiresAt > (await this.clock.sample());
  }
}
