import { MoneyDto } from '@app/platform';
import { type IsolationPreview, type UncollectibleInvoice } from '../../repositories/dunning/dunning-view.repository';
import { type LateFeeRow } from '../../repositories/dunning/late-fee.repository';
import { type PaymentPromise } from '../../repositories/dunning/promise.repository';
import {
  type IsolationPreviewDto,
  type IsolationTotalsDto,
  type LateFeeDto,
  type UncollectibleInvoiceDto,
} from './dto/dunning.dto';
import { type PromiseDto } from './dto/promise.dto';

export function presentIsolation(row: IsolationPreview): IsolationPreviewDto {
  const { id, code, name, siteId, reason, debt, currency, invoiceCount, services, isolirAt } = row;
  return {
    ...{ customerId: id, code, name, siteId, reason, invoiceCount, services, isolirAt },
    debt: MoneyDto.from(debt, currency),
  };
}

export function presentTotals(totals: { customers: number; debt: bigint; currency: string }): IsolationTotalsDto {
  return { customers: totals.customers, debt: MoneyDto.from(totals.debt, totals.currency) };
}

export function presentUncollectible({ remaining, currency, ...row }: UncollectibleInvoice): UncollectibleInvoiceDto {
  const { id, number, siteId, customerId, customerName, dueOn, daysLate } = row;
  return {
    id,
    number,
    siteId,
    customerId,
    customerName,
    dueOn,
    daysLate,
    remaining: MoneyDto.from(remaining, currency),
  };
}

export function presentLateFee({ amount, currency, ...fee }: LateFeeRow): LateFeeDto {
  return { ...fee, fee: MoneyDto.from(amount, currency) };
}

export function presentPromise(promise: PaymentPromise): PromiseDto {
  const { id, siteId, customerId, promisedUntil, untilAt, note, state, createdBy, createdAt, closedAt } = promise;
  const { debtAmount, promisedAmount, currency } = promise;
  return {
    ...{ id, siteId, customerId, promisedUntil, untilAt, note, state, createdBy, createdAt, closedAt },
    debt: MoneyDto.from(debtAmount, currency),
    promised: MoneyDto.from(promisedAmount, currency),
  };
}
