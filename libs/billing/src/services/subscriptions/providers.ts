import { AddOnRepository } from '../../repositories/subscriptions/add-on.repository';
import { ChangeChargeRepository } from '../../repositories/subscriptions/change-charge.repository';
import { ChargedLineRepository } from '../../repositories/subscriptions/charged-line.repository';
import { PauseRepository } from '../../repositories/subscriptions/pause.repository';
import { PayerLinkRepository } from '../../repositories/subscriptions/payer-link.repository';
import { ScheduledChangeRepository } from '../../repositories/subscriptions/scheduled-change.repository';
import { ServiceAccountRepository } from '../../repositories/subscriptions/service-account.repository';
import { SubscriptionEventRepository } from '../../repositories/subscriptions/subscription-event.repository';
import { TimelineRepository } from '../../repositories/subscriptions/timeline.repository';
import { ActionRunner } from './action-runner.service';
import { Activations } from './activations.service';
import { AddOns } from './add-ons.service';
import { AnchorChanges } from './anchor-changes.service';
import { BillableProducts } from './billable-products.service';
import { Cancellations } from './cancellations.service';
import { DecisionDocuments } from './decision-documents.service';
import { DecisionPlans } from './decision-plans.service';
import { DecisionWriter } from './decision-writer.service';
import { DueChanges } from './due-changes.service';
import { Moves } from './moves.service';
import { NewSubscriptions } from './new-subscriptions.service';
import { Pauses } from './pauses.service';
import { PlanChanges } from './plan-changes.service';
import { NextInvoices } from './next-invoices.service';
import { PlannedActions } from './planned-actions.service';
import { Refunds } from './refunds.service';
import { ScheduledChanges } from './scheduled-changes.service';
import { ServiceLoader } from './service-loader.service';
import { SubscriptionsReader } from './subscriptions-reader.service';
import { Transfers } from './transfers.service';

/** What actions on subscriptions are made of. */
export const subscriptionParts = [
  AddOnRepository,
  ChangeChargeRepository,
  ChargedLineRepository,
  PauseRepository,
  PayerLinkRepository,
  ScheduledChangeRepository,
  ServiceAccountRepository,
  SubscriptionEventRepository,
  TimelineRepository,
  ActionRunner,
  BillableProducts,
  DecisionDocuments,
  DecisionPlans,
  DecisionWriter,
  NewSubscriptions,
  NextInvoices,
  PlannedActions,
  Refunds,
  ServiceLoader,
];

/** The life of subscriptions, an action per class. */
export const subscriptionActions = [
  Activations,
  AddOns,
  AnchorChanges,
  Cancellations,
  DueChanges,
  Moves,
  Pauses,
  PlanChanges,
  ScheduledChanges,
  SubscriptionsReader,
  Transfers,
];
