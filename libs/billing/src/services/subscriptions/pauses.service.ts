import { Injectable } from '@nestjs/common';
import { addDays, daysBetween, laterOf, type LocalDate, uuidv7 } from '@app/core';
import { SubscriptionErrors } from '../../subscription.errors';
import { type DecidedDocuments } from '../../domain/changes/decided-documents';
import { extendedBy, type PauseDrafts, type PausePolicy, settlePause } from '../../domain/changes/pause';
import { type PauseRow } from '../../repositories/subscriptions/pause.repository';
import { type ActionOptions, type ActionOutcome, ActionRunner } from './action-runner.service';
import { decisionOf } from './activations.service';
import { dayStart, type Decision, type PlannedChange, running, settle, transitionOf } from './decision';
import { movedExpiry } from './expiry';
import { billAt, isPrepaid, type RunningService, type ServiceInHand } from './service-in-hand';

export interface PauseRequest {
  /** First day of the pause: today or later. */
  from?: LocalDate | undefined;
  /** First day of service again, where it is known. */
  until?: LocalDate | undefined;
  /** Default: as the policies say; EXTEND for prepaid services. */
  policy?: PausePolicy | undefined;
}

/** Pauses of services (billing.md Q6): paid days are settled once, when the service goes on. */
@Injectable()
export class Pauses {
  constructor(private readonly runner: ActionRunner) {}

  /**
   * @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE, BILLING_PAUSE_DAYS,
   * BILLING_CHANGE_PLANNED
   */
  async pause(id: string, request: PauseRequest = {}, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.runner.run(id, options, (service) => {
      const { from = service.today, until } = request;
      if (from < service.today || (until !== undefined && until <= from)) throw SubscriptionErrors.PAUSE_DAYS();
      return from === service.today ? pauseNow(service, request, uuidv7()) : pauseLater(service, { ...request, from });
    });
  }

  /** @throws DomainError CORE_NOT_FOUND, CORE_STALE_VERSION, BILLING_SUBSCRIPTION_STATE */
  async resume(id: string, options: ActionOptions = {}): Promise<ActionOutcome> {
    return this.runner.run(id, options, (service) => resume(service, service.today, uuidv7()));
  }

  /** A planned pause whose day has come. */
  async carryOutPause(
    id: string,
    change: Pick<PlannedChange, 'id' | 'effectiveOn'>,
    payload: { policy?: PausePolicy | undefined; until?: LocalDate | undefined },
  ): Promise<ActionOutcome> {
    return this.runner.run(id, {}, (service) => pauseNow(service, { ...payload, from: change.effectiveOn }, change.id));
  }

  /** A planned end of a pause whose day has come. */
  async carryOutResume(id: string, change: Pick<PlannedChange, 'id' | 'effectiveOn'>): Promise<ActionOutcome> {
    return this.runner.run(id, {}, (service) => resume(service, change.effectiveOn, change.id));
  }
}

function policyOf({ policies, plan }: ServiceInHand, wanted: PausePolicy | undefined): PausePolicy {
  return wanted ?? (isPrepaid(plan.billingType) ? 'EXTEND' : policies.pause);
}

function pauseNow(service: ServiceInHand, request: PauseRequest, changeId: string): Decision {
  const transition = transitionOf(service, 'pause');
  const { from = service.today, until } = request;
  const policy = policyOf(service, request.policy);
  const plans = until === undefined ? [] : [resumption(service, until)];
  return decisionOf('PAUSED', from, {
    ...{ changeId, transition, plans, drops: planned(service, 'RESUME') },
    patch: { pausedFrom: from, resumesOn: until ?? null, nextBillAt: null },
    pauseBegins: { id: changeId, policy, from },
    detail: { policy, until: until ?? null },
  });
}

function pauseLater(service: ServiceInHand, request: PauseRequest & { from: LocalDate }): Decision {
  const transition = transitionOf(service, 'schedule');
  if (service.subscription.status !== 'ACTIVE') transitionOf(service, 'pause');
  if (planned(service, 'PAUSE').length > 0) throw SubscriptionErrors.CHANGE_PLANNED();
  const { from, until } = request;
  const policy = policyOf(service, request.policy);
  const id = uuidv7();
  const payload = { policy, ...(until === undefined ? {} : { until }) };
  const change = { id, action: 'PAUSE', effectiveOn: from, effectiveAt: dayStart(service, from), payload } as const;
  const detail = { action: 'PAUSE', policy, until: until ?? null };
  return decisionOf('CHANGE_PLANNED', from, { changeId: id, transition, plans: [change], detail });
}

function resumption(service: ServiceInHand, on: LocalDate): PlannedChange {
  return { id: uuidv7(), action: 'RESUME', effectiveOn: on, effectiveAt: dayStart(service, on), payload: {} };
}

function resume(inHand: ServiceInHand, on: LocalDate, changeId: string): Decision {
  const transition = transitionOf(inHand, 'resume');
  const service = running(inHand);
  const { pause, history, plan } = service;
  if (!pause) throw new Error(`subscription ${service.subscription.id} is paused, but no pause is open`);
  const until = laterOf(on, pause.pausedFrom);
  const { drafts, documents, extendedLines } = settlementOf(service, pause, until, changeId);
  return decisionOf('RESUMED', until, {
    ...{ changeId, transition, documents, reason: 'Jeda layanan' },
    patch: {
      ...{ pausedFrom: null, resumesOn: null, nextPeriodStart: drafts.pointer },
      nextBillAt: billAt(service, plan.billingType, history.cycle, drafts.pointer),
      ...movedExpiry(service, drafts.pointer),
    },
    pauseEnds: { id: pause.id, on: until, extendedLines },
    drops: planned(service, 'RESUME').filter((id) => id !== changeId),
    // why: a plan that was to begin during the pause begins with the resumption
    postpones: service.planned
      .filter((one) => one.action === 'CHANGE_PLAN' && one.effectiveOn < until)
      .map(({ id }) => ({ id, effectiveOn: until, effectiveAt: dayStart(service, until) })),
    detail: { pausedFrom: pause.pausedFrom, policy: pause.policy },
  });
}

function settlementOf(
  service: RunningService,
  pause: PauseRow,
  until: LocalDate,
  changeId: string,
): { drafts: PauseDrafts; documents: DecidedDocuments; extendedLines: string[] } {
  const days = { start: pause.pausedFrom, end: until };
  const { history } = service;
  const drafts = draftsOf(service, pause, until, changeId);
  const extended = drafts.extension !== undefined;
  return {
    drafts,
    documents: settle(service, drafts, extended ? { changeId, moves: days } : { changeId, replaces: days }),
    extendedLines: extended ? extendedBy(history.charged, days) : [],
  };
}

function draftsOf(service: RunningService, pause: PauseRow, until: LocalDate, changeId: string): PauseDrafts {
  const { history, plan } = service;
  const { pausedFrom: from, policy } = pause;
  if (from === until) return { credits: [], debits: [], pointer: history.pointer };
  const drafts = settlePause(history, { changeId, from, until, policy });
  const isPaidElsewhere = policy === 'EXTEND' && isPrepaid(plan.billingType) && drafts.extension === undefined;
  if (!isPaidElsewhere) return drafts;
  // why: what was prepaid without an invoice (a voucher, the system of before) has no line whose days could follow the pause
  return { ...drafts, pointer: addDays(until, Math.max(daysBetween(from, history.pointer), 0)) };
}

const planned = (service: ServiceInHand, action: string): string[] =>
  service.planned.filter((one) => one.action === action).map((one) => one.id);
