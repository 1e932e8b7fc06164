import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashJournal } from '@app/billing';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { type Denomination, worthOf } from '../../domain/cash-book/denominations';
import { PaymentErrors } from '../../payments.errors';
import { CashErrors } from '../../payments-field.errors';
import {
  type CashClosing,
  CashClosingRepository,
  type ClosingFilter,
  type ExpectedCash,
} from '../../repositories/cash-book/cash-closing.repository';
import { CashDesks } from './cash-desks.service';

/** A shift with what its drawer should hold: as it was closed, or now. */
export interface ClosingView extends CashClosing {
  parts: Readonly<Record<string, string | number>>;
  /** Cash that should be there. */
  should: bigint;
}

/** Daily closing per cashier: a shift is opened with a float, counted note by note, and approved by somebody else. */
@Injectable()
export class CashClosings {
  constructor(
    private readonly closings: CashClosingRepository,
    private readonly desks: CashDesks,
    private readonly journal: CashJournal,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: ClosingFilter): Promise<Page<CashClosing>> {
    return this.closings.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<ClosingView> {
    const closing = await this.closings.find(id);
    if (!closing) throw CoreErrors.NOT_FOUND({ what: 'cash closing', id });
    return this.view(closing);
  }

  /** The caller's open shift. @throws DomainError CORE_NOT_FOUND */
  async mine(): Promise<ClosingView> {
    const open = await this.closings.openOf(this.actor.get().id);
    if (!open) throw CoreErrors.NOT_FOUND({ what: 'cash closing', id: '-' });
    return this.view(open);
  }

  /**
   * @throws DomainError CORE_NOT_FOUND, CASH_SHIFT_OPEN, CASH_DAY_CLOSED, CASH_PERSONS_ONLY, PAYMENTS_CURRENCY_MISMATCH,
   * PAYMENTS_AMOUNT_NOT_POSITIVE
   */
  @Transactional()
  async open(deskId: string | undefined, float: Money | undefined): Promise<ClosingView> {
    const { kind, id: cashierId, name: cashierName } = this.actor.get();
    if (kind !== 'user') throw CashErrors.PERSONS_ONLY();
    const desk = await this.desks.pick(deskId);
    const opening = float?.amount ?? 0n;
    if (opening < 0n) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
    if (float && float.currency !== desk.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: desk.currency });
    const day = await this.desks.hold(desk);
    const id = uuidv7();
    const { siteId, currency } = desk;
    const row = { id, deskId: desk.id, siteId, cashierId, cashierName, day, currency, opening };
    if (!(await this.closings.insert({ ...row, openedAt: await this.clock.sample() }))) throw CashErrors.SHIFT_OPEN();
    return this.noted(id, 'cash-closing.opened');
  }

  /**
   * Counts the drawer. Nothing enters the shift any more. Only by the cashier himself.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CASH_SHIFT_STATE, CASH_SHIFT_PENDING while a remittance that he
   * counted is undecided
   */
  @Transactional()
  async close(id: string, version: number, drawer: readonly Denomination[], note = ''): Promise<ClosingView> {
    const found = await this.get(id);
    if (found.cashierId !== this.actor.get().id) throw CoreErrors.NOT_FOUND({ what: 'cash closing', id });
    await this.closings.lock(id);
    const before = await this.get(id);
    if (before.state !== 'OPEN') throw CashErrors.SHIFT_STATE({ state: before.state });
    if ((await this.closings.undecided(before.cashierId, before.deskId)) > 0) throw CashErrors.SHIFT_PENDING();
    const at = await this.clock.sample();
    const parts = await this.closings.expected(id, at);
    const denominations = drawer.map(({ value, count }) => ({ value: value.toString(), count }));
    const figures = {
      expected: drawerOf(parts),
      parts: textsOf(parts),
      denominations,
      counted: worthOf(drawer),
      note,
      at,
    };
    if (!(await this.closings.close(id, version, figures))) throw CoreErrors.STALE_VERSION();
    return this.noted(id, 'cash-closing.closed', before);
  }

  /**
   * Books what was missing or too much. Never by the cashier.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CASH_SHIFT_STATE, CASH_SHIFT_PENDING, CASH_OWN_SHIFT,
   * CASH_PERSONS_ONLY, CASH_DAY_CLOSED
   */
  @Transactional()
  async approve(id: string, version: number): Promise<ClosingView> {
    await this.get(id);
    await this.closings.lock(id);
    const before = await this.get(id);
    const { kind, id: userId, name } = this.actor.get();
    if (before.state !== 'CLOSED') throw CashErrors.SHIFT_STATE({ state: before.state });
    if (kind !== 'user') throw CashErrors.PERSONS_ONLY();
    if (before.cashierId === userId) throw CashErrors.OWN_SHIFT();
    if ((await this.closings.pendingEntries(id)) > 0) throw CashErrors.SHIFT_PENDING();
    const desk = await this.desks.byId(before.deskId);
    await this.desks.hold(desk);
    const at = await this.clock.sample();
    if (!(await this.closings.approve(id, version, { id: userId, name, at }))) throw CoreErrors.STALE_VERSION();
    const difference = before.difference ?? 0n;
    await this.journal.post({
      ...{ refType: 'CASH_MOVEMENT', refId: id, timeZone: desk.timeZone, occurredAt: at, currency: before.currency },
      entries: [
        { account: desk.account, amount: difference },
        { account: 'CASH_DIFFERENCE', amount: -difference },
      ],
    });
    return this.noted(id, 'cash-closing.approved', before);
  }

  /** Counts and notes a copy; the first one is the original. @throws DomainError CORE_NOT_FOUND, CASH_SHIFT_STATE */
  @Transactional()
  async print(id: string): Promise<ClosingView> {
    const closing = await this.get(id);
    if (closing.state === 'OPEN') throw CashErrors.SHIFT_STATE({ state: closing.state });
    await this.closings.printed(id);
    return this.noted(id, 'cash-closing.printed');
  }

  private async view(closing: CashClosing): Promise<ClosingView> {
    if (closing.expected !== null) {
      return { ...closing, parts: closing.expected, should: closing.expectedAmount ?? 0n };
    }
    const parts = await this.closings.expected(closing.id, await this.clock.sample());
    return { ...closing, parts: textsOf(parts), should: drawerOf(parts) };
  }

  private async noted(id: string, action: string, before?: ClosingView): Promise<ClosingView> {
    const after = await this.get(id);
    await this.audit.record({ action, subject: { type: 'cash-closing', id }, siteId: after.siteId, before, after });
    return after;
  }
}

/** Cash that should lie in the drawer. */
const drawerOf = (parts: ExpectedCash): bigint =>
  parts.opening +
  (parts.cash + parts.sales + parts.remittances + parts.income) -
  (parts.expenses + parts.reversals + parts.commissions);

const textsOf = (parts: ExpectedCash): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(parts).map(([name, value]: [string, bigint | number]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  );
