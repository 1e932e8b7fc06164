import { addDays, daysBetween, localDate } from '@app/core';
import { domain } from '@app/billing';
import { amountOf, type Given, localDayOf } from '../given';
import { chargedService, cycleOf } from '../scene';
import { PlanChanges } from './changes';

const calendar = (origin: ReturnType<typeof localDate>): domain.BillingCycle => ({ origin, anchorDay: 1, stepMonths: 1 });

export function oracle(given: Given) {
  if (given.has('days')) return unusedDays(given);
  return given.has('terminate') ? terminated(given) : upgraded(given);
}

/** The last `days` of a charged period of `of` days were not used. */
function unusedDays(given: Given) {
  const start = localDate('2025-01-01');
  const end = addDays(start, given.int('of'));
  const { history } = chargedService(given.amount('price'), cycleOf(start, end), start, domain.NO_TAX);
  const credits = domain.creditsFor(history.charged, { start: addDays(end, -given.int('days')), end });
  return { credit: domain.sumOf(credits).net };
}

/** Calendar month, day 1: a stub that is charged at the start, and ended at once. */
function terminated(given: Given) {
  const [start, requestedOn] = [given.date('start'), localDayOf(given.text('terminate'))];
  const { history, charged } = stubService(given, given.amount('price'), start);
  const drafts = domain.cancelService(history, { changeId: 'c', requestedOn, when: 'IMMEDIATE', policy: 'CREDIT' });
  const credit = domain.sumOf(drafts.credits);
  return {
    charged: charged.net,
    usedDays: daysBetween(start, drafts.endsOn),
    creditNet: credit.net,
    creditTax: credit.tax,
    creditWithTax: domain.grossOf(credit),
  };
}

function upgraded(given: Given) {
  const [price, on] = pair(given, 'signup');
  const service = stubService(given, price, on);
  const changes = new PlanChanges(service);
  const ups = ['up1', 'up2', 'up3'].filter((name) => given.has(name)).map((name) => {
    const [neu, at] = pair(given, name);
    return changes.change(at, neu);
  });
  const nets = [service.charged.net, ...ups.map((up) => domain.sumOf(up.debits).net)];
  return {
    ...Object.fromEntries(nets.map((net, i) => [`net${i + 1}`, net])),
    ...Object.fromEntries(ups.map((up, i) => [`credit${i + 1}`, domain.grossOf(domain.sumOf(up.credits))])),
  };
}

function pair(given: Given, name: string): [bigint, ReturnType<typeof localDate>] {
  const [price, day] = given.list(name);
  return [amountOf(price, name), localDayOf(String(day))];
}

function stubService(given: Given, price: bigint, start: ReturnType<typeof localDate>) {
  return chargedService(price, calendar(start), start, given.taxRule('tax'));
}
