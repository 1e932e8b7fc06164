import { addDays, daysBetween, earlierOf, type LocalDate, localDate } from '@app/core';
import { domain } from '@app/billing';
import { type Given, localDayOf } from '../given';
import { type ChargedService, chargedService, componentsOf, costOf, cycleOf, idOf, invoiceOf } from '../scene';

/** One change after the other on one history. */
export class PlanChanges {
  private history: domain.ServiceHistory;
  private changes = 0;

  constructor(private readonly service: ChargedService) {
    this.history = service.history;
  }

  change(at: LocalDate, price: bigint): domain.ChangeDrafts {
    const { cycle } = this.history;
    const components = componentsOf(price, this.service.taxRule);
    const drafts = domain.changePlan(this.history, { changeId: String(++this.changes), at, components, cycle });
    this.history = domain.afterChange(this.history, drafts, { components }, idOf);
    return drafts;
  }
}

export function changePlan(given: Given) {
  const [from, to] = [given.date('from'), given.date('to')];
  const taxRule = given.taxRule('ppn', given.text('taxMode', 'exclusive') === 'inclusive');
  if (given.has('plans')) return severalChanges(given, { start: from, end: to }, taxRule);
  const service = chargedService(given.amount('old'), cycleOf(from, to), from, taxRule);
  const drafts = new PlanChanges(service).change(given.date('at'), given.amount('neu'));
  const one = { ...shown(drafts), usedNet: service.charged.net - domain.sumOf(drafts.credits).net };
  if (!given.has('unpaidInvoice')) return one;
  return { ...one, ...unpaid(drafts, service.lines, given.amount('unpaidInvoice')) };
}

function shown(drafts: domain.ChangeDrafts) {
  const [credit, debit] = [domain.sumOf(drafts.credits), domain.sumOf(drafts.debits)];
  return {
    ...{ creditNet: credit.net, creditTax: credit.tax, debitNet: debit.net, debitTax: debit.tax },
    dueDelta: domain.grossOf(debit) - domain.grossOf(credit),
  };
}

/** The credit of an unpaid invoice offsets that invoice (Q3). */
function unpaid(drafts: domain.ChangeDrafts, lines: readonly domain.ChargeLine[], due: bigint) {
  const invoices = lines.length > 0 ? [invoiceOf(lines, false, due)] : [];
  const { creditNotes, invoiceNow, wallet } = domain.documentsOf(drafts, invoices);
  const applied = creditNotes.reduce((sum, note) => sum + note.offset, 0n);
  return {
    creditNoteAppliedToUnpaid: applied,
    remainingDueOld: due - applied,
    newInvoice: domain.grossOf(domain.sumOf(invoiceNow)),
    walletDelta: wallet,
  };
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];

function severalChanges(given: Given, period: domain.Stretch, taxRule: domain.TaxRule) {
  const [start = 0n, ...prices] = given.amounts('plans');
  const days = given.has('changes')
    ? given.list('changes').map((instant) => localDayOf(String(instant)))
    : prices.map(() => given.date('sameDay'));
  const changes = new PlanChanges(chargedService(start, cycleOf(period.start, period.end), period.start, taxRule));
  const each = prices.map((price, i) => shown(changes.change(days[i] ?? period.start, price)));
  const sum = each.reduce((total, one) => total + one.dueDelta, 0n);
  return { ...Object.fromEntries(each.map((one, i) => [ORDINALS[i] ?? String(i), one])), sum, sumDelta: sum };
}

export function conserve(given: Given) {
  const price = given.amount('price');
  const taxRule = domain.NO_TAX;
  if (given.raw('daily') === true) return daily(price, given.int('days'));
  const [start, end] = [given.date('from'), given.date('to')];
  const naturalDays = daysBetween(start, end);
  const stretch = { start, end, naturalDays, price, taxRule };
  const bounds = [start, ...given.list('cuts').map((day) => localDate(String(day))), end];
  const after = (day: LocalDate): bigint => domain.baseAfter(stretch, daysBetween(start, day));
  const parts = bounds.slice(1).map((to, i) => ({ start: bounds[i] ?? start, end: to }));
  const segments = parts.map((part) => after(part.end) - after(part.start));
  return {
    segments,
    sum: segments.reduce((sum, part) => sum + part, 0n),
    naive: parts.map((part) => costOf(price, { ...part, naturalDays }, taxRule).net),
  };
}

