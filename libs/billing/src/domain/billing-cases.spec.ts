import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addDays, daysBetween, localDate, localDateOf, splitConserved } from '@app/core';
import { desiredAccess } from './access-rule';
import { allocatePayment } from './allocation';
import { boundariesFrom, periodFrom } from './billing-cycle';
import { planAccount } from './bill-planner';
import { daysLate, isolirAt, overdueAt } from './due-dates';
import { displayBase, lineAmounts, type TaxRule, taxInGross, taxOnNet } from './invoice-calculator';
import { rememberedInstants, rememberedToday } from './local-instants';
import { nextBillAt } from './next-bill-at';

/**
 * The worked cases (billing.md section 2) that step 1 can answer, through the product's own functions. A group that is not
 * in {@link ANSWERS}, or a shape that its answer does not know, belongs to step 4 and is counted as left out.
 */
type Json = Record<string, never>;
interface Case {
  group: string;
  id: string;
  given: Json;
  expect: Json;
}

const FILE = join(__dirname, '../../../../test/cases/billing-cases.json');
const cases = JSON.parse(readFileSync(FILE, 'utf8')) as Case[];

const ppn = (rate: string = '11/100', inclusive = false): TaxRule => {
  const [num, den] = rate.split('/').map(BigInt) as [bigint, bigint];
  return { code: 'PPN', num, den, inclusive };
};

interface Signup {
  price: number;
  taxMode: string;
  ppn: string;
  start: string;
  anchorDay: number;
}

function signup({ price, taxMode, ppn: rate, start, anchorDay }: Signup) {
  const period = periodFrom({ origin: localDate(start), anchorDay, stepMonths: 1 }, localDate(start));
  const { net, tax } = lineAmounts(BigInt(price), period, ppn(rate, taxMode === 'inclusive'));
  const days = `${period.chargedDays}/${period.naturalDays}`;
  return { period: [period.start, period.end], days, net, tax, total: net + tax };
}

interface Allocate {
  open: { no: number; amt: number }[];
  pay: number;
  toleranceForAccess?: number;
}

function allocate({ open, pay, toleranceForAccess = 0 }: Allocate) {
  const payables = open.map(({ no, amt }) => ({ id: String(no), remaining: BigInt(amt) }));
  const { allocations, deposit } = allocatePayment(BigInt(pay), payables);
  const left = (id: string, remaining: bigint): bigint =>
    allocations.find((part) => part.invoiceId === id)?.remaining ?? remaining;
  const remaining = payables.map((payable) => left(payable.id, payable.remaining));
  const isolirDebt = remaining.reduce((sum, amount) => sum + amount, 0n);
  const access = desiredAccess({ status: 'ACTIVE', isolirDebt, tolerance: BigInt(toleranceForAccess) });
  return {
    alloc: allocations.map((part) => part.amount),
    remaining: remaining.length === 1 ? remaining[0] : remaining,
    walletDelta: deposit,
    state: isolirDebt === 0n ? 'paid' : 'open',
    accessEnabled: access.desired === 'ENABLED',
  };
}

interface Conserve {
  price: number;
  from: string;
  to: string;
  cuts: string[];
  daily?: boolean;
  days?: number;
}

function conserve({ price, from, to, cuts, daily, days = 0 }: Conserve) {
  const total = BigInt(price);
  const sum = (parts: readonly bigint[]): bigint => parts.reduce((a, b) => a + b, 0n);
  if (daily) {
    const parts = splitConserved(
      total,
      Array.from({ length: days - 1 }, (_, i) => BigInt(i + 1)),
      BigInt(days),
    );
    return { sum: sum(parts), first3: parts.slice(0, 3) };
  }
  const at = (day: string): bigint => BigInt(daysBetween(localDate(from), localDate(day)));
  const whole = at(to);
  const segments = splitConserved(total, cuts.map(at), whole);
  const bounds = [0n, ...cuts.map(at), whole];
  const naive = segments.map((_, i) => splitConserved(total, [bounds[i + 1]! - bounds[i]!], whole)[0]!);
  return { segments, sum: sum(segments), naive };
}

interface Time {
  tz: string;
  due?: string;
  grace?: number;
  paidAt?: string;
  callbackAt?: string;
  period?: unknown;
  start?: string;
  instant?: string;
  nextPeriodStart?: string;
  leadDays?: number;
  runHour?: number;
  now?: string;
  anchorDay?: number;
  minPaymentDays?: number;
  downtimeMonths?: number;
}

const iso = (instant: Date): string => instant.toISOString().replace('.000Z', 'Z');

