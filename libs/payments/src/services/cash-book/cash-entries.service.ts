import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CashJournal, type JournalAccount } from '@app/billing';
import { CoreErrors, type Money, type Page, uuidv7 } from '@app/core';
import { AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { PaymentErrors } from '../../payments.errors';
import { CashErrors } from '../../payments-field.errors';
import { CashClosingRepository } from '../../repositories/cash-book/cash-closing.repository';
import { type CashDesk, CashDeskRepository } from '../../repositories/cash-book/cash-desk.repository';
import {
  type CashEntry,
  type CashEntryFilter,
  CashEntryRepository,
} from '../../repositories/cash-book/cash-entry.repository';
import { type Hand } from '../../repositories/remittances/remittance.repository';
import { CashDesks } from './cash-desks.service';

export interface NewCashEntry {
  deskId?: string;
  category: string;
  amount: Money;
  description: string;
}

/** Income and expenses of a desk by hand. The books hear of them when somebody else has agreed. */
@Injectable()
export class CashEntries {
  constructor(
    private readonly entries: CashEntryRepository,
    private readonly desks: CashDesks,
    private readonly categories: CashDeskRepository,
    private readonly closings: CashClosingRepository,
    private readonly journal: CashJournal,
    private readonly actor: CurrentActor,
    private readonly clock: DatabaseClock,
    private readonly audit: AuditLog,
  ) {}

  async list(filter: CashEntryFilter): Promise<Page<CashEntry>> {
    return this.entries.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<CashEntry> {
    const entry = await this.entries.find(id);
    if (!entry) throw CoreErrors.NOT_FOUND({ what: 'cash entry', id });
    return entry;
  }

  /**
   * Part of the caller's open shift where he has one at this desk.
   *
   * @throws DomainError CORE_NOT_FOUND, CASH_CATEGORY_UNKNOWN, CASH_DAY_CLOSED, PAYMENTS_AMOUNT_NOT_POSITIVE,
   * PAYMENTS_CURRENCY_MISMATCH
   */
  @Transactional()
  async record({
    deskId,
    category: code,
    amount: { amount, currency },
    description,
  }: NewCashEntry): Promise<CashEntry> {
    const { id: recordedBy, name: recordedByName } = this.actor.get();
    const shift = await this.closings.holdOpen(recordedBy);
    const desk = await this.desks.pick(deskId ?? shift?.deskId);
    if (amount <= 0n) throw PaymentErrors.AMOUNT_NOT_POSITIVE();
    if (currency !== desk.currency) throw PaymentErrors.CURRENCY_MISMATCH({ currency: desk.currency });
    const category = await this.categories.category(code);
    if (!category) throw CashErrors.CATEGORY_UNKNOWN();
    await this.desks.hold(desk);
    const id = uuidv7();
    const closingId = shift?.deskId === desk.id ? shift.id : null;
    const { direction } = category;
    const row = { id, deskId: desk.id, closingId, category: code, direction, amount, currency, description };
    await this.entries.insert({ ...row, recordedAt: await this.clock.sample(), recordedBy, recordedByName });
    return this.noted(id, 'cash-entry.recorded', desk);
  }

  /**
   * Posts it, today. Never by who entered it.
   *
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, CASH_ENTRY_STATE, CASH_OWN_ENTRY, CASH_PERSONS_ONLY,
   * CASH_DAY_CLOSED
   */
  @Transactional()
  async approve(id: string, version: number, note = ''): Promise<CashEntry> {
    const { entry, desk } = await this.toDecide(id);
    await this.desks.hold(desk);
    const by = await this.hand();
    if (!(await this.entries.decide(id, version, 'POSTED', note, by))) throw CoreErrors.STALE_VERSION();
    const category = await this.categories.category(entry.category);
    if (!category) throw CashErrors.CATEGORY_UNKNOWN();
    const into = entry.direction === 'IN' ? entry.amount : -entry.amount;
    await this.journal.post({
      ...{ refType: 'CASH_MOVEMENT', refId: id, timeZone: desk.timeZone, currency: entry.currency },
      occurredAt: entry.recordedAt,
      entries: [
        { account: desk.account, amount: into },
        { account: category.account as JournalAccount, amount: -into },
      ],
    });
    return this.noted(id, 'cash-entry.approved', desk, entry);
  }

  /** @throws as {@link approve} */
  @Transactional()
  async reject(id: string, version: number, note: string): Promise<CashEntry> {
    const { entry, desk } = await this.toDecide(id);
    if (!(await this.entries.decide(id, version, 'REJECTED', note, await this.hand())))
      throw CoreErrors.STALE_VERSION();
    return this.noted(id, 'cash-entry.rejected', desk, entry);
  }

  private async toDecide(id: string): Promise<{ entry: CashEntry; desk: CashDesk }> {
    const entry = await this.get(id);
    if (entry.state !== 'PENDING') throw CashErrors.ENTRY_STATE({ state: entry.state });
    const actor = this.actor.get();
    if (actor.kind !== 'user') throw CashErrors.PERSONS_ONLY();
    if (entry.recordedBy === actor.id) throw CashErrors.OWN_ENTRY();
    return { entry, desk: await this.desks.get(entry.deskId) };
  }

  private async hand(): Promise<Hand> {
    const { id, name } = this.actor.get();
    return { id, name, at: await this.clock.sample() };
  }

  private async noted(id: string, action: string, desk: CashDesk, before?: CashEntry): Promise<CashEntry> {
    const after = await this.get(id);
    await this.audit.record({ action, subject: { type: 'cash-entry', id }, siteId: desk.siteId, before, after });
    return after;
  }
}
