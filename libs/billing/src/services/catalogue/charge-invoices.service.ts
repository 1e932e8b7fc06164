import { Injectable } from '@nestjs/common';
import { billCharges } from '../../domain/bill-planner';
import { BillableExtrasRepository } from '../../repositories/catalogue/billable-extras.repository';
import { DueBatchRepository } from '../../repositories/due-batch.repository';
import { BillingRunContexts } from '../billing-run-context.service';
import { InvoiceIssuer, type IssuedInvoice } from '../documents/invoice-issuer.service';
import { BillableFacts, pendingOf } from './billable-facts.service';

/** Invoices of one-off charges alone (billing.md 1.4: `invoice_now`). */
@Injectable()
export class ChargeInvoices {
  constructor(
    private readonly due: DueBatchRepository,
    private readonly extras: BillableExtrasRepository,
    private readonly contexts: BillingRunContexts,
    private readonly facts: BillableFacts,
    private readonly issuer: InvoiceIssuer,
  ) {}

  /** Issues the invoice of a charge that waits; the caller holds the lock of the payer's account. */
  async issue(chargeId: string, payerId: string, asOf: Date): Promise<IssuedInvoice> {
    const row = await this.extras.pendingCharge(chargeId);
    const [claimed] = await this.due.claimThese([payerId]);
    if (!row || !claimed) throw new Error(`charge ${chargeId} cannot be invoiced`);
    const context = this.contexts.create('', { asOf, siteId: null }, claimed.currency);
    await this.contexts.learn(context, [claimed], []);
    const planning = await this.facts.planningOf(context, claimed);
    const bill = billCharges(claimed, [pendingOf(row, claimed, planning)], planning, `C:${chargeId}`);
    const [issued] = await this.issuer.issueMany([bill], { ...context, runId: null });
    if (!issued) throw new Error(`charge ${chargeId} made no invoice`);
    return issued;
  }
}
