import { localDate } from '@app/core';
import { type BillingCycle } from '../billing-cycle';
import { chargesFor, componentOf } from '../charges/component';
import { sumOf } from '../charges/price-curve';
import { type BillablePlan } from '../plan-price';
import { SUBSCRIPTION_STATUSES, SUBSCRIPTION_TABLE, subscriptionTransition } from '../subscription-state';
import { cancelService } from './cancel';
import { changePlan } from './change-plan';
import { afterBilling, newHistory } from './history';
import { settlePause } from './pause';
import { defaultTiming, periodEnd } from './scheduled-change';

const day = localDate;
const tax = { code: 'PPN', num: 11n, den: 100n, inclusive: false };
const plan = (amount: bigint, stepMonths = 1): BillablePlan => ({
  id: `p${amount}`,
  name: 'Paket',
  stepMonths,
  tax,
  prices: [{ validFrom: day('2000-01-01'), amount, currency: 'IDR' }],
});
const monthly: BillingCycle = { origin: day('2025-11-01'), anchorDay: 1, stepMonths: 1 };

/** November is charged at 150,000; with `to` also what follows. */
function service(billingType: 'RECURRING_ADVANCE' | 'RECURRING_ARREARS' = 'RECURRING_ADVANCE', to = '2025-12-01') {
  const components = [componentOf(plan(150_000n))];
  const history = newHistory({ subscriptionId: 's', billingType, cycle: monthly, components });
  if (billingType === 'RECURRING_ARREARS') return history;
  const lines = chargesFor({ subscriptionId: 's', cycle: monthly, from: monthly.origin, to: day(to) }, components);
  return afterBilling(history, lines, (line) => ({ lineId: line.periodStart, invoiceId: 'i' }));
}

describe('changes of plan (Q2, Q4)', () => {
  it('in arrears the days so far are debited at the old price, the rest is left to the run', () => {
    const change = { changeId: 'x', at: day('2025-11-16'), components: [componentOf(plan(250_000n))], cycle: monthly };
    const drafts = changePlan(service('RECURRING_ARREARS'), change);
    expect(drafts.credits).toEqual([]);
    expect(drafts.debits.map((line) => [line.net, line.chargeCode])).toEqual([[75_000n, 'RECURRING:x']]);
    expect(drafts.pointer).toBe('2025-11-16');
  });

  it('what was charged ahead is changed with it, period by period', () => {
    const change = { changeId: 'x', at: day('2025-11-16'), components: [componentOf(plan(250_000n))], cycle: monthly };
    const drafts = changePlan(service('RECURRING_ADVANCE', '2026-01-01'), change);
    expect(drafts.credits.map((line) => line.net)).toEqual([75_000n, 150_000n]);
    expect(drafts.debits.map((line) => line.net)).toEqual([125_000n, 250_000n]);
  });

  it('another interval begins a count of its own on the day of the change', () => {
    const cycle = { origin: day('2025-11-16'), anchorDay: 16, stepMonths: 12 };
    const change = { changeId: 'x', at: day('2025-11-16'), components: [componentOf(plan(1_500_000n, 12))], cycle };
    const drafts = changePlan(service(), change);
    expect(drafts.pointer).toBe('2026-11-16');
    expect(sumOf(drafts.debits).net).toBe(1_500_000n);
  });

  it('a stub that is free stays free', () => {
    const change = { changeId: 'x', at: day('2025-11-16'), components: [componentOf(plan(250_000n))], cycle: monthly };
    const free = { ...service(), charged: [], freeUntil: day('2025-12-01') };
    expect(changePlan(free, change).debits).toEqual([]);
  });

  it('upgrades at once, downgrades and cancels at the end of what is charged', () => {
    expect(defaultTiming({ action: 'CHANGE_PLAN', oldPrice: 1n, newPrice: 2n })).toBe('NOW');
    expect(defaultTiming({ action: 'CHANGE_PLAN', oldPrice: 2n, newPrice: 1n })).toBe('PERIOD_END');
    const today = day('2025-11-20');
    expect(periodEnd(service(), today)).toBe('2025-12-01');
    expect(periodEnd(service('RECURRING_ARREARS'), today)).toBe('2025-12-01');
  });
});

describe('cancel and pause (Q5, Q6)', () => {
  const cancel = { changeId: 'x', requestedOn: day('2025-11-20'), policy: 'CREDIT' } as const;

  it('at the end of the period nothing is credited but what was charged beyond it', () => {
    const end = cancelService(service(), { ...cancel, when: 'END_OF_PERIOD' });
    expect([end.endsOn, end.credits]).toEqual(['2025-12-01', []]);
    const ahead = cancelService(service('RECURRING_ADVANCE', '2026-01-01'), { ...cancel, when: 'END_OF_PERIOD' });
    expect(sumOf(ahead.credits).net).toBe(150_000n);
  });

  it('NONE keeps the money, REFUND pays it out; in arrears the days so far are billed', () => {
    const none = cancelService(service(), { ...cancel, when: 'IMMEDIATE', policy: 'NONE' });
    expect([none.endsOn, none.credits]).toEqual(['2025-11-21', []]);
    expect(cancelService(service(), { ...cancel, when: 'IMMEDIATE', policy: 'REFUND' }).refund).toBe(true);
    const arrears = cancelService(service('RECURRING_ARREARS'), { ...cancel, when: 'IMMEDIATE' });
    expect(sumOf(arrears.debits).net).toBe(100_000n);
  });

  it('a service that is cancelled while it is paused gets the days of the pause back, even under NONE', () => {
    const paused = { ...cancel, when: 'IMMEDIATE', pausedFrom: day('2025-11-11') } as const;
    expect(sumOf(cancelService(service(), paused).credits).net).toBe(100_000n);
    expect(sumOf(cancelService(service(), { ...paused, policy: 'NONE' }).credits).net).toBe(50_000n);
  });

  it('EXTEND: the ten paid days follow the pause, and only then is billed again', () => {
    const pause = { changeId: 'x', from: day('2025-11-21'), until: day('2025-12-11'), policy: 'EXTEND' } as const;
    const drafts = settlePause(service(), pause);
    expect(drafts.credits).toEqual([]);
    expect([drafts.pointer, drafts.extension]).toEqual(['2025-12-21', { start: '2025-11-21', end: '2025-12-11' }]);
  });
});

describe('the machine of subscriptions', () => {
  const facts = { status: 'ACTIVE' as const, hasPlannedChange: false, hasTrial: false, isPrepaid: false };

  it('has one row per state and action, and nothing leads out of ENDED', () => {
    const keys = SUBSCRIPTION_TABLE.map((row) => `${row.from} ${row.action}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(SUBSCRIPTION_TABLE.filter((row) => row.from === 'ENDED')).toEqual([]);
    const cancelled = SUBSCRIPTION_TABLE.filter((row) => row.action === 'cancel').map((row) => row.from);
    expect(SUBSCRIPTION_STATUSES.filter((status) => !cancelled.includes(status))).toEqual(['ENDED']);
  });

  it('asks its guards', () => {
    expect(subscriptionTransition({ ...facts, status: 'PENDING' }, 'start-trial')).toBeUndefined();
    expect(subscriptionTransition({ ...facts, status: 'PENDING', hasTrial: true }, 'start-trial')?.to).toBe('TRIAL');
    expect(subscriptionTransition(facts, 'unschedule')).toBeUndefined();
    expect(subscriptionTransition({ ...facts, isPrepaid: true }, 'change-anchor')).toBeUndefined();
    expect(subscriptionTransition(facts, 'change-plan')?.effects).toContain('settle-change');
  });
});
