import { Injectable } from '@nestjs/common';
import { CurrentActor } from '@app/platform';
import { type CreditNote } from '../../repositories/documents/credit-note.repository';
import { ChangeChargeRepository } from '../../repositories/subscriptions/change-charge.repository';
import { CreditNotes } from '../documents/credit-notes.service';
import { InvoiceIssuer, type IssuedInvoice } from '../documents/invoice-issuer.service';
import { type Decision } from './decision';
import { Refunds } from './refunds.service';
import { type ServiceInHand } from './service-in-hand';

/** Documents that a decision became. */
export interface WrittenDocuments {
  creditNotes: CreditNote[];
  invoice: IssuedInvoice | undefined;
}

/** Makes the documents of a decision, in the caller's transaction, who holds the locks of the accounts. */
@Injectable()
export class DecisionDocuments {
  constructor(
    private readonly charges: ChangeChargeRepository,
    private readonly creditNotes: CreditNotes,
    private readonly issuer: InvoiceIssuer,
    private readonly refunds: Refunds,
    private readonly actor: CurrentActor,
  ) {}

  /** Credit notes first: the invoice takes what they leave as credit balance (billing.md 1.10). */
  async write(service: ServiceInHand, decision: Decision): Promise<WrittenDocuments> {
    const { changeId, documents } = decision;
    const { payer, today, context } = service;
    const creditNotes = await this.credit(decision);
    await this.waiting(service, decision);
    const bills = documents.bill ? [documents.bill] : [];
    const [invoice] = await this.issuer.issueMany(bills, { ...context, runId: null });
    const credited = creditNotes
      .filter(({ customerId }) => customerId === payer.customerId)
      .map(({ invoiceId, walletAmount: amount }) => ({ invoiceId, amount }));
    await this.refunds.pay(payer, documents.refund, { changeId, credited }, today);
    return { creditNotes, invoice };
  }

  private async credit({ changeId, documents, reason }: Decision): Promise<CreditNote[]> {
    const notes: CreditNote[] = [];
    for (const { invoiceId, lines: credited } of documents.creditNotes) {
      const lines = credited.map(({ lineId, net, tax, start, end }) => ({
        ...{ invoiceLineId: lineId, net, tax, periodStart: start, periodEnd: end },
      }));
      const request = { invoiceId, sourceKey: `C:${changeId}:${invoiceId}`, reason, lines };
      notes.push(await this.creditNotes.issue(request));
    }
    return notes;
  }

  private async waiting(service: ServiceInHand, { changeId, documents }: Decision): Promise<void> {
    const { account, payer, subscription, today } = service;
    await this.charges.cancel(documents.replaced);
    await this.charges.add(documents.pending, {
      ...{ siteId: account.siteId, customerId: subscription.customerId, currency: payer.currency, billAfter: today },
      ...{ by: this.actor.get().name, sourceKey: `C:${changeId}` },
    });
  }
}
