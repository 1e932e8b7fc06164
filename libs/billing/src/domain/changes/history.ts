import { type BillingCycle } from '../billing-cycle';
import { type ChargeLine, segmentOf } from '../charges/charge-line';
import { withCredits } from '../charges/charged-segment';
import { type Component } from '../charges/component';
import { type ChangeDrafts, type ServiceHistory } from './drafts';

/** The history of a service that was never billed. */
export function newHistory(
  service: Pick<ServiceHistory, 'subscriptionId' | 'billingType' | 'cycle' | 'components'>,
): ServiceHistory {
  return { ...service, pointer: service.cycle.origin, charged: [] };
}

/** The history once these lines stand on invoices. */
export function afterBilling(
  history: ServiceHistory,
  lines: readonly ChargeLine[],
  idOf: (line: ChargeLine) => { lineId: string; invoiceId: string },
): ServiceHistory {
  const charged = [...history.charged, ...lines.map((line) => segmentOf(line, idOf(line)))];
  const pointer = lines.reduce((end, line) => (line.periodEnd > end ? line.periodEnd : end), history.pointer);
  return { ...history, charged, pointer };
}

/** The history once a change was carried out: its credits given, its debits invoiced, its pointer set. */
export function afterChange(
  history: ServiceHistory,
  drafts: ChangeDrafts,
  next: { readonly components?: readonly Component[]; readonly cycle?: BillingCycle },
  idOf: (line: ChargeLine) => { lineId: string; invoiceId: string },
): ServiceHistory {
  const credited = { ...history, charged: withCredits(history.charged, drafts.credits) };
  return { ...afterBilling(credited, drafts.debits, idOf), ...next, pointer: drafts.pointer };
}
