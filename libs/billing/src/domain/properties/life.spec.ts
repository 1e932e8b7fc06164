import * as fc from 'fast-check';
import { addDays, daysBetween, epochDay, fromEpochDay, type LocalDate, rdiv } from '@app/core';
import { anyAnchor, anyDay, anyPrice, anyTax, propertyRuns } from '../../testing/property.fixture-spec';
import { type BillingCycle } from '../billing-cycle';
import { planAccount } from '../bill-planner';
import { cancelService } from '../changes/cancel';
import { changePlan } from '../changes/change-plan';
import { type ChangeDrafts, type ServiceHistory } from '../changes/drafts';
import { afterBilling, afterChange, newHistory } from '../changes/history';
import { settlePause } from '../changes/pause';
import { type ChargeLine, stretchOfLine } from '../charges/charge-line';
import { componentOf } from '../charges/component';
import { daysOf } from '../charges/stretch';
import { type LineAmounts, type TaxRule } from '../invoice-calculator';
import { rememberedInstant } from '../local-instants';
import { type BillablePlan } from '../plan-price';

type Op =
  { kind: 'upgrade' | 'downgrade' | 'price'; price: bigint } | { kind: 'pause' | 'resume' } | { kind: 'cancel' };
const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ kind: fc.constantFrom('upgrade' as const, 'downgrade' as const, 'price' as const), price: anyPrice }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'resume' as const, 'resume' as const) }),
  fc.record({ kind: fc.constant('cancel' as const) }),
);
/** Several on one day, a few days apart, and over whole months. */
const pace = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 75 }));
const life = fc.record({
  start: anyDay,
  anchorDay: anyAnchor,
  price: anyPrice,
  tax: anyTax,
  arrears: fc.boolean(),
  steps: fc.array(fc.tuple(pace, op), { minLength: 1, maxLength: 9 }),
});

const at = rememberedInstant;
const idOf = (() => {
  let n = 0;
  return (): { lineId: string; invoiceId: string } => ({ lineId: `l${++n}`, invoiceId: `i${n}` });
})();

/** Who is to pay what for which day, kept day by day and without any function of the product but {@link rdiv}. */
class DayBook {
  private readonly days = new Map<number, { first: number; price: bigint; naturalDays: number }>();

  constructor(private readonly rule: TaxRule) {}

  charge(line: ChargeLine): void {
    const { start, naturalDays, price, ...rest } = stretchOfLine(line);
    const first = epochDay(start);
    for (let day = first; day < first + daysOf({ start, ...rest }); day++)
      this.days.set(day, { first, price, naturalDays });
  }

  free(from: LocalDate, to?: LocalDate): void {
    const [first, last] = [epochDay(from), to === undefined ? Infinity : epochDay(to)];
    for (const day of [...this.days.keys()]) if (day >= first && day < last) this.days.delete(day);
  }

  get size(): number {
    return this.days.size;
  }

  sum(): LineAmounts {
    let [net, tax] = [0n, 0n];
    for (const [day, { first, price, naturalDays }] of this.days) {
      const [before, after] = [day - first, day - first + 1].map((n) =>
        this.split(rdiv(price * BigInt(n), BigInt(naturalDays))),
      ) as [LineAmounts, LineAmounts];
      net += after.net - before.net;
      tax += after.tax - before.tax;
    }
    return { net, tax };
  }

  private split(base: bigint): LineAmounts {
    const { num, den, inclusive } = this.rule;
    if (!inclusive) return { net: base, tax: rdiv(base * num, den) };
    const net = rdiv(base * den, den + num);
    return { net, tax: base - net };
  }
}

/** One subscription, driven through the product's functions. */
class Service {
  private history: ServiceHistory;
  private plan: BillablePlan;
  private pausedFrom: LocalDate | undefined;
  private ended = false;
  private net = 0n;
  private tax = 0n;
  private changes = 0;
  private pausedDays = 0;
  readonly book: DayBook;

  constructor(
    private today: LocalDate,
    anchorDay: number,
    price: bigint,
    private readonly rule: TaxRule,
    private readonly arrears: boolean,
  ) {
    const cycle: BillingCycle = { origin: today, anchorDay, stepMonths: 1 };
    this.plan = this.planAt(price);
    this.book = new DayBook(rule);
    const billingType = arrears ? 'RECURRING_ARREARS' : 'RECURRING_ADVANCE';
    this.history = newHistory({ subscriptionId: 's', billingType, cycle, components: [componentOf(this.plan)] });
    this.bill();
  }

  /** Days with service that were billed up to the pointer. */
  get activeDays(): number {
    return daysBetween(this.history.cycle.origin, this.history.pointer) - this.pausedDays;
  }

  get documents(): LineAmounts {
    return { net: this.net, tax: this.tax };
  }

  /** Days pass, one run at their end: what was missed is caught up. */
  pass(days: number): void {
    this.today = addDays(this.today, days);
    this.bill();
  }

  do(step: Op): void {
    if (this.ended) return;
    if (step.kind === 'cancel') this.cancel();
    else if (step.kind === 'resume') this.resume();
    else if (this.pausedFrom === undefined) this.whileActive(step);
  }

