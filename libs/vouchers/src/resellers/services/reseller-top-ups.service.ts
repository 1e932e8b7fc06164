import { Injectable } from '@nestjs/common';
import { type Money } from '@app/core';
import { Attempts, type PaymentAttempt } from '@app/payments';
import { AppConfig, DatabaseClock } from '@app/platform';
import { type ResellerDeposit } from '../domain/wallet';
import { ResellerDeposits } from './reseller-deposits.service';

const LIFE_MS = 24 * 3_600_000;

export interface StartResellerTopUp {
  amount: Money;
  channel?: string | undefined;
  accountId?: string | undefined;
}

/** Deposits that resellers fill through gateways: nobody has to agree, the money itself does. */
@Injectable()
export class ResellerTopUps {
  constructor(
    private readonly deposits: ResellerDeposits,
    private readonly attempts: Attempts,
    private readonly clock: DatabaseClock,
    private readonly app: AppConfig,
  ) {}

  /**
   * Asks for a deposit and starts its attempt. Call it outside of transactions.
   *
   * @throws DomainError as {@link ResellerDeposits.request} and {@link Attempts.start}
   */
  async start(
    resellerId: string,
    { amount, ...wish }: StartResellerTopUp,
  ): Promise<{ deposit: ResellerDeposit; attempt: PaymentAttempt }> {
    const expiresAt = new Date((await this.clock.sample()).getTime() + LIFE_MS);
    const asked = { amount, method: 'GATEWAY' as const, note: '', expiresAt };
    const deposit = await this.deposits.request(resellerId, asked);
    const target = { kind: 'RESELLER_DEPOSIT' as const, id: deposit.id };
    return { deposit, attempt: await this.attempts.start({ ...wish, target, returnUrl: this.app.publicUrl }) };
  }
}
