import { localDate } from '@app/core';
import { domain } from '@app/billing';
import { type Given, ratioOf } from '../given';
import { ACCOUNT, contextAt, planOf, PPN } from '../scene';

export function discount(given: Given) {
  const taxRule = given.taxRule();
  const lines = given.amounts('lines').map((gross) => ({ gross, taxRule }));
  const invoice = domain.applyDiscounts(lines, [couponOf(given)]);
  const settled = domain.settleAtIssue(invoice.total, { credit: 0n, deposit: 0n, autoPay: false });
  const [used] = invoice.used;
  return {
    allocation: used?.allocation ?? lines.map(() => 0n),
    applied: used?.applied ?? 0n,
    nets: invoice.lines.map((line) => line.net),
    taxes: invoice.lines.map((line) => line.tax),
    total: invoice.total,
    state: settled.state.toLowerCase(),
    numberConsumed: lines.some((line) => line.gross > 0n),
  };
}

function couponOf(given: Given): domain.Discount {
  const value = given.has('couponPercent') ? { percentBp: basisPoints(given.raw('couponPercent')) } : { amount: given.amount('coupon') };
  return { id: 'k', code: 'K', scope: 'INVOICE', value, combinable: true, periodsLeft: 1 };
}

function basisPoints(percent: unknown): bigint {
  const [num, den] = ratioOf(percent);
  return (num * 10_000n) / den;
}

export function zero(given: Given) {
  const start = localDate('2025-11-01');
  const plan = planOf(given.amount('planPrice'));
  const pending = given.has('installFee') ? [installation(given.amount('installFee'), start)] : [];
  const asOf = new Date('2025-11-01T00:00:00+07:00');
  const subscription = { id: 's', planId: plan.id, anchorDay: 1, startedOn: start, nextPeriodStart: start };
  const { bills, moves } = domain.planAccount({ ...ACCOUNT, pending }, [subscription], contextAt(asOf, [plan]));
  const [bill] = bills;
  const advance = { periodAdvances: moves.some((move) => move.to > move.from), numberConsumed: bill !== undefined };
  if (!bill) return { invoice: null, ...advance };
  const { net, tax } = bill;
  return { ...advance, lines: bill.lines.length, net, tax, total: net + tax };
}

function installation(amount: bigint, billAfter: ReturnType<typeof localDate>): domain.PendingCharge {
  return {
    id: 'installation',
    billAfter,
    line: {
      kind: 'SETUP',
      subscriptionId: 's',
      chargeCode: 'SETUP',
      description: 'Pemasangan',
      periodStart: null,
      periodEnd: null,
      naturalDays: null,
      quantity: 1,
      unitPrice: amount,
      taxRule: PPN,
      gross: amount,
      discount: 0n,
      ...domain.taxed(amount, PPN),
    },
  };
}

export function credit(given: Given) {
  if (given.has('invoiceTotal')) return creditLimit(given);
  let left = given.amount('creditBalance');
  const settled = given.amounts('invoices').map((total) => {
    const one = domain.settleAtIssue(total, { credit: left, deposit: 0n, autoPay: false });
    left = one.creditLeft;
    return one;
  });
  return {
    due: settled.map((one) => one.due),
    states: settled.map((one) => one.state.toLowerCase()),
    creditLeft: settled.map((one) => one.creditLeft),
  };
}

function creditLimit(given: Given) {
  const invoice = { total: given.amount('invoiceTotal'), credited: given.amount('alreadyCredited') };
  const checked = domain.checkCredit(invoice, given.amount('newCreditNote'));
  const max = invoice.total - invoice.credited;
  return checked.ok ? { error: null, max } : { error: checked.error.code, max: checked.error.max };
}
