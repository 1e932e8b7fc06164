import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type CashAccount, CashAccounts } from '@app/billing';
import { CoreErrors, type LocalDate, uuidv7 } from '@app/core';
import { AccessErrors, SitesService } from '@app/iam';
import { AuditLog, CurrentActor, together } from '@app/platform';
import { CashErrors } from '../../payments-field.errors';
import {
  type CashCategory,
  type CashDesk,
  CashDeskRepository,
} from '../../repositories/cash-book/cash-desk.repository';

/** Where offices keep their cash. */
@Injectable()
export class CashDesks {
  constructor(
    private readonly desks: CashDeskRepository,
    private readonly accounts: CashAccounts,
    private readonly sites: SitesService,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  async all(): Promise<CashDesk[]> {
    return this.desks.all();
  }

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<CashDesk> {
    const desk = await this.desks.find(id);
    if (!desk) throw CoreErrors.NOT_FOUND({ what: 'cash desk', id });
    return desk;
  }

  /** The named one, else the only one that the caller sees. @throws DomainError CORE_NOT_FOUND */
  async pick(id: string | undefined): Promise<CashDesk> {
    if (id !== undefined) return this.get(id);
    const [only, ...others] = await this.desks.all();
    if (!only || others.length > 0) throw CoreErrors.NOT_FOUND({ what: 'cash desk', id: '-' });
    return only;
  }

  /** Where the cash of a site lies, unless nobody keeps any. */
  async maybeOfSite(siteId: string): Promise<CashDesk | undefined> {
    return this.desks.ofSite(siteId);
  }

  /** The same. @throws DomainError CORE_NOT_FOUND */
  async ofSite(siteId: string): Promise<CashDesk> {
    const desk = await this.desks.ofSite(siteId);
    if (!desk) throw CoreErrors.NOT_FOUND({ what: 'cash desk', id: '-' });
    return desk;
  }

  async byId(id: string): Promise<CashDesk> {
    const desk = await this.desks.byId(id);
    if (!desk) throw CoreErrors.NOT_FOUND({ what: 'cash desk', id });
    return desk;
  }

  /**
   * Before anything is booked to a desk: its day stays open until the transaction ends.
   *
   * @returns the day @throws DomainError CASH_DAY_CLOSED
   */
  async hold(desk: CashDesk): Promise<LocalDate> {
    const [, { day, closed }] = await together([
      this.desks.lock(desk.id, 'share'),
      this.desks.today(desk.id, desk.timeZone),
    ]);
    if (closed) throw CashErrors.DAY_CLOSED({ day });
    return day;
  }

  /** As {@link hold} where the account is a desk's. */
  async holdAccount(account: string): Promise<void> {
    const desk = await this.desks.ofAccount(account);
    if (desk) await this.hold(desk);
  }

  /** A desk of a site, with an account of its own. @throws DomainError CORE_NOT_FOUND, CASH_DESK_TAKEN, IAM_SCOPE_TOO_NARROW */
  @Transactional()
  async add(input: { siteId: string; code: string; name: string }): Promise<CashDesk> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    await this.sites.get(input.siteId);
    const account: CashAccount = `CASH.OFFICE.${input.code}`;
    await this.accounts.add(account, input.name).catch(() => {
      throw CashErrors.DESK_TAKEN();
    });
    const id = uuidv7();
    const { siteId, name } = input;
    if (!(await this.desks.insert({ id, siteId, account, name }))) throw CashErrors.DESK_TAKEN();
    const after = await this.byId(id);
    await this.audit.record({ action: 'cash-desk.added', subject: { type: 'cash-desk', id }, siteId, after });
    return after;
  }

  async categories(): Promise<CashCategory[]> {
    return this.desks.categories();
  }

  /** @throws DomainError CASH_CATEGORY_TAKEN */
  @Transactional()
  async addCategory(input: Omit<CashCategory, 'account'>): Promise<CashCategory> {
    const category = { ...input, account: `${input.direction === 'IN' ? 'INCOME' : 'EXPENSE'}.${input.code}` };
    if (!(await this.desks.insertCategory(category))) throw CashErrors.CATEGORY_TAKEN();
    const subject = { type: 'cash-category', id: category.code };
    await this.audit.record({ action: 'cash-category.added', subject, siteId: null, after: category });
    return category;
  }
}
