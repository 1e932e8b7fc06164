import { CoreErrors, localDate } from '@app/core';
import { MoneyDto } from '@app/platform';
import { type BankAccount } from '../../domain/bank/bank-account';
import { type BankMutation, type MutationLine } from '../../domain/bank/bank-mutation';
import { type StatementMapping } from '../../domain/bank/statement-presets';
import { type MutationOwner } from '../../services/bank/mutation-reviews.service';
import { type BankAccountDto, type CreateBankAccountDto } from './dto/bank-account.dto';
import {
  type AssignMutationDto,
  type BankMutationDto,
  type PushedMutationDto,
  type UploadMutationsQueryDto,
} from './dto/bank-mutation.dto';

export const presentBankAccount = (account: BankAccount): BankAccountDto => ({ ...account });

export function presentBankMutation(mutation: BankMutation): BankMutationDto {
  const { id, bankAccountId, bookedOn, bookedAt, direction, description, runningNo, externalId } = mutation;
  const { state, candidates, attemptId, paymentId, note, decidedAt } = mutation;
  return {
    ...{ id, bankAccountId, bookedOn, bookedAt, direction, description, runningNo, externalId },
    ...{ state, candidates, attemptId, paymentId, note, decidedAt },
    amount: MoneyDto.from(mutation.amount, mutation.currency),
    decidedBy: mutation.decidedByName,
  };
}

/** A new account with the defaults of what was left out. */
export function toBankAccount(body: CreateBankAccountDto): Omit<BankAccount, 'id' | 'version'> {
  const { siteId = null, qrisPayload = null, cashAccount = 'CASH.BANK', ...rest } = body;
  const {
    codeMax = 999,
    codeLimit = Math.max(codeMax, 9_999),
    graceDays = 3,
    extraTo = 'DEPOSIT',
    status = 'ACTIVE',
  } = rest;
  const { bank, accountNumber, holderName } = rest;
  return {
    ...{ siteId, bank, accountNumber, holderName, currency: 'IDR', cashAccount, qrisPayload },
    ...{ codeMax, codeLimit, graceDays, extraTo, status },
  };
}

/** @throws DomainError CORE_RULE_BROKEN for an amount that is not above zero or of another currency */
export function toLine({ amount, bookedOn, bookedAt, ...rest }: PushedMutationDto, index: number): MutationLine {
  const money = MoneyDto.toMoney(amount);
  if (!money.isPositive() || money.currency !== 'IDR') {
    throw CoreErrors.RULE_BROKEN({}, [{ path: `mutations[${index}].amount`, code: 'NOT_POSITIVE_RUPIAH' }]);
  }
  const at = bookedAt === undefined ? {} : { bookedAt: new Date(bookedAt) };
  return { ...rest, ...at, bookedOn: localDate(bookedOn), amount: money.amount };
}

/** The mapping of a request; undefined where it names no columns. */
export function toMapping(query: UploadMutationsQueryDto): StatementMapping | undefined {
  const { dateColumn, descriptionColumn, amountColumn, markColumn, creditColumn, debitColumn } = query;
  if (dateColumn === undefined || descriptionColumn === undefined) return undefined;
  const column = (name: string | undefined): string[] => (name === undefined ? [] : [name.toLowerCase().trim()]);
  return {
    date: column(dateColumn),
    description: column(descriptionColumn),
    amount: column(amountColumn),
    mark: column(markColumn),
    credit: column(creditColumn),
    debit: column(debitColumn),
  };
}

/** @throws DomainError CORE_RULE_BROKEN when it names nobody, or both */
export function toOwner({ attemptId, customerId, invoiceId }: AssignMutationDto): MutationOwner {
  if (attemptId !== undefined && customerId === undefined) return { attemptId };
  if (customerId !== undefined && attemptId === undefined) return { customerId, invoiceId };
  throw CoreErrors.RULE_BROKEN({}, [{ path: 'customerId', code: 'ONE_OF_ATTEMPT_AND_CUSTOMER' }]);
}