function daily(price: bigint, days: number) {
  const from = localDate('2025-11-01');
  const to = addDays(from, days);
  const debits = domain.dailyDebits(cycleOf(from, to), { from, to }, domain.NO_TAX, () => price).map((one) => one.net);
  return { sum: debits.reduce((sum, one) => sum + one, 0n), first3: debits.slice(0, 3) };
}

export function cancel(given: Given) {
  const [from, to] = [given.date('from'), given.date('to')];
  const [when = '', policy = 'credit'] = given.text('mode', 'immediate+credit').toLowerCase().split('+');
  const { history, charged } = chargedService(given.amount('price'), cycleOf(from, to), from, given.taxRule());
  const drafts = domain.cancelService(history, {
    changeId: 'c',
    requestedOn: given.date('requestedOn'),
    when: when === 'immediate' ? 'IMMEDIATE' : 'END_OF_PERIOD',
    policy: policy === 'none' ? 'NONE' : policy === 'refund' ? 'REFUND' : 'CREDIT',
  });
  const credit = domain.sumOf(drafts.credits);
  return {
    usedDays: daysBetween(from, earlierOf(drafts.endsOn, to)),
    usedNet: charged.net - credit.net,
    creditNet: credit.net,
    creditTax: credit.tax,
  };
}

export function pause(given: Given) {
  const [from, until] = [given.date('pauseFrom'), given.date('resumeOn')];
  if (given.has('expiry')) return prepaidPause(given.text('expiry'), daysBetween(from, until));
  const price = given.amount('price');
  const cycle = { origin: from, anchorDay: given.int('anchorDay', 1), stepMonths: given.int('stepMonths', 1) };
  const { start } = domain.naturalPeriod(cycle, from);
  const { history } = chargedService(price, cycle, start, given.taxRule());
  const drafts = domain.settlePause(history, { changeId: 'p', from, until, policy: 'CREDIT' });
  const credit = domain.sumOf(drafts.credits);
  const boundary = history.pointer;
  const full = costOf(price, domain.naturalPeriod(cycle, boundary), given.taxRule());
  const resumed = until >= boundary ? costOf(price, domain.periodFrom(cycle, drafts.pointer), given.taxRule()) : domain.NOTHING;
  return {
    creditNet: credit.net,
    creditTax: credit.tax,
    decInvoiceOn1st: boundary < until ? null : domain.grossOf(full),
    invoicesDuringPause: domain.periodsBetween(cycle, drafts.pointer, until).length,
    resumeNet: resumed.net,
    resumeTax: resumed.tax,
  };
}

function prepaidPause(expiry: string, days: number) {
  const offset = /(Z|[+-]\d{2}:\d{2})$/.exec(expiry)?.[1] ?? 'Z';
  const moved = domain.expiryAfterPause(new Date(expiry), { days }, zoneOf(offset));
  return { newExpiry: inOffset(moved, offset, expiry.includes('.')) };
}

/** A zone that always has the offset. */
function zoneOf(offset: string): string {
  if (offset === 'Z') return 'UTC';
  const hours = Number(offset.slice(1, 3));
  if (!offset.endsWith(':00')) throw new RangeError(`no zone with the offset ${offset}`);
  return hours === 0 ? 'UTC' : `Etc/GMT${offset.startsWith('+') ? '-' : '+'}${hours}`;
}

function inOffset(instant: Date, offset: string, withMilliseconds: boolean): string {
  const minutes = offset === 'Z' ? 0 : (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4))) * (offset.startsWith('-') ? -1 : 1);
  const text = new Date(instant.getTime() + minutes * 60_000).toISOString();
  return (withMilliseconds ? text.slice(0, -1) : text.slice(0, 19)) + offset;
}
