import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { AuditLog } from '@app/platform';
import { BillAssembly } from '../../domain/planning/bill-assembly';
import { DraftRepository } from '../../repositories/documents/draft.repository';
import { InvoiceStateRepository } from '../../repositories/documents/invoice-state.repository';
import { IssuedInvoiceRepository } from '../../repositories/documents/issued-invoice.repository';
import { BillingAccountsService } from '../billing-accounts.service';
import { DocumentContexts } from './document-contexts.service';
import { InvoiceCorrections } from './invoice-corrections.service';
import { InvoiceIssuer, type IssuedInvoice } from './invoice-issuer.service';

/** Void and issued again with the same lines: for wrong names, addresses and tax numbers (billing.md 1.8). */
@Injectable()
export class InvoiceReissue {
  constructor(
    private readonly corrections: InvoiceCorrections,
    private readonly accounts: BillingAccountsService,
    private readonly invoices: InvoiceStateRepository,
    private readonly stored: DraftRepository,
    private readonly issued: IssuedInvoiceRepository,
    private readonly contexts: DocumentContexts,
    private readonly issuer: InvoiceIssuer,
    private readonly audit: AuditLog,
  ) {}

  /**
   * The new invoice has today's date, a number of its own, the names of today and the same lines; it says which one it
   * replaces.
   *
   * @throws DomainError as {@link InvoiceCorrections.void}
   */
  @Transactional()
  async reissue(id: string, reason: string): Promise<IssuedInvoice> {
    const customerId = await this.invoices.customerOf(id);
    if (customerId === undefined) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    const account = await this.accounts.lockOrOpen(customerId);
    const lines = await this.stored.lines(id);
    const charges = await this.stored.chargesOf(id);
    const billKey = await this.invoices.billKeyOf(id);
    await this.corrections.void(id, reason);
    const { planning, issue } = await this.contexts.of(account);
    const from = planning.today(account.timeZone);
    const assembly = new BillAssembly(account, { ...planning, cashIncrement: 1n });
    const bill = assembly.bill({ billKey, lines, from });
    const [invoice] = await this.issuer.issueMany([bill], issue, { replaces: id });
    if (!invoice) throw new Error(`nothing was issued for ${id}`);
    await this.issued.closeCharges(charges.map((chargeId) => ({ chargeId, invoiceId: invoice.id })));
    const subject = { type: 'invoice', id: invoice.id };
    const after = { replaces: id, number: invoice.number, reason };
    await this.audit.record({ action: 'invoice.reissued', subject, siteId: account.siteId, after });
    return invoice;
  }
}
