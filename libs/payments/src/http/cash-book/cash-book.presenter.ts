import { MoneyDto } from '@app/platform';
import { type CashClosing } from '../../repositories/cash-book/cash-closing.repository';
import { type CashDesk } from '../../repositories/cash-book/cash-desk.repository';
import { type CashEntry } from '../../repositories/cash-book/cash-entry.repository';
import { type AccountBook, type DayView } from '../../services/cash-book/cash-book.service';
import { type ClosingView } from '../../services/cash-book/cash-closings.service';
import { type AccountBookDto, type CashDayDto, type CashDeskDto, type CashEntryDto } from './dto/cash-book.dto';
import { type CashClosingDetailDto, type CashClosingDto } from './dto/cash-closing.dto';

export const presentDesk = (desk: CashDesk): CashDeskDto => ({ ...desk });

/** The book of one account. */
export function presentBook({ account, currency, from, to, balance, lines }: AccountBook): AccountBookDto {
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  return {
    ...{ account, from, to, opening: money(balance.opening), paidIn: money(balance.paidIn) },
    ...{ paidOut: money(balance.paidOut), closing: money(balance.closing), nextCursor: lines.nextCursor },
    items: lines.items.map(({ currency: own, amount, ...line }) => ({ ...line, amount: MoneyDto.from(amount, own) })),
  };
}

/** An entry by hand. */
export function presentEntry({ recordedByName, decidedByName, amount, currency, ...entry }: CashEntry): CashEntryDto {
  const { id, deskId, closingId, category, direction, state, description, recordedAt } = entry;
  const { decidedAt, decisionNote, version } = entry;
  return {
    ...{ id, deskId, closingId, category, direction, state, description, recordedAt, decidedAt, decisionNote, version },
    ...{ amount: MoneyDto.from(amount, currency), recordedBy: recordedByName, decidedBy: decidedByName },
  };
}

/** A day of a desk. */
export function presentDay({ report, closedAt, closedByName, prints }: DayView): CashDayDto {
  const { deskId, deskName, account, day, currency } = report;
  const money = (digits: string): MoneyDto => MoneyDto.from(BigInt(digits), currency);
  const maybe = (digits: string | null): MoneyDto | null => (digits === null ? null : money(digits));
  return {
    ...{ deskId, deskName, account, day, closedAt, closedBy: closedByName, prints },
    ...{ opening: money(report.opening), paidIn: money(report.paidIn), paidOut: money(report.paidOut) },
    closing: money(report.closing),
    movements: report.movements.map((row) => ({ ...row, paidIn: money(row.paidIn), paidOut: money(row.paidOut) })),
    payments: report.payments.map((row) => ({ ...row, amount: money(row.amount) })),
    shifts: report.shifts.map(({ cashier, state, expected, counted, difference }) => ({
      ...{ cashier, state, expected: maybe(expected), counted: maybe(counted), difference: maybe(difference) },
    })),
    remittances: report.remittances.map((row) => ({
      ...{ collector: row.collector, counted: money(row.counted), difference: money(row.difference) },
    })),
  };
}

/** A shift. */
export function presentClosing(closing: CashClosing): CashClosingDto {
  const { id, deskId, cashierId, cashierName: cashier, day, state, currency, note, openedAt, closedAt } = closing;
  const { approvedAt, approvedByName: approvedBy, prints, version } = closing;
  const maybe = (amount: bigint | null): MoneyDto | null => (amount === null ? null : MoneyDto.from(amount, currency));
  return {
    ...{
      id,
      deskId,
      cashierId,
      cashier,
      day,
      state,
      note,
      openedAt,
      closedAt,
      approvedAt,
      approvedBy,
      prints,
      version,
    },
    opening: MoneyDto.from(closing.opening, currency),
    ...{ counted: maybe(closing.counted), difference: maybe(closing.difference) },
  };
}

/** With what the drawer should hold. */
export function presentClosingDetail(view: ClosingView): CashClosingDetailDto {
  const part = (name: string): MoneyDto => MoneyDto.from(BigInt(view.parts[name] ?? 0), view.currency);
  return Object.assign(presentClosing(view), {
    expectedCash: MoneyDto.from(view.should, view.currency),
    expected: {
      ...{ opening: part('opening'), cash: part('cash'), transfer: part('transfer'), other: part('other') },
      ...{ sales: part('sales'), remittances: part('remittances'), income: part('income'), expenses: part('expenses') },
      ...{ reversals: part('reversals'), commissions: part('commissions'), payments: Number(view.parts.payments ?? 0) },
    },
    denominations: view.denominations ?? [],
  });
}
