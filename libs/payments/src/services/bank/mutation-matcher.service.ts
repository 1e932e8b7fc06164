import { Injectable } from '@nestjs/common';
import { addDays, instantAt, Money } from '@app/core';
import { SitesService } from '@app/iam';
import { Database } from '@app/platform';
import { type BankAccount } from '../../domain/bank/bank-account';
import { type BankMutation } from '../../domain/bank/bank-mutation';
import { type PaymentEvidence } from '../../domain/attempts/evidence';
import { AttemptPaymentRepository } from '../../repositories/attempts/attempt-payment.repository';
import { BankAccountRepository } from '../../repositories/bank/bank-account.repository';
import { BankMutationRepository } from '../../repositories/bank/bank-mutation.repository';
import { UniqueAmountRepository } from '../../repositories/bank/unique-amount.repository';
import { SettleAttempt } from '../attempts/settle-attempt.service';

const BATCH = 200;
/** Accounts of every site book by the clock of the banks. */
const BANK_ZONE = 'Asia/Jakarta';

/**
 * Finds the attempt that a mutation pays: the one whose reserved amount it is, in the days in which it was reserved. None, or
 * more than one: a person decides (payments.md 10).
 */
@Injectable()
export class MutationMatcher {
  constructor(
    private readonly database: Database,
    private readonly sites: SitesService,
    private readonly accounts: BankAccountRepository,
    private readonly mutations: BankMutationRepository,
    private readonly amounts: UniqueAmountRepository,
    private readonly attemptPayments: AttemptPaymentRepository,
    private readonly settling: SettleAttempt,
  ) {}

  /** Looks at everything that nobody has looked at; each mutation is a transaction of its own. Repeatable. */
  async matchAll(bankAccountId: string | null): Promise<number> {
    let done = 0;
    for (;;) {
      const ids = await this.mutations.waiting(bankAccountId, BATCH);
      for (const id of ids) await this.match(id);
      done += ids.length;
      if (ids.length < BATCH) return done;
    }
  }

  /** Settles by one mutation, or sends it to review; does nothing to one that was looked at. */
  async match(mutationId: string): Promise<void> {
    await this.database.transaction(async () => {
      const mutation = await this.mutations.find(mutationId, true);
      if (mutation?.state !== 'NEW') return;
      const account = await this.accounts.find(mutation.bankAccountId);
      if (!account) throw new Error(`mutation ${mutationId} of an unknown account`);
      const candidates = await this.amounts.candidates(
        account.id,
        mutation.amount,
        await this.windowOf(mutation, account),
      );
      const [attemptId] = candidates;
      if (attemptId === undefined || candidates.length > 1) {
        return this.mutations.move(mutationId, { state: 'REVIEW', candidates: candidates.length });
      }
      const settled = await this.settle(mutation, account, attemptId);
      const change =
        settled === undefined ? { state: 'REVIEW' as const } : { state: 'MATCHED' as const, paymentId: settled };
      return this.mutations.move(mutationId, { ...change, attemptId, candidates: 1 });
    });
  }

  /**
   * Pays an attempt by a mutation.
   *
   * @returns the payment; undefined when the attempt has a payment that another mutation accounts for, or refuses the amount
   */
  async settle(mutation: BankMutation, account: BankAccount, attemptId: string): Promise<string | undefined> {
    const { paymentId } = await this.settling.settle(attemptId, await this.evidenceOf(mutation, account));
    if (paymentId !== undefined) return paymentId;
    // why: a person may have approved the customer's proof before the bank told of the money; that is the same money
    const standing = await this.attemptPayments.find(attemptId);
    return standing !== undefined && !(await this.mutations.isTaken(standing)) ? standing : undefined;
  }

  /** The moment that a mutation stands for: its own, else noon of its day. */
  async paidAt({ bookedAt, bookedOn }: BankMutation, account: BankAccount): Promise<Date> {
    return bookedAt ?? instantAt(bookedOn, await this.zoneOf(account), 12);
  }

  private async evidenceOf(mutation: BankMutation, account: BankAccount): Promise<PaymentEvidence> {
    return {
      ...{ event: 'PAID', source: 'BANK', amount: Money.of(mutation.amount, mutation.currency) },
      paidAt: await this.paidAt(mutation, account),
      received: { method: 'TRANSFER', cashAccount: account.cashAccount },
      externalRef: `mutation ${mutation.id}`,
    };
  }

  private async windowOf({ bookedOn }: BankMutation, account: BankAccount): Promise<{ from: Date; until: Date }> {
    const zone = await this.zoneOf(account);
    return { from: instantAt(bookedOn, zone), until: instantAt(addDays(bookedOn, 1), zone) };
  }

  private async zoneOf({ siteId }: BankAccount): Promise<string> {
    return siteId === null ? BANK_ZONE : (await this.sites.get(siteId)).timeZone;
  }
}
