import { addMonths } from '@app/core';
import { domain } from '@app/billing';
import { type Given } from '../given';
import { componentsOf, costOf, PPN } from '../scene';

const monthly = (given: Given, origin = given.date('start')): domain.BillingCycle => ({
  origin,
  anchorDay: given.int('anchorDay', 1),
  stepMonths: given.int('stepMonths', 1),
});

export function boundaries(given: Given, expected: Readonly<Record<string, unknown>>) {
  const count = Array.isArray(expected.boundaries) ? expected.boundaries.length : 0;
  const days = [given.date('start')];
  for (let day = days[0]!; days.length < count; days.push(day)) day = domain.periodFrom(monthly(given), day).end;
  return { boundaries: days };
}

export function signup(given: Given) {
  const period = domain.periodFrom(monthly(given), given.date('start'));
  const taxRule = given.taxRule('ppn', given.text('taxMode', 'exclusive') === 'inclusive');
  const { net, tax } = costOf(given.amount('price'), period, taxRule);
  const days = `${period.chargedDays}/${period.naturalDays}`;
  return { period: [period.start, period.end], days, net, tax, total: net + tax };
}

export function trial(given: Given) {
  const anchor = { kind: 'FIXED_DAY', day: given.int('anchorDay', 1) } as const;
  const step = { stepMonths: given.int('stepMonths', 1) };
  const start = domain.billingStart(given.date('activated'), given.int('trialDays'), { anchor, step });
  const { firstPeriod: period } = start;
  const { net, tax } = costOf(given.amount('price'), period, given.taxRule());
  const stub = domain.isStub(period) ? [period.start, period.end] : null;
  return { billingStarts: start.billingFrom, stub, days: `${period.chargedDays}/${period.naturalDays}`, net, tax };
}

export function anchorMove(given: Given) {
  const paidUntil = given.date('paidUntil');
  const cycle = { origin: addMonths(paidUntil, 0, given.int('oldAnchor')), anchorDay: given.int('oldAnchor'), stepMonths: given.int('stepMonths', 1) };
  const { stub } = domain.moveAnchor(cycle, paidUntil, given.int('newAnchor'));
  const { net, tax } = domain.sumOf(domain.stubLines('s', stub, componentsOf(given.amount('price'), given.taxRule())));
  return { stub: [stub.start, stub.end], days: `${stub.chargedDays}/${stub.naturalDays}`, net, tax };
}

export function taxInclusive(given: Given) {
  const { net, tax } = domain.taxInGross(given.amount('gross'), given.taxRule('ppn', true));
  return { net, tax };
}

export function taxExclusive(given: Given) {
  const { net, tax } = domain.taxOnNet(given.amount('net'), given.has('ppn') ? given.taxRule() : PPN);
  return { tax, dppNilaiLain: domain.displayBase(net, 11n, 12n) };
}
