import { MoneyDto } from '@app/platform';
import { type DecidedDocuments } from '../../domain/changes/decided-documents';
import { type Subscription } from '../../repositories/subscription.repository';
import { type AddOn } from '../../repositories/subscriptions/add-on.repository';
import { type ScheduledChange } from '../../repositories/subscriptions/scheduled-change.repository';
import { type TimelineItem } from '../../repositories/subscriptions/timeline.repository';
import { type ActionOutcome } from '../../services/subscriptions/action-runner.service';
import { type PlannedChange } from '../../services/subscriptions/decision';
import { type SubscriptionDto } from '../dto/subscription.dto';
import {
  type AddOnDto,
  type ChangeCreditNoteDto,
  type ChangedSubscriptionDto,
  type ChangeInvoiceDto,
  type ChangeLineDto,
  type NextInvoiceDto,
  type PlannedChangeDto,
  type ScheduledChangeDto,
  type TimelineItemDto,
} from './dto/subscription-change.dto';

type ToMoney = (amount: bigint) => MoneyDto;
type BilledLine = Pick<ChangeLineDto, 'description' | 'periodStart' | 'periodEnd'> & { net: bigint; tax: bigint };

export function presentSubscription(subscription: Subscription): SubscriptionDto {
  const { id, customerId, payerCustomerId, siteId, planId, planSince, status, anchorKind, anchorDay } = subscription;
  const { startedOn, freeUntil, trialEndsOn, endsOn, pausedFrom, resumesOn, expiresAt } = subscription;
  const { nextPeriodStart, nextBillAt, separateInvoice, parked, version, createdAt, updatedAt } = subscription;
  return {
    ...{ id, customerId, payerCustomerId, siteId, planId, planSince, status, anchorKind, anchorDay },
    ...{ startedOn, freeUntil, trialEndsOn, endsOn, pausedFrom, resumesOn, expiresAt },
    ...{ nextPeriodStart, nextBillAt, separateInvoice, parked, version, createdAt, updatedAt },
  };
}

export function presentOutcome(outcome: ActionOutcome): ChangedSubscriptionDto {
  const { preview, subscription, decision, service } = outcome;
  const money: ToMoney = (amount) => MoneyDto.from(amount, service.account.currency);
  const { documents, event, effectiveOn, plans, drops } = decision;
  const change = {
    ...{ preview, event, effectiveOn, dropped: [...drops], planned: plans.map(presentPlanned) },
    creditNotes: documents.creditNotes.map((note, n) => presentNote(outcome, note, n, money)),
    invoice: presentInvoice(outcome, money),
    pending: documents.pending.map((line) => presentLine(line, money)),
    next: presentNext(outcome, money),
    toCreditBalance: money(documents.wallet),
    refund: money(documents.refund),
  };
  return Object.assign(presentSubscription(subscription), { change });
}

export function presentPlanned({ id, action, effectiveOn, effectiveAt, payload }: PlannedChange): PlannedChangeDto {
  return { id, action, effectiveOn, effectiveAt, payload };
}

export function presentScheduled(change: ScheduledChange): ScheduledChangeDto {
  const { state, reason, requestedBy, createdAt, doneAt } = change;
  return Object.assign(presentPlanned(change), { state, reason, requestedBy, createdAt, doneAt });
}

export function presentAddOn(addOn: AddOn): AddOnDto {
  const { id, productId, productCode, productName, quantity, startsOn, endsOn } = addOn;
  return { id, productId, productCode, productName, quantity, startsOn, endsOn };
}

export function presentTimelineItem({
  amount,
  currency,
  ...item
}: Omit<TimelineItem, 'kind'> & { kind: string }): TimelineItemDto {
  const { id, kind, what, happenedAt, effectiveOn, number, refId, actor, detail } = item;
  const money = amount === null || currency === null ? null : MoneyDto.from(amount, currency);
  return { id, kind, what, happenedAt, effectiveOn, number, amount: money, refId, actor, detail };
}

function presentNote(
  { decision, service, written }: ActionOutcome,
  note: DecidedDocuments['creditNotes'][number],
  n: number,
  money: ToMoney,
): ChangeCreditNoteDto {
  const made = written?.creditNotes[n];
  const described = new Map(service.history?.charged.map((segment) => [segment.lineId, segment]));
  return {
    ...{ id: made?.id ?? null, number: made?.number ?? null, invoiceId: note.invoiceId, reason: decision.reason },
    invoiceNumber: service.invoices.find((one) => one.invoiceId === note.invoiceId)?.number ?? '',
    total: money(note.total),
    offset: money(note.offset),
    toCreditBalance: money(note.wallet),
    lines: note.lines.map((line) => ({
      description: described.get(line.lineId)?.description ?? '',
      ...{ periodStart: line.start, periodEnd: line.end, net: money(line.net), tax: money(line.tax) },
    })),
  };
}

function presentInvoice({ decision, written }: ActionOutcome, money: ToMoney): ChangeInvoiceDto | null {
  const { bill, settled } = decision.documents;
  if (!bill || !settled) return null;
  const { issuedOn, dueOn, isolirAt, net, tax, lines } = bill;
  return {
    ...{ id: written?.invoice?.id ?? null, number: written?.invoice?.number ?? null, issuedOn, dueOn, isolirAt },
    total: money(net + tax),
    fromCreditBalance: money(settled.fromCredit),
    fromDeposit: money(settled.fromDeposit),
    due: money(settled.due),
    lines: lines.map((line) => presentLine(line, money)),
  };
}

function presentNext({ next }: ActionOutcome, money: ToMoney): NextInvoiceDto | null {
  if (!next) return null;
  const { issuedOn, dueOn, net, tax, lines } = next.bill;
  const total = money(net + tax);
  return { billAt: next.billAt, issuedOn, dueOn, total, lines: lines.map((line) => presentLine(line, money)) };
}

function presentLine({ description, periodStart, periodEnd, net, tax }: BilledLine, money: ToMoney): ChangeLineDto {
  return { description, periodStart, periodEnd, net: money(net), tax: money(tax) };
}
