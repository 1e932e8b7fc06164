import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors, localDateOf, type Money, uuidv7 } from '@app/core';
import { CustomersService } from '@app/customers';
import { AuditLog, PartitionKeeper } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { type Bill, type BillLine, type PlanningContext } from '../../domain/bill-planner';
import { taxed } from '../../domain/invoice-calculator';
import { type RevenueAccount } from '../../domain/ledger-accounts';
import { BillAssembly } from '../../domain/planning/bill-assembly';
import { NO_TAX } from '../../domain/tax/tax-code';
import { AccountSettingsRepository } from '../../repositories/documents/account-settings.repository';
import { DraftRepository } from '../../repositories/documents/draft.repository';
import { InvoiceStateRepository } from '../../repositories/documents/invoice-state.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { TaxCodesService } from '../catalogue/tax-codes.service';
import { type LockedAccount } from '../settlement/settlement-books.service';
import { type DocumentContext, DocumentContexts } from './document-contexts.service';
import { InvoiceIssuer } from './invoice-issuer.service';

/** A line as somebody writes it. */
export interface DraftLine {
  description: string;
  quantity: number;
  /** Of one piece, in the terms of the tax code. */
  unitPrice: Money;
  taxCode: string;
  revenueAccount?: RevenueAccount;
}

/** Invoices that people write: one-off work, devices, corrections upwards. A draft has no number and posts nothing. */
@Injectable()
export class InvoiceDrafts {
  constructor(
    private readonly drafts: DraftRepository,
    private readonly invoices: InvoiceStateRepository,
    private readonly settings: AccountSettingsRepository,
    private readonly accounts: BillingAccountsService,
    private readonly customers: CustomersService,
    private readonly taxCodes: TaxCodesService,
    private readonly contexts: DocumentContexts,
    private readonly issuer: InvoiceIssuer,
    private readonly partitions: PartitionKeeper,
    private readonly audit: AuditLog,
  ) {}

  /** @throws DomainError CORE_NOT_FOUND (customer), BILLING_TAX_CODE_UNKNOWN, BILLING_CURRENCY_MISMATCH */
  @Transactional()
  async create(customerId: string, lines: readonly DraftLine[]): Promise<string> {
    const account = await this.accounts.lockOrOpen(customerId);
    const id = uuidv7();
    const bill = await this.billOf(id, await this.written(lines, account), account, await this.contexts.of(account));
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
    const bill = await this.billOf(id, await this.written(lines, account), account, await this.contexts.of(account));
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
    const context = await this.contexts.of(account);
    const bill = await this.billOf(id, lines, account, context);
    await this.partitions.ensure('ledger_entries', bill.issuedOn);
    await this.drafts.delete(id);
    const [invoice] = await this.issuer.issueMany([bill], context.issue, { id });
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

  private async written(lines: readonly DraftLine[], { currency }: LockedAccount): Promise<BillLine[]> {
    for (const code of new Set(lines.map((line) => line.taxCode))) await this.taxCodes.mustBeActive(code);
    return lines.map(({ description, quantity, unitPrice, taxCode, revenueAccount }): BillLine => {
      if (unitPrice.currency !== currency) {
        throw BillingErrors.CURRENCY_MISMATCH({ expected: currency, actual: unitPrice.currency });
      }
      if (!unitPrice.isPositive()) throw BillingErrors.AMOUNT_NOT_POSITIVE();
      return {
        ...{ kind: 'ONE_OFF', subscriptionId: null, chargeCode: 'MANUAL', periodStart: null, periodEnd: null },
        ...{ naturalDays: null, description, quantity, unitPrice: unitPrice.amount, revenueAccount },
        taxRule: { ...NO_TAX, code: taxCode },
        ...{ gross: unitPrice.amount * BigInt(quantity), discount: 0n, net: 0n, tax: 0n },
      };
    });
  }

  /** Taxed as of today (billing.md X3), with the terms of today. */
  private async billOf(
    id: string,
    lines: readonly BillLine[],
    account: LockedAccount,
    { planning }: DocumentContext,
  ): Promise<Bill> {
    const { taxExempt } = await this.settings.of(account.customerId);
    const buyer = { ...account, taxExempt };
    const from = localDateOf(account.now, account.timeZone);
    const priced = lines.map((line) => withTax(line, planning, buyer));
    return new BillAssembly(buyer, planning).bill({ billKey: `M:${id}`, lines: priced, from });
  }

  private async note(action: string, id: string, { siteId }: LockedAccount, after: object): Promise<void> {
    await this.audit.record({ action, subject: { type: 'invoice', id }, siteId, after });
  }
}

function withTax(
  line: BillLine,
  { taxFor, today }: PlanningContext,
  buyer: LockedAccount & { taxExempt: boolean },
): BillLine {
  const taxRule = taxFor?.(line.taxRule, buyer, today(buyer.timeZone)) ?? line.taxRule;
  return { ...line, taxRule, ...taxed(line.gross - line.discount, taxRule) };
}
