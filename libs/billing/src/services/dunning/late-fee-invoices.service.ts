import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { type BillableAccount, billCharges } from '../../domain/bill-planner';
import { type LateInvoice, type NewLateFee } from '../../repositories/dunning/late-fee.repository';
import { BillingRunContexts } from '../billing-run-context.service';
import { pendingOf } from '../catalogue/billable-facts.service';
import { InvoiceIssuer } from '../documents/invoice-issuer.service';

/** Late fees that are invoices of their own instead of waiting for the next one. */
@Injectable()
export class LateFeeInvoices {
  constructor(
    private readonly contexts: BillingRunContexts,
    private readonly issuer: InvoiceIssuer,
  ) {}

  /** Joins the caller's transaction, who holds the locks of the accounts. */
  async issue(
    raised: readonly { chargeId: string; fee: NewLateFee }[],
    late: readonly LateInvoice[],
    asOf: Date,
  ): Promise<void> {
    if (raised.length === 0) return;
    const zones = new Map(late.map(({ customerId, timeZone }) => [customerId, timeZone]));
    const context = this.contexts.create(uuidv7(), { asOf, siteId: null }, raised[0]?.fee.currency ?? '');
    const accounts = raised.map(({ fee }): BillableAccount => {
      const { customerId, siteId, currency } = fee;
      return { customerId, siteId, currency, timeZone: zones.get(customerId) ?? 'UTC' };
    });
    await this.contexts.learn(context, accounts, []);
    const bills = raised.flatMap(({ chargeId, fee }, index) => {
      const account = accounts[index];
      const planning = context.sites.get(fee.siteId)?.planning;
      if (!account || !planning) return [];
      const charge = pendingOf(chargeRow(chargeId, fee), account, planning);
      return [billCharges(account, [charge], planning, `LATE:${fee.invoiceId}:${fee.n}`)];
    });
    await this.issuer.issueMany(bills, { ...context, runId: null });
  }
}

function chargeRow(id: string, fee: NewLateFee): Parameters<typeof pendingOf>[0] {
  const { customerId, description, taxCode, on, amount } = fee;
  return {
    ...{
      id,
      description,
      taxCode,
      payerId: customerId,
      serviceCustomerId: null,
      subscriptionId: null,
      productId: null,
    },
    ...{ kind: 'LATE_FEE', quantity: 1, unitPrice: amount, revenueAccount: 'LATE_FEE', billAfter: on },
    ...{ planId: null, period: null },
  };
}
