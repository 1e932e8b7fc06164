import { Injectable } from '@nestjs/common';
import { CoreErrors, type Page } from '@app/core';
import { type ListRequest } from '@app/platform';
import {
  type Invoice,
  type InvoiceFilter,
  type InvoiceLine,
  InvoiceRepository,
} from '../repositories/invoice.repository';

/** Invoices within the scope of the running actor. Reading only: the billing run makes them, payments settle them. */
@Injectable()
export class InvoicesService {
  constructor(private readonly invoices: InvoiceRepository) {}

  /** @throws DomainError CORE_NOT_FOUND, also for one outside the scope */
  async get(id: string): Promise<Invoice & { lines: InvoiceLine[] }> {
    const invoice = await this.invoices.find(id);
    if (!invoice) throw CoreErrors.NOT_FOUND({ what: 'invoice', id });
    return { ...invoice, lines: await this.invoices.lines(id) };
  }

  async list(request: ListRequest, filter: InvoiceFilter): Promise<Page<Invoice>> {
    return this.invoices.page(request, filter);
  }
}
