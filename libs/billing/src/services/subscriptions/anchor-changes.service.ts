import { Injectable } from '@nestjs/common';
import { type LocalDate, uuidv7 } from '@app/core';
import { SubscriptionErrors } from '../../subscription.errors';
import { naturalPeriod } from '../../domain/billing-cycle';
import { type AnchorMove, moveAnchor, stubLines } from '../../domain/changes/anchor-move';
import { asChange } from '../../domain/changes/change-plan';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { type Decision, running, settle, transitionOf } from './decision';
import { billAt, type RunningService, type ServiceInHand } from './service-in-hand';

/**
 * Another day on which periods begin (billing.md P5): from the next boundary on, after one stub that is priced against the
 * old natural period. Services in advance pay the stub when their next invoice would be due, those in arrears at its end.
 */
@Injectable()
export class AnchorChanges {
  constructor(private readonly runner: ActionRunner) {}

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE, BILLING_NO_ANCHOR,
   * BILLING_CHANGE_PLANNED
   */
  async change(id: string, anchorDay: number, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.runner.run(id, options, (service) => {
      const transition = transitionOf(service, 'change-anchor');
      if (service.plan.stepDays) throw SubscriptionErrors.NO_ANCHOR();
      const { status } = service.subscription;
      if (status === 'PENDING' || status === 'TRIAL') return otherDay(service, anchorDay, transition);
      if (status === 'PAUSED') return withoutStub(running(service), anchorDay, transition);
      return later(running(service), anchorDay);
    });
  }

  /** A planned move whose day has come. */
  async carryOut(id: string, anchorDay: number, changeId: string): Promise<ActionOutcome> {
    return this.runner.run(id, {}, (service) => move(running(service), anchorDay, changeId));
  }
}

function otherDay(service: ServiceInHand, anchorDay: number, transition: Decision['transition']): Decision {
  return decisionOf('ANCHOR_CHANGED', service.today, {
    ...{ changeId: uuidv7(), transition, patch: { anchorDay, anchorKind: 'FIXED_DAY' } },
    detail: { anchorDay, oldAnchorDay: service.subscription.anchorDay },
  });
}

/** A paused service is billed from its resumption on anyway: there are no days that a stub would have to cover. */
function withoutStub(service: RunningService, anchorDay: number, transition: Decision['transition']): Decision {
  const { cycle } = moveAnchor(service.history.cycle, service.history.pointer, anchorDay);
  return decisionOf('ANCHOR_CHANGED', service.today, {
    ...{ changeId: uuidv7(), transition, patch: { anchorDay, anchorKind: 'FIXED_DAY', billingFrom: cycle.origin } },
    detail: { anchorDay, oldAnchorDay: service.subscription.anchorDay },
  });
}

function later(service: RunningService, anchorDay: number): Decision {
  if (service.planned.some((one) => one.action === 'CHANGE_ANCHOR')) throw SubscriptionErrors.CHANGE_PLANNED();
  const { history, plan, now } = service;
  const { stub } = moveAnchor(history.cycle, boundaryOf(service), anchorDay);
  const isArrears = plan.billingType === 'RECURRING_ARREARS';
  const due = isArrears
    ? service.planning.at(stub.end, service.account.timeZone, service.planning.rhythm.runHour)
    : (billAt(service, plan.billingType, history.cycle, stub.start) ?? now);
  if (due <= now) return move(service, anchorDay, uuidv7());
  const id = uuidv7();
  const change = {
    id,
    action: 'CHANGE_ANCHOR',
    effectiveOn: stub.start,
    effectiveAt: due,
    payload: { anchorDay },
  } as const;
  return decisionOf('CHANGE_PLANNED', stub.start, {
    ...{ changeId: id, transition: transitionOf(service, 'schedule'), plans: [change] },
    detail: { action: 'CHANGE_ANCHOR', anchorDay },
  });
}

/** The next boundary: the first day that is not charged; in arrears the end of the running period. */
function boundaryOf({ history, today, plan }: RunningService): LocalDate {
  const { pointer, cycle } = history;
  if (plan.billingType !== 'RECURRING_ARREARS') return pointer;
  return pointer > today ? pointer : naturalPeriod(cycle, today).end;
}

function move(service: RunningService, anchorDay: number, changeId: string): Decision {
  const { history, subscription, plan } = service;
  const { stub, cycle }: AnchorMove = moveAnchor(history.cycle, history.pointer, anchorDay);
  const debits = asChange(stubLines(subscription.id, stub, history.components), changeId);
  return decisionOf('ANCHOR_CHANGED', stub.start, {
    ...{ changeId, transition: transitionOf(service, 'change-anchor'), reason: 'Perubahan tanggal tagihan' },
    documents: settle(service, { credits: [], debits }, { changeId, now: true }),
    drops: service.planned.filter((one) => one.action === 'CHANGE_ANCHOR' && one.id !== changeId).map((one) => one.id),
    patch: {
      ...{ anchorDay, anchorKind: 'FIXED_DAY', billingFrom: cycle.origin, nextPeriodStart: stub.end },
      nextBillAt: billAt(service, plan.billingType, cycle, stub.end),
    },
    detail: { anchorDay, oldAnchorDay: subscription.anchorDay },
  });
}