function time(given: Time) {
  if (given.downtimeMonths !== undefined) return catchUp(given);
  if (given.instant !== undefined) return tick(given);
  if (given.paidAt !== undefined && given.callbackAt === undefined) return paid(given);
  if (given.due === undefined || given.callbackAt !== undefined) return undefined;
  const due = localDate(given.due);
  return {
    overdueAt: iso(overdueAt(due, given.tz)),
    isolirAt: iso(isolirAt(due, given.tz, { graceDays: given.grace ?? 0, isolirHour: 0 })),
  };
}

function paid({ paidAt = '', due = '', tz, grace = 0 }: Time) {
  const at = new Date(paidAt);
  const onTime = at < overdueAt(localDate(due), tz);
  const isolated = at >= isolirAt(localDate(due), tz, { graceDays: grace, isolirHour: 0 });
  return { onTime, lateFee: 0, daysLate: daysLate(localDate(due), at, tz), isolated };
}

function tick({ instant = '', tz, nextPeriodStart = '', leadDays = 0, runHour = 0 }: Time) {
  const start = localDate(nextPeriodStart);
  const due = nextBillAt(start, tz, { leadDays, runHour }) <= new Date(instant);
  return { localDate: localDateOf(new Date(instant), tz), nextBillOn: addDays(start, -leadDays), due };
}

function catchUp({ tz, now = '', nextPeriodStart = '', anchorDay = 1, minPaymentDays = 5 }: Time) {
  const asOf = nextBillAt(localDate(now), tz, { leadDays: 0, runHour: 9 });
  const account = { customerId: 'c', siteId: 's', timeZone: tz, currency: 'IDR' };
  const start = localDate(nextPeriodStart);
  const prices = [{ validFrom: localDate('2000-01-01'), amount: 150_000n, currency: 'IDR' }];
  const plan = { id: 'p', name: 'Paket', stepMonths: 1, tax: ppn(), prices };
  const { bills } = planAccount(
    account,
    [{ id: 'x', planId: 'p', anchorDay, startedOn: start, nextPeriodStart: start }],
    {
      asOf,
      plans: new Map([['p', plan]]),
      terms: { dueDays: 0, minPaymentDays, graceDays: 3, isolirHour: 0 },
      rhythm: { leadDays: 0, runHour: 0 },
      at: rememberedInstants(),
      today: rememberedToday(asOf),
    },
  );
  const earliest = bills.map((bill) => bill.dueOn).sort()[0];
  return {
    invoices: bills.length,
    periods: bills.map((bill) => bill.lines[0]!.periodStart!.slice(0, 7)),
    allDueOnOrAfter: earliest,
  };
}

const ANSWERS: Record<string, (given: never) => object | undefined> = {
  boundaries: ({ start, anchorDay, stepMonths }: { start: string; anchorDay: number; stepMonths: number }) => ({
    boundaries: boundariesFrom({ origin: localDate(start), anchorDay, stepMonths }, localDate(start), 12),
  }),
  signup,
  'tax-inclusive': ({ gross, ppn: rate }: { gross: number; ppn: string }) => taxInGross(BigInt(gross), ppn(rate, true)),
  'tax-exclusive': ({ net, ppn: rate }: { net: number; ppn: string }) => ({
    tax: taxOnNet(BigInt(net), ppn(rate)).tax,
    dppNilaiLain: displayBase(BigInt(net), 11n, 12n),
  }),
  conserve,
  allocate: (given: Allocate & { cash?: number }) => (given.cash === undefined ? allocate(given) : undefined),
  time,
};

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v)));

const answered = cases.flatMap((one) => {
  const answer = ANSWERS[one.group]?.(one.given as never);
  return answer === undefined ? [] : [{ ...one, answer: plain(answer) as Record<string, unknown> }];
});

describe('the worked cases', () => {
  it('are answered in every group that this step knows', () => {
    expect(new Set(answered.map((one) => one.group))).toEqual(new Set(Object.keys(ANSWERS)));
    expect(answered.length).toBe(31);
  });

  it.each(answered.map((one) => [one.id, one] as const))('%s', (_, { expect: wanted, answer }) => {
    const got = Object.fromEntries(Object.keys(wanted).map((key) => [key, cut(answer[key], wanted[key])]));
    expect(got).toEqual(wanted);
  });
});

/** `boundaries` says by its length how many to compute. */
function cut(value: unknown, wanted: unknown): unknown {
  return Array.isArray(value) && Array.isArray(wanted) ? value.slice(0, Math.max(wanted.length, 0)) : value;
}
