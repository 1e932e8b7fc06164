import { Injectable } from '@nestjs/common';
import { CurrentActor, PartitionKeeper } from '@app/platform';
import { type SubscriptionEffect } from '../../domain/subscription-state';
import { ChangeChargeRepository } from '../../repositories/subscriptions/change-charge.repository';
import { PauseRepository } from '../../repositories/subscriptions/pause.repository';
import { ScheduledChangeRepository } from '../../repositories/subscriptions/scheduled-change.repository';
import { type Subscription, SubscriptionRepository } from '../../repositories/subscription.repository';
import { AccessService } from '../access.service';
import { CreditNotes } from '../documents/credit-notes.service';
import { InvoiceIssuer, type IssuedInvoice } from '../documents/invoice-issuer.service';
import { type CreditNote } from '../../repositories/documents/credit-note.repository';
import { SubscriptionJournal } from '../subscription-journal.service';
import { type Decision } from './decision';
import { Refunds } from './refunds.service';
import { type ServiceInHand } from './service-in-hand';

/** What carrying out a decision made. */
export interface Written {
  subscription: Subscription;
  creditNotes: CreditNote[];
  invoice: IssuedInvoice | undefined;
}

type Step = 'row' | 'documents' | 'plans' | 'access' | 'journal';

/** How each effect of the table of transitions is carried out; steps that several effects share are done once. */
const STEP_OF: Readonly<Record<SubscriptionEffect, Step>> = {
  'start-billing': 'row',
  'start-trial': 'row',
  'stop-billing': 'row',
  'move-anchor': 'row',
  'change-payer': 'row',
  'change-site': 'row',
  'settle-change': 'documents',
  'settle-pause': 'documents',
  'settle-cancel': 'documents',
  'write-planned-change': 'plans',
  'drop-planned-changes': 'plans',
  'evaluate-access': 'access',
  journal: 'journal',
};

/** Carries a decision out, in the caller's transaction, who holds the locks of the accounts. */
@Injectable()
export class DecisionWriter {
  constructor(
    private readonly subscriptions: SubscriptionRepository,
    private readonly charges: ChangeChargeRepository,
    private readonly pauses: PauseRepository,
    private readonly scheduled: ScheduledChangeRepository,
    private readonly creditNotes: CreditNotes,
    private readonly issuer: InvoiceIssuer,
    private readonly refunds: Refunds,
    private readonly access: AccessService,
    private readonly journal: SubscriptionJournal,
    private readonly partitions: PartitionKeeper,
    private readonly actor: CurrentActor,
  ) {}

  async write(service: ServiceInHand, decision: Decision): Promise<Written> {
    const before = service.subscription;
    await this.writePauses(before.id, decision);
    const written: Written = {
      subscription: await this.subscriptions.change(before.id, {
        ...decision.patch,
        status: decision.transition.to,
      }),
      creditNotes: [],
      invoice: undefined,
    };
    await this.documents(service, decision, written);
    await this.plans(service, decision);
    const steps = new Set(decision.transition.effects.map((effect) => STEP_OF[effect]));
    if (steps.has('access')) await this.reevaluate(service, written.subscription);
    if (steps.has('journal')) await this.tell(service, decision, written);
    return written;
  }

  /** Credit notes first: the invoice takes what they leave as credit balance (billing.md 1.10). */
  private async documents(service: ServiceInHand, decision: Decision, written: Written): Promise<void> {
    const { changeId, documents, reason } = decision;
    const { account, payer, today, subscription, context } = service;
    if (documents.creditNotes.length > 0 || documents.bill || documents.refund > 0n) {
      await this.partitions.ensure('ledger_entries', today);
    }
    for (const note of documents.creditNotes) {
      const lines = note.lines.map((line) => ({
        invoiceLineId: line.lineId,
        net: line.net,
        tax: line.tax,
        periodStart: line.start,
        periodEnd: line.end,
      }));
      const { invoiceId } = note;
      const request = { invoiceId, sourceKey: `C:${changeId}:${invoiceId}`, reason, lines };
      written.creditNotes.push(await this.creditNotes.issue(request));
    }
    await this.charges.cancel(documents.replaced);
    await this.charges.add(documents.pending, {
      ...{ siteId: account.siteId, customerId: subscription.customerId, currency: payer.currency, billAfter: today },
      by: this.actor.get().name,
      sourceKey: `C:${changeId}`,
    });
    if (documents.bill) {
      [written.invoice] = await this.issuer.issueMany([documents.bill], { ...context, runId: null });
    }
    await this.refunds.pay(payer, documents.refund, changeId, today);
  }

  private async plans({ subscription, now }: ServiceInHand, decision: Decision): Promise<void> {
    await this.scheduled.close(decision.drops, 'CANCELLED', now, decision.event);
    for (const { id, effectiveOn, effectiveAt } of decision.postpones ?? []) {
      await this.scheduled.postpone(id, effectiveOn, effectiveAt);
    }
    for (const planned of decision.plans) {
      const requestedBy = this.actor.get().name;
      await this.scheduled.insert({ ...planned, subscriptionId: subscription.id, requestedBy }, now);
    }
  }

  private async writePauses(subscriptionId: string, { pauseBegins, pauseEnds }: Decision): Promise<void> {
    if (pauseBegins) {
      const { id, policy, from } = pauseBegins;
      await this.pauses.insert({ id, subscriptionId, policy, pausedFrom: from });
    }
    if (pauseEnds) await this.pauses.close(pauseEnds.id, pauseEnds.on, pauseEnds.extendedLines);
  }

  private async reevaluate({ now, subscription }: ServiceInHand, after: Subscription): Promise<void> {
    const { customerId, payerCustomerId } = after;
    const ids = [customerId, payerCustomerId, subscription.payerCustomerId].filter((id) => id !== null);
    await this.access.reevaluate([...new Set(ids)], now, { mayIsolate: false });
  }

  private async tell(service: ServiceInHand, decision: Decision, written: Written): Promise<void> {
    const { event, effectiveOn, changeId, detail, documents } = decision;
    await this.journal.changed({
      ...{ event, effectiveOn, happenedAt: service.now },
      before: service.subscription,
      after: written.subscription,
      detail: {
        ...{ changeId, ...detail },
        ...(written.creditNotes.length === 0 ? {} : { creditNotes: written.creditNotes.map((note) => note.number) }),
        ...(written.invoice ? { invoice: written.invoice.number } : {}),
        ...(documents.wallet > 0n ? { wallet: documents.wallet.toString() } : {}),
      },
    });
  }
}
