import { Injectable } from '@nestjs/common';
import { type CashAccount, CashJournal, type CashMovement } from '@app/billing';
import { uuidv7 } from '@app/core';
import { DatabaseClock } from '@app/platform';
import { GATEWAY_ZONE } from './gateway-zone';

/** Where a gateway's money lies in our books until it pays it out. */
export interface ClearingAccount {
  cashAccount: CashAccount;
  currency: string;
}

/** What lines of reports do to a gateway's clearing account beside payments. Joins the caller's transaction. */
@Injectable()
export class SettlementLedger {
  constructor(
    private readonly clock: DatabaseClock,
    private readonly journal: CashJournal,
  ) {}

  /** Dr GATEWAY_FEE, Cr clearing: it has less than was booked, the gateway kept it. */
  async fee(account: ClearingAccount, amount: bigint, postingId: string): Promise<void> {
    await this.post(account, { refType: 'GATEWAY_FEE', refId: postingId }, 'GATEWAY_FEE', amount);
  }

  /** Dr clearing, Cr SUSPENSE: nobody knows yet whose it is. @returns the posting */
  async park(account: ClearingAccount, amount: bigint): Promise<string> {
    const refId = uuidv7();
    await this.post(account, { refType: 'CASH_MOVEMENT', refId }, 'SUSPENSE', -amount);
    return refId;
  }

  /** Out of SUSPENSE again: whoever it belongs to gets a payment of it, which books it anew. Nothing for zero. */
  async release(account: ClearingAccount, amount: bigint): Promise<void> {
    if (amount !== 0n) await this.park(account, -amount);
  }

  private async post(
    { cashAccount, currency }: ClearingAccount,
    ref: Pick<CashMovement, 'refType' | 'refId'>,
    other: 'GATEWAY_FEE' | 'SUSPENSE',
    debit: bigint,
  ): Promise<void> {
    await this.journal.post({
      ...{ ...ref, timeZone: GATEWAY_ZONE, currency, occurredAt: await this.clock.sample() },
      entries: [
        { account: other, amount: debit },
        { account: cashAccount, amount: -debit },
      ],
    });
  }
}
