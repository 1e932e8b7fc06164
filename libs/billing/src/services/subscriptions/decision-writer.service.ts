import { Injectable } from '@nestjs/common';
import { type SubscriptionEffect } from '../../domain/subscription-state';
import { type Subscription, SubscriptionRepository } from '../../repositories/subscription.repository';
import { AccessService } from '../access.service';
import { SubscriptionJournal } from '../subscription-journal.service';
import { type Decision } from './decision';
import { DecisionDocuments, type WrittenDocuments } from './decision-documents.service';
import { DecisionPlans } from './decision-plans.service';
import { type ServiceInHand } from './service-in-hand';

/** What carrying out a decision made. */
export interface Written extends WrittenDocuments {
  subscription: Subscription;
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
    private readonly documents: DecisionDocuments,
    private readonly plans: DecisionPlans,
    private readonly access: AccessService,
    private readonly journal: SubscriptionJournal,
  ) {}

  async write(service: ServiceInHand, decision: Decision): Promise<Written> {
    const { patch, transition } = decision;
    const steps = new Set(transition.effects.map((effect) => STEP_OF[effect]));
    const status = transition.to;
    const subscription = await this.subscriptions.change(service.subscription.id, { ...patch, status });
    await this.plans.write(service, decision);
    const documents = await this.documents.write(service, decision);
    const written = { subscription, ...documents };
    if (steps.has('access')) await this.reevaluate(service, subscription);
    if (steps.has('journal')) await this.tell(service, decision, written);
    return written;
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
