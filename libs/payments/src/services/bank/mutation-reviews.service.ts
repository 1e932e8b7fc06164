import { Injectable } from '@nestjs/common';
import { CoreErrors, Money } from '@app/core';
import { AuditLog, CurrentActor, Database, DatabaseClock } from '@app/platform';
import { type BankMutation, type MutationState } from '../../domain/bank/bank-mutation';
import { BankMutationRepository } from '../../repositories/bank/bank-mutation.repository';
import { TransferErrors } from '../../transfers.errors';
import { RecordPaymentService } from '../record-payment.service';
import { BankAccounts } from './bank-accounts.service';
import { MutationMatcher } from './mutation-matcher.service';

/** Whose money a mutation is. */
export type MutationOwner = { attemptId: string } | { customerId: string; invoiceId?: string | undefined };

/** What people decide about mutations that match nothing, or too much. */
@Injectable()
export class MutationReviews {
  constructor(
    private readonly database: Database,
    private readonly clock: DatabaseClock,
    private readonly actor: CurrentActor,
    private readonly accounts: BankAccounts,
    private readonly mutations: BankMutationRepository,
    private readonly matcher: MutationMatcher,
    private readonly recording: RecordPaymentService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Books the money of a mutation: for an attempt with its amount, or as a transfer of a customer. Once, whoever repeats it.
   *
   * @throws DomainError CORE_NOT_FOUND, TRANSFERS_MUTATION_DECIDED, IAM_APPROVAL_REQUIRED above the four-eyes limit
   */
  async assign(id: string, owner: MutationOwner): Promise<BankMutation> {
    return this.database.transaction(async () => {
      const mutation = await this.undecided(id);
      const paymentId =
        'attemptId' in owner ? await this.byAttempt(mutation, owner.attemptId) : await this.record(mutation, owner);
      const attempt = 'attemptId' in owner ? { attemptId: owner.attemptId } : {};
      return this.decide(mutation, { state: 'RECORDED', paymentId, ...attempt });
    });
  }

  /** It is none of a customer: interest, our own money. @throws DomainError CORE_NOT_FOUND, TRANSFERS_MUTATION_DECIDED */
  async ignore(id: string, note: string): Promise<BankMutation> {
    return this.database.transaction(async () => this.decide(await this.undecided(id), { state: 'IGNORED', note }));
  }

  private async undecided(id: string): Promise<BankMutation> {
    const mutation = await this.mutations.find(id, true);
    if (!mutation) throw CoreErrors.NOT_FOUND({ what: 'bank mutation', id });
    if (mutation.state !== 'REVIEW') throw TransferErrors.MUTATION_DECIDED({ state: mutation.state });
    return mutation;
  }

  private async byAttempt(mutation: BankMutation, attemptId: string): Promise<string> {
    const account = await this.accounts.get(mutation.bankAccountId);
    const paymentId = await this.matcher.settle(mutation, account, attemptId);
    if (paymentId === undefined) throw CoreErrors.RULE_BROKEN({}, [{ path: 'attemptId', code: 'NOT_PAYABLE_BY_THIS' }]);
    return paymentId;
  }

  private async record(
    mutation: BankMutation,
    owner: { customerId: string; invoiceId?: string | undefined },
  ): Promise<string> {
    const account = await this.accounts.get(mutation.bankAccountId);
    const { cashAccount } = account;
    const paidAt = await this.matcher.paidAt(mutation, account);
    const now = await this.clock.sample();
    return this.recording.record({
      ...{ customerId: owner.customerId, method: 'TRANSFER', cashAccount, receivedAt: paidAt < now ? paidAt : now },
      ...(owner.invoiceId === undefined ? {} : { invoiceId: owner.invoiceId }),
      amount: Money.of(mutation.amount, mutation.currency),
      ...{ externalRef: `mutation ${mutation.id}`, idempotencyKey: `mutation:${mutation.id}` },
    });
  }

  private async decide(
    mutation: BankMutation,
    change: { state: MutationState; paymentId?: string; attemptId?: string; note?: string },
  ): Promise<BankMutation> {
    const { id } = mutation;
    const { id: by, name } = this.actor.get();
    await this.mutations.move(id, change, { by, name, at: await this.clock.sample() });
    const account = await this.accounts.get(mutation.bankAccountId);
    const subject = { type: 'bank-mutation', id };
    const before = { state: mutation.state };
    await this.audit.record({
      action: 'bank-mutation.decided',
      subject,
      siteId: account.siteId,
      before,
      after: change,
    });
    const decided = await this.mutations.find(id);
    if (!decided) throw CoreErrors.NOT_FOUND({ what: 'bank mutation', id });
    return decided;
  }
}
