import { Injectable } from '@nestjs/common';
import { type EventHandler, HandlesEvent, type PublishedEvent } from '@app/platform';
import { BankMutationsTaken } from '../events/bank-mutations-taken.event';
import { MutationMatcher } from '../services/bank/mutation-matcher.service';

/** Settles by new lines of a bank account. Each line is settled once, however often this runs. */
@Injectable()
@HandlesEvent(BankMutationsTaken, { name: 'payments.match-mutations', queue: 'payments' })
export class OnBankMutationsTakenHandler implements EventHandler<{ bankAccountId: string }> {
  constructor(private readonly matcher: MutationMatcher) {}

  async handle({ payload }: PublishedEvent<{ bankAccountId: string }>): Promise<void> {
    await this.matcher.matchAll(payload.bankAccountId);
  }
}
