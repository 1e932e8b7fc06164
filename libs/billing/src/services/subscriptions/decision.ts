import { type LocalDate } from '@app/core';
import { BillingErrors } from '../../billing.errors';
import { type DecidedDocuments, decideDocuments, type SettlementTerms } from '../../domain/changes/decided-documents';
import { type ChangeDrafts } from '../../domain/changes/drafts';
import { type Component } from '../../domain/charges/component';
import { type PausePolicy } from '../../domain/changes/pause';
import { type PlannedAction } from '../../domain/changes/scheduled-change';
import {
  type SubscriptionAction,
  type SubscriptionTransition,
  subscriptionTransition,
} from '../../domain/subscription-state';
import { type ScheduledPayload } from '../../repositories/subscriptions/scheduled-change.repository';
import { type SubscriptionPatch } from '../../repositories/subscription.repository';
import { isPrepaid, type RunningService, type ServiceInHand } from './service-in-hand';

/** A change that is to wait for its day. */
export interface PlannedChange {
  readonly id: string;
  readonly action: PlannedAction;
  readonly effectiveOn: LocalDate;
  readonly effectiveAt: Date;
  readonly payload: ScheduledPayload;
}

/** What an action decided, before anything is written: a preview shows it, {@link DecisionWriter} carries it out. */
export interface Decision {
  /** Names the change in the keys and codes of its documents (billing.md G1). */
  readonly changeId: string;
  readonly transition: SubscriptionTransition;
  /** What the timeline calls it: `PLAN_CHANGED`. */
  readonly event: string;
  /** First local day on which it counts. */
  readonly effectiveOn: LocalDate;
  readonly patch: SubscriptionPatch;
  readonly documents: DecidedDocuments;
  /** Why there are credit notes. */
  readonly reason: string;
  readonly plans: readonly PlannedChange[];
  /** Planned changes that it makes void. */
  readonly drops: readonly string[];
  /** Planned changes that go on later than they were to. */
  readonly postpones?: readonly Pick<PlannedChange, 'id' | 'effectiveOn' | 'effectiveAt'>[];
  readonly pauseBegins?: { readonly id: string; readonly policy: PausePolicy; readonly from: LocalDate };
  readonly pauseEnds?: { readonly id: string; readonly on: LocalDate; readonly extendedLines: readonly string[] };
  /** What it pays for beside its plan afterwards, where that changes. */
  readonly addOns?: readonly Component[];
  /** Small facts for the timeline. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** @throws DomainError BILLING_SUBSCRIPTION_STATE for what is not in the table of transitions */
export function transitionOf(
  service: Pick<ServiceInHand, 'subscription' | 'plan' | 'planned'>,
  action: SubscriptionAction,
): SubscriptionTransition {
  const { status } = service.subscription;
  const found = subscriptionTransition(
    {
      status,
      hasPlannedChange: service.planned.length > 0,
      hasTrial: service.plan.trialDays > 0,
      isPrepaid: isPrepaid(service.plan.billingType),
    },
    action,
  );
  if (!found) throw BillingErrors.SUBSCRIPTION_STATE({ action, status });
  return found;
}

/** The service as one that has a history; PENDING ones never get here, because their transitions settle nothing. */
export function running(service: ServiceInHand): RunningService {
  if (!service.history) throw new Error(`subscription ${service.subscription.id} has no history`);
  return { ...service, history: service.history };
}

/** The documents of a change of this service. */
export function settle(
  service: ServiceInHand,
  drafts: Pick<ChangeDrafts, 'credits' | 'debits'>,
  terms: Pick<SettlementTerms, 'changeId' | 'replaces' | 'moves' | 'refund'> & { now?: boolean },
): DecidedDocuments {
  const { account, planning, payer, invoices, waiting, policies, subscription } = service;
  const { credit, deposit, autoPay } = payer;
  const settling = {
    ...{ account, planning, invoices, waiting, balances: { credit, deposit, autoPay } },
    serviceCustomerId: subscription.payerCustomerId === null ? undefined : subscription.customerId,
  };
  const waits = policies.deltaSettlement === 'PENDING' && terms.now !== true;
  return decideDocuments(drafts, settling, { ...terms, debits: waits ? 'PENDING_ITEM' : 'INVOICE_NOW' });
}

/** First instant of a local day of who pays. */
export function dayStart({ planning, account }: Pick<ServiceInHand, 'planning' | 'account'>, day: LocalDate): Date {
  return planning.at(day, account.timeZone, 0);
}
