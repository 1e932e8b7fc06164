import { type LocalDate } from '@app/core';
import { type BillingCycle } from '../billing-cycle';
import { type ChargeLine } from '../charges/charge-line';
import { type ChargedSegment, type CreditLine } from '../charges/charged-segment';
import { type Component } from '../charges/component';

/** What a change asks to be written, before anybody has confirmed it. A preview shows it, the service carries it out. */
export interface ChangeDrafts {
  /** Lines of credit notes, for days already charged. */
  readonly credits: readonly CreditLine[];
  /** Lines to be billed: now or with the next invoice (billing.md Q3). */
  readonly debits: readonly ChargeLine[];
  /** First day that no line covers yet: where the subscription's pointer has to stand afterwards (billing.md G2). */
  readonly pointer: LocalDate;
}

/** What every change has to know about the service that it changes. */
export interface ServiceHistory {
  readonly subscriptionId: string;
  readonly billingType: BillingType;
  readonly cycle: BillingCycle;
  /** First day that no line covers yet. */
  readonly pointer: LocalDate;
  /** Lines that cover days on or after the change, at least. */
  readonly charged: readonly ChargedSegment[];
  /** Days before this cost nothing, whatever the plan (billing.md Q1 FREE_UNTIL_ANCHOR). */
  readonly freeUntil?: LocalDate | undefined;
  /** What it pays for now. */
  readonly components: readonly Component[];
}

/** How a service is billed (billing.md 1.4). */
export type BillingType = 'RECURRING_ADVANCE' | 'RECURRING_ARREARS' | 'PREPAID_PERIOD' | 'PREPAID_DAILY';
