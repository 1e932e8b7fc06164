import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, type LocalDate } from '@app/core';
import { SitesService } from '@app/iam';
import { AuditLog } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type PaymentTerms } from '../../domain/due-dates';
import { type BillingPolicies as Policies } from '../../domain/policies/billing-policies';
import { termsOf } from '../../domain/policies/terms';
import { type Holiday, HolidayRepository } from '../../repositories/catalogue/holiday.repository';
import { CatalogueOwners } from './catalogue-owners.service';

const NONE: ReadonlySet<LocalDate> = new Set();

/** Days on which the ISP, or one of its sites, does not work; isolation may wait for the next working day. */
@Injectable()
export class BusinessCalendar {
  constructor(
    private readonly holidays: HolidayRepository,
    private readonly sites: SitesService,
    private readonly owners: CatalogueOwners,
    private readonly audit: AuditLog,
  ) {}

  /** Terms of payment and isolation at a site, its days off included. */
  async terms(siteId: string | null, policies: Policies): Promise<PaymentTerms> {
    return termsOf(policies, policies.isolirCalendar.holidays ? await this.daysOff(siteId) : NONE);
  }

  /** Days off at a site, those of the whole ISP included. */
  async daysOff(siteId: string | null): Promise<ReadonlySet<LocalDate>> {
    return new Set(await this.holidays.daysOf(siteId));
  }

  /** Days off in `[from, to]`, by day; with a site: those that count there. */
  async list(from: LocalDate, to: LocalDate, siteId: string | null): Promise<Holiday[]> {
    return this.holidays.between(from, to, siteId);
  }

  /**
   * Invoices that were issued keep the day of isolation that they were issued with.
   *
   * @throws DomainError BILLING_HOLIDAY_TAKEN, BILLING_POLICY_IS_GENERAL, ACCESS_SCOPE_TOO_NARROW, CORE_NOT_FOUND (site)
   */
  @Transactional()
  async add(row: Omit<Holiday, 'id'>): Promise<Holiday> {
    this.owners.mustOwn(row.siteId, BillingErrors.POLICY_IS_GENERAL);
    if (row.siteId !== null) await this.sites.get(row.siteId);
    const added = await this.holidays.insert(row);
    if (!added) throw BillingErrors.HOLIDAY_TAKEN({ day: row.day });
    await this.note('holiday.added', added, { after: added });
    return added;
  }

  /** @throws DomainError CORE_NOT_FOUND, BILLING_POLICY_IS_GENERAL, ACCESS_SCOPE_TOO_NARROW */
  @Transactional()
  async remove(id: string): Promise<void> {
    const holiday = await this.holidays.find(id);
    if (!holiday) throw CoreErrors.NOT_FOUND({ what: 'holiday', id });
    this.owners.mustOwn(holiday.siteId, BillingErrors.POLICY_IS_GENERAL);
    await this.holidays.delete(id);
    await this.note('holiday.removed', holiday, { before: holiday });
  }

  private async note(
    action: string,
    { id, siteId }: Holiday,
    change: { before?: Holiday; after?: Holiday },
  ): Promise<void> {
    await this.audit.record({ action, subject: { type: 'holiday', id }, siteId, ...change });
  }
}
