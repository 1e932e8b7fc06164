import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { CoreErrors } from '@app/core';
import { AuditLog } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { InvoiceStateRepository } from '../../repositories/documents/invoice-state.repository';
import { BillingAccountsService } from '../billing-accounts.service';

/** What the tax office knows an invoice by (billing.md X3). */
export interface TaxDocument {
  /** Nomor seri Faktur Pajak. */
  fakturNumber: string;
  coretaxReference?: string;
}

/** References to the tax office; apart from the invoice number. */
@Injectable()
export class TaxDocuments {
  constructor(
    private readonly invoices: InvoiceStateRepository,
    private readonly accounts: BillingAccountsService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param reported it was reported: from now on only a credit note corrects the invoice, and the reference stays as it is
   * @throws DomainError CORE_NOT_FOUND, BILLING_INVOICE_STATE (draft, void, or reported before)
   */
  @Transactional()
  async set(id: string, document: TaxDocument, reported: boolean): Promise<void> {
    const customerId = await this.invoices.customerOf(id);
    if (customerId === undefined) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    const account = await this.accounts.lockOrOpen(customerId);
    const invoice = await this.invoices.lock(id);
    if (!invoice) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    const { status, taxLocked, siteId } = invoice;
    if (status === 'DRAFT' || status === 'VOID' || taxLocked) {
      throw BillingErrors.INVOICE_STATE({
        action: 'tax-document',
        status: taxLocked ? `${status} (Faktur Pajak)` : status,
      });
    }
    await this.invoices.setTaxDocument(id, document, reported ? account.now : null);
    const after = { ...document, reported };
    await this.audit.record({ action: 'invoice.tax-document', subject: { type: 'invoice', id }, siteId, after });
  }
}
