import * as fc from 'fast-check';
import { addDays, type LocalDate, localDate } from '@app/core';
import { anyAnchor, anyDay, anyPrice, anyTax, propertyRuns } from '../../testing/property.fixture-spec';
import { type AccountPlan, type DueSubscription, type PendingCharge, planAccount } from '../bill-planner';
import { afterUse, type Discount } from '../discounts/discount';
import { type TaxRule } from '../invoice-calculator';
import { rememberedInstant } from '../local-instants';
import { type BillablePlan } from '../plan-price';

const at = rememberedInstant;
const ZONE = 'Asia/Jakarta';
const LONG_AGO = localDate('2000-01-01');
const DAYS = 40;

interface Scene {
  start: LocalDate;
  leadDays: number;
  runHour: number;
  plans: BillablePlan[];
  subscriptions: DueSubscription[];
  pending: PendingCharge[];
  discounts: Discount[];
}

const steps = fc.constantFrom(
  { stepMonths: 1, stepDays: 0 },
  { stepMonths: 3, stepDays: 0 },
  { stepMonths: 0, stepDays: 7 },
  { stepMonths: 0, stepDays: 10 },
);
const signup = fc.record({
  proration: fc.constantFrom('PRORATE' as const, 'FULL' as const, 'FREE_UNTIL_ANCHOR' as const),
  chargeNextThresholdDay: fc.option(anyAnchor, { nil: undefined }),
});
const service = fc.record({
  anchorDay: anyAnchor,
  late: fc.integer({ min: 0, max: 20 }),
  price: anyPrice,
  newPrice: fc.option(fc.tuple(fc.nat(DAYS), anyPrice), { nil: undefined }),
  tax: anyTax,
  step: steps,
  signup: fc.option(signup, { nil: undefined }),
  arrears: fc.boolean(),
  separateInvoice: fc.boolean(),
  endsAfter: fc.option(fc.nat(DAYS), { nil: undefined }),
});
const discount = fc.record({
  scope: fc.constantFrom('LINE' as const, 'INVOICE' as const),
  percentBp: fc.bigInt({ min: 1n, max: 10_000n }),
  periodsLeft: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
});
const scene: fc.Arbitrary<Scene> = fc
  .record({
    start: anyDay,
    leadDays: fc.constantFrom(0, 0, 7),
    runHour: fc.constantFrom(0, 9),
    services: fc.array(service, { minLength: 1, maxLength: 3 }),
    charges: fc.array(fc.tuple(fc.nat(DAYS), anyPrice), { maxLength: 2 }),
    discounts: fc.array(discount, { maxLength: 2 }),
  })
  .map(({ services, charges, discounts, ...rest }) => ({
    ...rest,
    plans: services.map((one, i) => planOf(i, one, rest.start)),
    subscriptions: services.map((one, i) => subscriptionOf(i, one, rest.start)),
    pending: charges.map(([days, amount], i) => charge(String(i), addDays(rest.start, days), amount)),
    discounts: discounts.map(({ scope, percentBp, periodsLeft }, i) => {
      return { id: String(i), code: String(i), scope, value: { percentBp }, periodsLeft, combinable: true };
    }),
  }));

type ServiceScene = typeof service extends fc.Arbitrary<infer S> ? S : never;

function planOf(i: number, { price, newPrice, tax, step }: ServiceScene, start: LocalDate): BillablePlan {
  const prices = [{ validFrom: LONG_AGO, amount: price, currency: 'IDR' }];
  if (newPrice) prices.unshift({ validFrom: addDays(start, newPrice[0]), amount: newPrice[1], currency: 'IDR' });
  return { id: `p${i}`, name: `Paket ${i}`, tax, prices, ...step };
}

function subscriptionOf(i: number, one: ServiceScene, start: LocalDate): DueSubscription {
  const startedOn = addDays(start, one.late);
  return {
    id: `s${i}`,
    planId: `p${i}`,
    anchorDay: one.anchorDay,
    startedOn,
    nextPeriodStart: startedOn,
    billingType: one.arrears ? 'RECURRING_ARREARS' : 'RECURRING_ADVANCE',
    signup: one.signup,
    separateInvoice: one.separateInvoice,
    planned: one.endsAfter === undefined ? undefined : { on: addDays(startedOn, one.endsAfter), change: 'CANCEL' },
  };
}

const NONE: TaxRule = { code: 'NONE', num: 0n, den: 1n, inclusive: false };

