import { Injectable } from '@nestjs/common';
import { CoreErrors, type Language, localDateOf, type Page } from '@app/core';
import { CustomersService } from '@app/customers';
import { SitesService } from '@app/iam';
import { type Payment, type PaymentWithAllocations } from '../domain/payment';
import { type Receipt, receiptText } from '../domain/receipt-text';
import { type PaymentFilter, PaymentRepository } from '../repositories/payment.repository';

/** Payments as they stand, within the caller's sites. */
@Injectable()
export class PaymentsService {
  constructor(
    private readonly payments: PaymentRepository,
    private readonly customers: CustomersService,
    private readonly sites: SitesService,
  ) {}

  async list(filter: PaymentFilter): Promise<Page<Payment>> {
    return this.payments.page(filter);
  }

  /** @throws DomainError CORE_NOT_FOUND, also for a payment outside the caller's sites */
  async get(id: string): Promise<PaymentWithAllocations> {
    const payment = await this.payments.find(id);
    if (payment === undefined) throw CoreErrors.NOT_FOUND({ what: 'payment', id });
    return { ...payment, allocations: await this.payments.allocationsOf(id) };
  }

  /** The receipt as plain text of 32 columns, dated in the customer's zone. @throws DomainError CORE_NOT_FOUND */
  async receipt(id: string, language: Language): Promise<string> {
    return receiptText(await this.receiptFacts(id), language);
  }

  /** What a receipt says. @throws DomainError CORE_NOT_FOUND */
  async receiptFacts(id: string): Promise<Receipt & { siteId: string }> {
    const payment = await this.get(id);
    const customer = payment.customerId === null ? undefined : await this.customers.get(payment.customerId);
    const site = await this.sites.get(payment.siteId);
    return {
      ...payment,
      siteName: site.name,
      receivedOn: localDateOf(payment.receivedAt, customer?.timeZone ?? site.timeZone),
      customerCode: customer?.code ?? '-',
      customerName: customer?.name ?? '',
      recordedBy: payment.recordedByName,
      allocations: payment.allocations.map((part) => ({ ...part, number: part.invoiceNumber })),
    };
  }
}