  private whileActive(step: Exclude<Op, { kind: 'cancel' }>): void {
    if (!('price' in step)) this.pausedFrom = this.today;
    else if (step.kind === 'price') this.reprice(step.price);
    else this.change(step.price);
  }

  private change(price: bigint): void {
    this.plan = this.planAt(price);
    const components = [componentOf(this.plan)];
    const change = { changeId: this.next(), at: this.today, components, cycle: this.history.cycle };
    const drafts = changePlan(this.history, change);
    this.book.free(this.today);
    this.write(drafts);
    this.history = { ...this.history, components };
  }

  /** The running period is not touched: the new price is valid from tomorrow on, for periods that begin then (Q7). */
  private reprice(amount: bigint): void {
    const price = { validFrom: addDays(this.today, 1), amount, currency: 'IDR' };
    const prices = this.plan.prices.filter((one) => one.validFrom < price.validFrom);
    this.plan = { ...this.plan, prices: [price, ...prices] };
    this.history = { ...this.history, components: [componentOf(this.plan)] };
  }

  private resume(): void {
    if (this.pausedFrom === undefined) return;
    const pause = { changeId: this.next(), from: this.pausedFrom, until: this.today, policy: 'CREDIT' } as const;
    this.book.free(this.pausedFrom, this.today);
    this.pausedDays += daysBetween(this.pausedFrom, this.today);
    this.write(settlePause(this.history, pause));
    this.pausedFrom = undefined;
    this.bill();
  }

  private cancel(): void {
    const request = { changeId: this.next(), requestedOn: this.today, when: 'IMMEDIATE', policy: 'CREDIT' } as const;
    const drafts = cancelService(this.history, { ...request, pausedFrom: this.pausedFrom });
    this.book.free(drafts.endsOn);
    this.write(drafts);
    this.ended = true;
  }

  /** Credits and debits of a change; the days of the debits are in force from now on. */
  private write(drafts: ChangeDrafts): void {
    for (const line of drafts.credits) this.add(line, -1n);
    for (const line of drafts.debits) this.charge(line);
    this.history = afterChange(this.history, drafts, {}, idOf);
  }

  private bill(): void {
    if (this.ended || this.pausedFrom !== undefined) return;
    const { cycle, pointer } = this.history;
    const due = {
      id: 's',
      planId: this.plan.id,
      anchorDay: cycle.anchorDay,
      startedOn: cycle.origin,
      nextPeriodStart: pointer,
      billingType: this.history.billingType,
    };
    const planned = planAccount({ customerId: 'c', siteId: 'x', timeZone: 'UTC', currency: 'IDR' }, [due], {
      asOf: at(this.today, 'UTC', 0),
      plans: new Map([[this.plan.id, this.plan]]),
      terms: { dueDays: 10, minPaymentDays: 5, graceDays: 3, isolirHour: 0 },
      rhythm: { leadDays: 0, runHour: 0 },
      at,
      today: () => this.today,
    });
    const lines = planned.bills.flatMap((bill) => bill.lines) as ChargeLine[];
    for (const line of lines) this.charge(line);
    this.history = { ...afterBilling(this.history, lines, idOf), pointer: planned.moves[0]!.to };
  }

  private charge(line: ChargeLine): void {
    this.add(line, 1n);
    this.book.charge(line);
  }

  private add(amounts: LineAmounts, sign: bigint): void {
    this.net += sign * amounts.net;
    this.tax += sign * amounts.tax;
  }

  private planAt(amount: bigint): BillablePlan {
    const prices = [{ validFrom: fromEpochDay(0), amount, currency: 'IDR' }];
    return { id: 'p', name: 'Paket', stepMonths: 1, tax: this.rule, prices };
  }

  private next(): string {
    return String(++this.changes);
  }
}

describe('the life of a service', () => {
  it('invoices less credit notes are the day segments of the plan in force, exactly, after any sequence of changes', () => {
    fc.assert(
      fc.property(life, ({ start, anchorDay, price, tax, arrears, steps }) => {
        const service = new Service(start, anchorDay, price, tax, arrears);
        for (const [days, step] of steps) {
          service.pass(days);
          service.do(step);
        }
        const [documents, days] = [service.documents, service.book.sum()];
        return documents.net === days.net && documents.tax === days.tax;
      }),
      propertyRuns,
    );
  });

  it('every day with service is billed once, and none without', () => {
    const dear = fc.bigInt({ min: 1_000n, max: 1_000_000n });
    const dearLife = life.chain((one) => fc.tuple(fc.constant(one), fc.array(dear, { minLength: 10, maxLength: 10 })));
    fc.assert(
      fc.property(dearLife, ([{ start, anchorDay, tax, arrears, steps }, prices]) => {
        const service = new Service(start, anchorDay, prices[9]!, tax, arrears);
        steps.forEach(([days, step], i) => {
          service.pass(days);
          service.do('price' in step ? { ...step, price: prices[i]! } : step);
        });
        return service.book.size === service.activeDays;
      }),
      propertyRuns,
    );
  });
});
