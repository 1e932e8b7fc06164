import { Injectable } from '@nestjs/common';
import { BeforeIsolation } from '../dunning/holds-isolation';
import { BalancePayments } from './balance-payments.service';

/** Nobody is disconnected whose balance pays what is overdue (billing.md 1.10). */
@Injectable()
export class PayBeforeIsolation extends BeforeIsolation {
  constructor(private readonly balances: BalancePayments) {
    super();
  }

  async help(customerIds: readonly string[], asOf: Date): Promise<void> {
    await this.balances.pay(customerIds, asOf);
  }
}