function charge(id: string, billAfter: LocalDate, amount: bigint): PendingCharge {
  const line = {
    kind: 'ONE_OFF',
    subscriptionId: null,
    chargeCode: 'ONE_OFF',
    description: id,
    taxRule: NONE,
  } as const;
  const days = { periodStart: null, periodEnd: null, naturalDays: null };
  return {
    id,
    billAfter,
    line: { ...line, ...days, quantity: 1, unitPrice: amount, gross: amount, discount: 0n, net: amount, tax: 0n },
  };
}

/** An account that is billed tick by tick; what a tick writes is what the next one reads. */
class Account {
  private subscriptions: readonly DueSubscription[];
  private pending: readonly PendingCharge[];
  private discounts: readonly Discount[];
  private readonly plans: ReadonlyMap<string, BillablePlan>;
  /** `next_bill_at` by subscription, as the table has it. */
  private readonly billAt = new Map<string, Date>();
  readonly written: string[] = [];

  constructor(private readonly scene: Scene) {
    this.subscriptions = scene.subscriptions;
    this.pending = scene.pending;
    this.discounts = scene.discounts;
    this.plans = new Map(scene.plans.map((plan) => [plan.id, plan]));
    for (const { subscriptionId, nextBillAt } of this.plan(addDays(scene.start, -60), this.subscriptions).moves) {
      this.billAt.set(subscriptionId, nextBillAt);
    }
  }

  /** @returns how many lines it wrote */
  tick(today: LocalDate): number {
    const asOf = at(today, ZONE, this.scene.runHour);
    const due = this.subscriptions.filter((one) => this.billAt.get(one.id)! <= asOf);
    if (due.length === 0) return 0;
    const { bills, moves } = this.plan(today, due);
    const before = this.written.length;
    for (const bill of bills) {
      for (const {
        subscriptionId,
        chargeCode,
        periodStart,
        periodEnd,
        description,
        net,
        tax,
        discount: off,
      } of bill.lines) {
        this.written.push(
          [bill.billKey, subscriptionId, chargeCode, periodStart, periodEnd, description, net, tax, off].join(' '),
        );
      }
      for (const { discountId } of bill.discounts) {
        this.discounts = this.discounts.map((one) => (one.id === discountId ? afterUse(one) : one));
      }
    }
    const swept = bills.flatMap((bill) => bill.lines.map((line) => line.chargeId));
    this.pending = this.pending.filter((one) => !swept.includes(one.id));
    this.subscriptions = this.subscriptions.map((one) => ({
      ...one,
      nextPeriodStart: moves.find((move) => move.subscriptionId === one.id)?.to ?? one.nextPeriodStart,
    }));
    for (const { subscriptionId, nextBillAt } of moves) this.billAt.set(subscriptionId, nextBillAt);
    return this.written.length - before;
  }

  private plan(today: LocalDate, subscriptions: readonly DueSubscription[]): AccountPlan {
    const { leadDays, runHour } = this.scene;
    const { pending, discounts, plans } = this;
    const account = { customerId: 'c', siteId: 'x', timeZone: ZONE, currency: 'IDR', pending, discounts };
    const planned = planAccount(account, subscriptions, {
      asOf: at(today, ZONE, runHour),
      plans,
      terms: { dueDays: 10, minPaymentDays: 5, graceDays: 3, isolirHour: 0 },
      rhythm: { leadDays, runHour },
      at,
      today: () => today,
    });
    if (planned.refusals.length > 0) throw new Error(planned.refusals[0]!.reason);
    return planned;
  }
}

describe('ticks', () => {
  it('40 days in one step write what 40 steps of one day write, but for the dates of issue and payment', () => {
    fc.assert(
      fc.property(scene, (one) => {
        const [whole, daily] = [new Account(one), new Account(one)];
        for (let day = 0; day <= DAYS; day++) daily.tick(addDays(one.start, day));
        whole.tick(addDays(one.start, DAYS));
        return whole.written.join('\n') === daily.written.join('\n');
      }),
      propertyRuns,
    );
  });

  it('a run after a run writes nothing', () => {
    fc.assert(
      fc.property(scene, fc.integer({ min: 0, max: 150 }), (one, days) => {
        const account = new Account(one);
        const today = addDays(one.start, days);
        account.tick(today);
        return account.tick(today) === 0;
      }),
      propertyRuns,
    );
  });
});
