import { Injectable } from '@nestjs/common';
import { type Invoice, InvoicesService, SettlementService } from '@app/billing';
import { CoreErrors, Money } from '@app/core';
import { ofCustomer } from './of-customer';
import {
  PaymentTarget,
  type TargetDescription,
  type TargetSettlement,
  type TargetSettlementContext,
} from './payment-target';

/** An invoice, paid by its customer; what it does not need any more goes to his other invoices, then to his deposit. */
@Injectable()
export class InvoiceTarget extends PaymentTarget {
  readonly kind = 'INVOICE' as const;

  constructor(
    private readonly invoices: InvoicesService,
    private readonly settlement: SettlementService,
  ) {
    super();
  }

  async describe(id: string): Promise<TargetDescription | undefined> {
    const invoice = await this.find(id);
    if (!invoice || invoice.status === 'DRAFT') return undefined;
    const { siteId, customerId, number, currency, customer, status } = invoice;
    const due = Money.of(invoice.totalAmount - invoice.paidAmount - invoice.creditedAmount, currency);
    const { name, phone, email } = customer;
    return {
      ...{
        siteId,
        customerId,
        due,
        title: number,
        items: [{ name: number, price: due }],
        payer: { name, phone, email },
      },
      stillOpen: status === 'OPEN' && due.isPositive(),
    };
  }

  async settle(context: TargetSettlementContext): Promise<TargetSettlement> {
    const { attempt, held, paymentId, amount, surcharge, surchargeTo, receivedAt, method, cashAccount } = context;
    const { target, customerId } = attempt;
    if (customerId === null) throw new Error(`attempt ${attempt.id} for an invoice has no customer`);
    const settled = await this.settlement.settle({
      ...{ paymentId, customerId, held, amount, surcharge, surchargeTo, receivedAt, method, cashAccount },
      invoiceId: target.id,
    });
    const late = !settled.allocations.some(({ invoiceId }) => invoiceId === target.id);
    return ofCustomer(customerId, settled, late);
  }

  private async find(id: string): Promise<Invoice | undefined> {
    try {
      return await this.invoices.get(id);
    } catch (error) {
      if (CoreErrors.NOT_FOUND.matches(error)) return undefined;
      throw error;
    }
  }
}
