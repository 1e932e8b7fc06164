import { Injectable } from '@nestjs/common';
import { uuidv7 } from '@app/core';
import { Database, Outbox } from '@app/platform';
import { type AccountPlan, type Bill } from '../domain/bill-planner';
import { documentNumber, invoiceSeries } from '../domain/invoice-number';
import { invoicePosting } from '../domain/ledger-posting';
import { InvoiceIssued } from '../events/invoice-issued.event';
import { BillingRunRepository, type RunCounts } from '../repositories/billing-run.repository';
import { InvoiceBatchRepository, type InvoiceToWrite } from '../repositories/invoice-batch.repository';
import { LedgerPostingRepository } from '../repositories/ledger-posting.repository';
import { ParkedRepository } from '../repositories/parked.repository';
import { type BillingRunContext } from './billing-run-context.service';
import { NumberSeries } from './number-series.service';

type Unnumbered = Omit<InvoiceToWrite, 'seq' | 'number'>;

/** Writes the outcome of one batch, set-based, in the caller's transaction. */
@Injectable()
export class BillWriter {
  constructor(
    private readonly database: Database,
    private readonly invoices: InvoiceBatchRepository,
    private readonly ledger: LedgerPostingRepository,
    private readonly parked: ParkedRepository,
    private readonly runs: BillingRunRepository,
    private readonly numbers: NumberSeries,
    private readonly outbox: Outbox,
  ) {}

  /** The series is locked from the taking of the numbers to the commit, so all that can be written before it is. */
  async write(
    context: BillingRunContext,
    plan: AccountPlan,
    customers: ReadonlyMap<string, string>,
  ): Promise<RunCounts> {
    await this.invoices.movePointers(plan.moves);
    await this.parked.park(context.runId, plan.refusals);
    const bills = await this.withFreeKeys(plan.bills);
    const unnumbered = bills.map((bill) => unnumberedOf(bill, context, customers));
    await this.announceAndPost(unnumbered, context);
    if (unnumbered.length > 0) {
      const invoices = await this.number(unnumbered);
      await this.invoices.insertInvoices(context.runId, invoices);
      await this.invoices.insertLines(invoices);
    }
    const counts = countsOf(bills, plan.refusals.length, context.currency);
    await this.runs.count(context.runId, counts);
    return counts;
  }

  private async announceAndPost(invoices: readonly Unnumbered[], context: BillingRunContext): Promise<void> {
    await this.outbox.publishMany(
      InvoiceIssued,
      invoices.map(({ id, bill }) => ({ key: id, payload: { invoiceId: id, customerId: bill.account.customerId } })),
    );
    await this.ledger.post(
      invoices.map(({ id, bill }) => ({
        refType: 'INVOICE',
        refId: id,
        customerId: bill.account.customerId,
        postedOn: bill.issuedOn,
        occurredAt: context.at(bill.issuedOn, bill.account.timeZone, 0),
        currency: bill.account.currency,
        entries: invoicePosting(bill),
      })),
    );
    // why: the balance is checked now instead of at commit, when the number series would wait for it
    await this.database.execute('set constraints tr_ledger_transactions_balanced immediate');
  }

  private async number(invoices: readonly Unnumbered[]): Promise<InvoiceToWrite[]> {
    const counts = new Map<string, bigint>();
    for (const { series } of invoices) counts.set(series, (counts.get(series) ?? 0n) + 1n);
    const next = await this.numbers.takeMany(counts);
    return invoices.map((invoice) => {
      const seq = next.get(invoice.series) ?? 0n;
      next.set(invoice.series, seq + 1n);
      return { ...invoice, seq, number: documentNumber(invoice.series, seq) };
    });
  }

  /**
   * A second invoice for the same customer and scheduled bill date (a service that was activated later that day, or
   * unparked) gets a numbered key: `R:2025-11-01:2`.
   */
  private async withFreeKeys(bills: readonly Bill[]): Promise<readonly Bill[]> {
    if (bills.length === 0) return bills;
    const used = await this.invoices.keysInUse(bills);
    if (used.size === 0) return bills;
    return bills.map((bill) => {
      let billKey = bill.billKey;
      for (let n = 2; used.has(`${bill.account.customerId} ${billKey}`); n++) billKey = `${bill.billKey}:${n}`;
      return { ...bill, billKey };
    });
  }
}

function unnumberedOf(bill: Bill, context: BillingRunContext, customers: ReadonlyMap<string, string>): Unnumbered {
  const { customerId, siteId } = bill.account;
  const siteCode = context.siteCodes.get(siteId);
  const customer = customers.get(customerId);
  if (siteCode === undefined || customer === undefined)
    throw new Error(`customer ${customerId} has no site or no name`);
  return { id: uuidv7(), bill, series: invoiceSeries(siteCode, bill.issuedOn), customer };
}

function countsOf(bills: readonly Bill[], parked: number, currency: string): RunCounts {
  const total = bills
    .filter((bill) => bill.account.currency === currency)
    .reduce((sum, bill) => sum + bill.net + bill.tax, 0n);
  return { invoices: bills.length, lines: bills.reduce((sum, bill) => sum + bill.lines.length, 0), parked, total };
}
