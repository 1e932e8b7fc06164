import { MoneyDto } from '@app/platform';
import { type BillingRun } from '../repositories/billing-run.repository';
import { type Invoice, type InvoiceLine } from '../repositories/invoice.repository';
import { type LedgerEntry } from '../repositories/ledger.repository';
import { type ParkedSubscription } from '../repositories/parked.repository';
import { type Plan, type PriceRow } from '../repositories/plan.repository';
import { type AccessView } from '../repositories/subscription.repository';
import { type PreviewFigures } from '../services/run/preview-figures';
import { type LedgerProof } from '../services/ledger-proof.service';
import { type BillingRunDetailDto, type BillingRunDto, type ParkedSubscriptionDto } from './dto/billing-run.dto';
import { type InvoiceDetailDto, type InvoiceDto, type InvoiceLineDto } from './dto/invoice.dto';
import { type LedgerEntryDto, type LedgerProofDto } from './dto/ledger.dto';
import { type PlanDto, type PlanPriceDto } from './dto/plan.dto';
import { type AccessDto } from './dto/subscription.dto';

export function presentPlan({ priceAmount, currency, ...plan }: Plan): PlanDto {
  return { ...plan, price: priceAmount === null || currency === null ? null : MoneyDto.from(priceAmount, currency) };
}

export function presentPrice({ id, priceAmount, currency, validFrom, appliesTo, createdAt }: PriceRow): PlanPriceDto {
  return { id, price: MoneyDto.from(priceAmount, currency), validFrom, appliesTo, createdAt };
}

export function presentAccess(access: AccessView): AccessDto {
  return { ...access, version: Number(access.version) };
}

export function presentInvoice(invoice: Invoice): InvoiceDto {
  const { netAmount, taxAmount, totalAmount, paidAmount, creditedAmount, currency } = invoice;
  const { id, siteId, customerId, number, status, issuedOn, dueOn, overdueAt, isolirAt, overdue } = invoice;
  const { customer, createdAt, closedAt, daysLate, replacesInvoiceId, voidReason, taxLocked, version } = invoice;
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  return {
    ...{ id, siteId, customerId, number, status, issuedOn, dueOn, overdueAt, isolirAt, overdue },
    ...{ customer, createdAt, closedAt, daysLate, replacesInvoiceId, voidReason, taxLocked, version },
    taxDocument: invoice.taxDocument,
    discount: money(invoice.discountAmount),
    withheld: money(invoice.withheldAmount),
    net: money(netAmount),
    tax: money(taxAmount),
    total: money(totalAmount),
    paid: money(paidAmount),
    credited: money(creditedAmount),
    remaining: money(totalAmount - paidAmount - creditedAmount),
  };
}

export function presentInvoiceDetail(invoice: Invoice & { lines: InvoiceLine[] }): InvoiceDetailDto {
  const lines = invoice.lines.map((line) => presentLine(line, invoice.currency));
  return Object.assign(presentInvoice(invoice), { lines });
}

/** One line of an invoice. */
export function presentLine(line: InvoiceLine, currency: string): InvoiceLineDto {
  const { unitPriceAmount, netAmount, taxAmount, discountAmount, creditedNet, creditedTax, ...rest } = line;
  const money = (amount: bigint): MoneyDto => MoneyDto.from(amount, currency);
  return {
    ...rest,
    unitPrice: money(unitPriceAmount),
    net: money(netAmount),
    tax: money(taxAmount),
    discount: money(discountAmount),
    creditableNet: money(netAmount - creditedNet),
    creditableTax: money(taxAmount - creditedTax),
  };
}

export function presentRun({ totalAmount, currency, ...run }: BillingRun): BillingRunDto {
  return { ...run, total: MoneyDto.from(totalAmount, currency) };
}

export function presentRunDetail({ figures, ...run }: BillingRun & { figures: object }): BillingRunDetailDto {
  return Object.assign(presentRun(run), { figures: run.dryRun ? (figures as PreviewFigures) : null });
}

export function presentParked(parked: ParkedSubscription): ParkedSubscriptionDto {
  const { id, subscriptionId, customerId, siteId, runId, code, reason, parkedAt } = parked;
  return { id, subscriptionId, customerId, siteId, runId, code, reason, parkedAt };
}

export function presentEntry({ amount, currency, ...entry }: LedgerEntry): LedgerEntryDto {
  return { ...entry, amount: MoneyDto.from(amount, currency) };
}

export function presentProof(proof: LedgerProof): LedgerProofDto {
  return { ...proof, ledgerSum: proof.ledgerSum.toString() };
}
