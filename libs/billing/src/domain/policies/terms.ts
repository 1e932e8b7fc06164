import { type LocalDate } from '@app/core';
import { type SignupPolicy } from '../changes/signup';
import { type PaymentTerms } from '../due-dates';
import { type IsolirCalendar } from '../dunning/isolir-calendar';
import { type BillingRhythm } from '../next-bill-at';
import { type BillingPolicies } from './billing-policies';

const WEEKEND = [6, 7];

/** The calendar of isolation that the policies want; undefined when every day is as good as another. */
export function isolirCalendarOf(
  { isolirCalendar }: Pick<BillingPolicies, 'isolirCalendar'>,
  holidays: ReadonlySet<LocalDate>,
): IsolirCalendar | undefined {
  const { fridayFromHour, weekends, holidays: sparesHolidays } = isolirCalendar;
  if (fridayFromHour === null && !weekends && !sparesHolidays) return undefined;
  return {
    fridayFrom: fridayFromHour ?? undefined,
    weekdays: weekends ? WEEKEND : undefined,
    holidays: sparesHolidays ? holidays : undefined,
  };
}

/** Due days, grace and isolation (billing.md 1.9) as the policies want them. */
export function termsOf(policies: BillingPolicies, holidays: ReadonlySet<LocalDate>): PaymentTerms {
  const { dueDays, fixedDueDay, minPaymentDays, graceDays, isolirHour } = policies;
  const calendar = isolirCalendarOf(policies, holidays);
  return { dueDays, dueDay: fixedDueDay ?? undefined, minPaymentDays, graceDays, isolirHour, calendar };
}

/** When invoices are issued (billing.md T5). */
export function rhythmOf({ leadDays, runHour }: BillingPolicies): BillingRhythm {
  return { leadDays, runHour };
}

/** What the days up to the first boundary cost (billing.md Q1). */
export function signupOf(policies: Pick<BillingPolicies, 'proration' | 'chargeNextThresholdDay'>): SignupPolicy {
  return { proration: policies.proration, chargeNextThresholdDay: policies.chargeNextThresholdDay ?? undefined };
}

/** Booking units that cash comes in; 1 rounds nothing (billing.md M5). */
export function cashIncrementOf({ cashIncrement }: Pick<BillingPolicies, 'cashIncrement'>): bigint {
  const amount = BigInt(cashIncrement);
  return amount === 0n ? 1n : amount;
}
