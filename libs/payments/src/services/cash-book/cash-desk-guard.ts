import { Injectable } from '@nestjs/common';
import { type CashAccount, GuardsCashAccount } from '@app/billing';
import { CashDesks } from './cash-desks.service';

/** A desk whose day is closed takes and gives no money, whoever books it. */
@Injectable()
export class CashDeskGuard extends GuardsCashAccount {
  constructor(private readonly desks: CashDesks) {
    super();
  }

  /** @throws DomainError CASH_DAY_CLOSED */
  async hold(account: CashAccount): Promise<void> {
    await this.desks.holdAccount(account);
  }
}
