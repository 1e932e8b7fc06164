import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { AuditLog } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { DraftRepository } from '../../repositories/documents/draft.repository';
import { InvoiceStateRepository } from '../../repositories/documents/invoice-state.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { type LockedAccount } from '../../repositories/billing-account.repository';
import { DraftBills, type DraftLine } from './draft-bills.service';
import { InvoiceIssuer } from './invoice-issuer.service';

/** Invoices that people write: one-off work, devices, corrections upwards. A draft has no number and posts nothing. */
@Injectable()
export class InvoiceDrafts {
  constructor(
    private readonly drafts: DraftRepository,
    private readonly invoices: InvoiceStateRepository,
    private readonly accounts: BillingAccountsService,
    private readonly customers: CustomersService,
    private readonly bills: DraftBills,
    private readonly issuer: InvoiceIssuer,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND (customer), BILLING_TAX_CODE_UNKNOWN, BILLING_CURRENCY_MISMATCH */
  @Transactional()
  async create(customerId: string, lines: readonly DraftLine[]): Promise<string> {
    const account = await this.accounts.lockOrOpen(customerId);
    const id = uuidv7();
    const bill = await this.bills.written(id, lines, account);
    const customer = (await this.customers.snapshots([customerId])).get(customerId);
    const { code, name, address, phone, email } = customer ?? {};
    await this.drafts.insert(id, bill, { code, name, address, phone, email });
    await this.note('invoice.drafted', id, account, { lines: lines.length });
    return id;
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_INVOICE_STATE, and as {@link create} */
  @Transactional()
  async update(id: string, version: number, lines: readonly DraftLine[]): Promise<void> {
    const account = await this.lock(id, 'edit', version);
    const bill = await this.bills.written(id, lines, account);
    await this.drafts.replace(id, bill);
    await this.note('invoice.draft-changed', id, account, { lines: lines.length });
  }

  /** @throws DomainError CORE_NOT_FOUND, BILLING_INVOICE_STATE */
  @Transactional()
  async delete(id: string): Promise<void> {
    const account = await this.lock(id, 'delete');
    await this.drafts.delete(id);
    await this.note('invoice.draft-deleted', id, account, {});
  }

  /**
   * Makes it an invoice of today: with its number, tax of today, posted, settled from balances. It keeps its id.
   *
   * @throws DomainError CORE_NOT_FOUND, BILLING_INVOICE_STATE, BILLING_DRAFT_EMPTY
   */
  @Transactional()
  async finalise(id: string): Promise<void> {
    const account = await this.lock(id, 'finalise');
    const lines = (await this.drafts.lines(id)).filter((line) => line.kind !== 'ROUNDING');
    if (lines.length === 0) throw BillingErrors.DRAFT_EMPTY();
    const { bill, issue } = await this.bills.of(id, lines, account);
    await this.drafts.delete(id);
    const [invoice] = await this.issuer.issueMany([bill], issue, { id });
    await this.note('invoice.finalised', id, account, { number: invoice?.number });
  }

  private async lock(id: string, action: string, version?: number): Promise<LockedAccount> {
    const customerId = await this.invoices.customerOf(id);
    if (customerId === undefined) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    const account = await this.accounts.lockOrOpen(customerId);
    const invoice = await this.invoices.lock(id);
    if (!invoice) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    if (invoice.status !== 'DRAFT') throw BillingErrors.INVOICE_STATE({ action, status: invoice.status });
    if (version !== undefined && invoice.version !== version) throw CoreErrors.STALE_VERSION();
    return account;
  }

  private async note(action: string, id: string, { siteId }: LockedAccount, after: object): Promise<void> {
    await this.audit.record({ action, subject: { type: 'invoice', id }, siteId, after });
  }
}
