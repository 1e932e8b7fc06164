import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { addDays, CoreErrors, instantAt, type LocalDate, localDateOf, type Money, type Page } from '@app/core';
import { AuditLog, CurrentActor, Database, type ListRequest } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type BillingAccount } from '../../repositories/billing-account.repository';
import { DunningActionRepository } from '../../repositories/dunning/dunning-action.repository';
import {
  type PaymentPromise,
  type PromiseFilter,
  PromiseRepository,
} from '../../repositories/dunning/promise.repository';
import { AccessService } from '../access.service';
import { BillingAccountsService } from '../billing-accounts.service';
import { DunningRules } from './dunning-rules.service';

const DAY_MS = 86_400_000;

export interface NewPromise {
  /** Who pays. */
  customerId: string;
  /** Last day of the promise, where the customer lives. */
  until: LocalDate;
  /** Default: all that is open. */
  amount?: Money;
  note?: string;
}

/** Promises to pay: until then debt costs no access (billing.md 1.5). */
@Injectable()
export class Promises {
  constructor(
    private readonly promises: PromiseRepository,
    private readonly accounts: BillingAccountsService,
    private readonly rules: DunningRules,
    private readonly access: AccessService,
    private readonly actions: DunningActionRepository,
    private readonly database: Database,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<PaymentPromise> {
    const promise = await this.promises.find(id);
    if (!promise) throw CoreErrors.NOT_FOUND({ what: 'promise', id });
    return promise;
  }

  async list(request: ListRequest, filter: PromiseFilter): Promise<Page<PaymentPromise>> {
    return this.promises.page(request, filter);
  }

  /**
   * Notes a promise; who was isolated for debt has access again at once.
   *
   * @throws DomainError CORE_NOT_FOUND (customer), BILLING_PROMISE_WITHOUT_DEBT, BILLING_PROMISE_OPEN,
   * BILLING_PROMISE_TOO_LONG, BILLING_PROMISE_LIMIT, BILLING_CURRENCY_MISMATCH, BILLING_AMOUNT_NOT_POSITIVE
   */
  @Transactional()
  async make(input: NewPromise): Promise<PaymentPromise> {
    const account = await this.accounts.lockOrOpen(input.customerId);
    const debt = await this.checked(input, account);
    const amount = amountOf(input, account, debt);
    const id = await this.promises.insert({
      ...{ siteId: account.siteId, customerId: input.customerId, promisedUntil: input.until },
      ...{ debtAmount: debt, promisedAmount: amount, currency: account.currency, note: input.note ?? '' },
      untilAt: instantAt(addDays(input.until, 1), account.timeZone, 0),
      createdBy: this.actor.get().name,
      createdAt: account.now,
    });
    const made = await this.get(id);
    await this.note(made, 'PROMISED', account.now);
    await this.audit.record({ action: 'promise.made', ...subjectOf(made), after: made });
    await this.access.reevaluate([made.customerId], account.now, { mayIsolate: false });
    return made;
  }

  /** The next tick of dunning looks at the debt again. @throws DomainError CORE_NOT_FOUND, BILLING_PROMISE_STATE */
  @Transactional()
  async cancel(id: string): Promise<PaymentPromise> {
    const { customerId } = await this.get(id);
    const account = await this.accounts.lockOrOpen(customerId);
    if (!(await this.promises.cancel(id, account.now))) throw BillingErrors.PROMISE_STATE();
    const cancelled = await this.get(id);
    await this.note(cancelled, 'PROMISE_CANCELLED', account.now);
    await this.audit.record({ action: 'promise.cancelled', ...subjectOf(cancelled), after: cancelled });
    return cancelled;
  }

  /** Kept or broken: decided as soon as it can be. A second run changes nothing. */
  async decide(asOf: Date): Promise<{ kept: number; broken: number }> {
    return this.database.transaction(async () => {
      const decided = await this.promises.decide(asOf);
      await this.actions.record(
        decided.map(({ id, siteId, customerId, state }) => ({
          ...{ siteId, customerId, detail: { promiseId: id } },
          action: state === 'KEPT' ? 'PROMISE_KEPT' : 'PROMISE_BROKEN',
        })),
        asOf,
      );
      const kept = decided.filter(({ state }) => state === 'KEPT').length;
      return { kept, broken: decided.length - kept };
    });
  }

  /** @returns what is open */
  private async checked(input: NewPromise, account: BillingAccount & { now: Date }): Promise<bigint> {
    const { promiseMaxDays, promiseLimit, promiseWindowDays } = (await this.rules.book()).of(
      account.siteId,
      await this.promises.planOf(input.customerId),
    );
    const since = new Date(account.now.getTime() - promiseWindowDays * DAY_MS);
    const { debt, openUntil, recent } = await this.promises.background(input.customerId, since);
    if (debt <= 0n) throw BillingErrors.PROMISE_WITHOUT_DEBT();
    if (openUntil !== null) throw BillingErrors.PROMISE_OPEN({ until: openUntil });
    const today = localDateOf(account.now, account.timeZone);
    const latest = addDays(today, promiseMaxDays);
    if (input.until < today || input.until > latest) throw BillingErrors.PROMISE_TOO_LONG({ latest });
    if (recent >= promiseLimit) throw BillingErrors.PROMISE_LIMIT({ limit: promiseLimit, days: promiseWindowDays });
    return debt;
  }

  private async note(promise: PaymentPromise, action: 'PROMISED' | 'PROMISE_CANCELLED', at: Date): Promise<void> {
    const { id, siteId, customerId, promisedUntil } = promise;
    await this.actions.record([{ siteId, customerId, action, detail: { promiseId: id, until: promisedUntil } }], at);
  }
}

function amountOf({ amount }: NewPromise, { currency }: BillingAccount, debt: bigint): bigint {
  if (amount === undefined) return debt;
  if (amount.currency !== currency) {
    throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: amount.currency });
  }
  if (!amount.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
  return amount.amount < debt ? amount.amount : debt;
}

const subjectOf = ({ id, siteId }: PaymentPromise): { subject: { type: string; id: string }; siteId: string } => ({
  subject: { type: 'promise', id },
  siteId,
});
