import { type addDays, daysBetween, instantAt, localDateOf } from '@app/core';
import { domain } from '@app/billing';
import { type Given, instantOf, localDayOf, stretchOf, utc } from '../given';
import { ACCOUNT, contextAt, planOf } from '../scene';

/** The shapes of the group, told apart by what they give. */
export function time(given: Given) {
  if (given.has('downtimeMonths')) return missedPeriods(given);
  if (given.has('downtime')) return afterDowntime(given);
  if (given.has('callbackAt')) return lateCallback(given);
  if (given.has('paidAt')) return paid(given);
  if (given.has('instant')) return tick(given);
  if (given.has('start')) return stub(given);
  return deadlines(given);
}

const termsOf = (given: Given) => ({ graceDays: given.int('grace', 3), isolirHour: given.int('isolirHour', 0) });

function deadlines(given: Given) {
  const [due, tz] = [given.date('due'), given.text('tz')];
  return { overdueAt: utc(domain.overdueAt(due, tz)), isolirAt: utc(domain.isolirAt(due, tz, termsOf(given))) };
}

function paid(given: Given) {
  const [due, tz, paidAt] = [given.date('due'), given.text('tz'), given.instant('paidAt')];
  return {
    onTime: domain.isOnTime(due, paidAt, tz),
    daysLate: domain.daysLate(due, paidAt, tz),
    lateFee: 0n,
    isolated: paidAt >= domain.isolirAt(due, tz, termsOf(given)),
  };
}

function lateCallback(given: Given) {
  const [dueOn, zone] = [given.date('due'), given.text('tz')];
  const [paidAt, postedAt] = [given.instant('paidAt'), given.instant('callbackAt')];
  const isolirAt = domain.isolirAt(dueOn, zone, termsOf(given));
  const effects = domain.valueDateEffects({ paidAt, postedAt, zone }, { dueOn, isolirAt });
  const isolated = isolirAt < postedAt;
  return {
    isolatedAtMost: isolated ? `${wallTime(isolirAt, zone)}..${wallTime(postedAt, zone)}` : null,
    reactivated: isolated,
    lateFeeReversed: domain.feesToReverse([], paidAt).length > 0,
    accessBreachCounted: effects.accessBreach,
    onTime: effects.onTime,
    daysLate: effects.daysLate,
  };
}

function wallTime(instant: Date, zone: string): string {
  const minutes = Math.floor((instant.getTime() - instantAt(localDateOf(instant, zone), zone).getTime()) / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function stub(given: Given) {
  const period = stretchOf(given.raw('period'));
  return { days: `${daysBetween(given.date('start'), period.end)}/${domain.daysOf(period)}` };
}

function tick(given: Given) {
  const [tz, instant, start] = [given.text('tz'), given.instant('instant'), given.date('nextPeriodStart')];
  const rhythm = { leadDays: given.int('leadDays', 0), runHour: given.int('runHour', 0) };
  return {
    localDate: localDateOf(instant, tz),
    nextBillOn: domain.billDateOf(start, rhythm.leadDays),
    due: domain.nextBillAt(start, tz, rhythm) <= instant,
  };
}

function afterDowntime(given: Given) {
  const tz = given.text('tz');
  const period = stretchOf(given.raw('period'));
  const back = String(given.list('downtime')[1]);
  const asOf = back.length === 10 ? instantAt(localDayOf(back), tz, 23) : instantOf(back);
  const dueDay = Number(/\d+/.exec(given.text('terms'))?.[0]);
  const terms = { dueDays: 0, dueDay, minPaymentDays: given.int('minPaymentDays', 5), graceDays: 3, isolirHour: 0 };
  const [bill] = bills(given, period.start, asOf, { terms });
  const [line] = bill?.lines ?? [];
  return { issueOn: bill?.issuedOn, dueOn: bill?.dueOn, period: periodLike(given.raw('period'), line) };
}

/** The period of the invoice, written as the case writes its own. */
function periodLike(wanted: unknown, line: domain.BillLine | undefined): unknown {
  if (typeof wanted === 'string') return line?.periodStart?.slice(0, wanted.length);
  return [line?.periodStart, line?.periodEnd];
}

function missedPeriods(given: Given) {
  const asOf = instantAt(given.date('now'), given.text('tz'), 12);
  const terms = { dueDays: 0, minPaymentDays: given.int('minPaymentDays', 5), graceDays: 3, isolirHour: 0 };
  const all = bills(given, given.date('nextPeriodStart'), asOf, { terms });
  const dueDays = all.map((bill) => bill.dueOn).sort();
  return {
    invoices: all.length,
    periods: all.map((bill) => bill.lines[0]?.periodStart?.slice(0, 7)),
    issuedOn: all[0]?.issuedOn,
    allDueOnOrAfter: dueDays[0],
  };
}

function bills(given: Given, start: ReturnType<typeof addDays>, asOf: Date, more: Partial<domain.PlanningContext>) {
  const plan = planOf(150_000n);
  const account = { ...ACCOUNT, timeZone: given.text('tz') };
  const anchorDay = given.int('anchorDay', Number(start.slice(8)));
  const subscription = { id: 's', planId: plan.id, anchorDay, startedOn: start, nextPeriodStart: start };
  const planned = domain.planAccount(account, [subscription], contextAt(asOf, [plan], more));
  if (planned.refusals.length > 0) throw new RangeError(planned.refusals[0]?.reason);
  return planned.bills;
}
