import { Injectable } from '@nestjs/common';
import { type AccountPlan } from '../domain/bill-planner';
import { BillingRunRepository, type RunCounts } from '../repositories/billing-run.repository';
import { ParkedRepository } from '../repositories/parked.repository';
import { PointerRepository } from '../repositories/pointer.repository';
import { type BillingRunContext } from './billing-run-context.service';
import { InvoiceIssuer } from './documents/invoice-issuer.service';

/** Writes the outcome of one batch, set-based, in the caller's transaction. */
@Injectable()
export class BillWriter {
  constructor(
    private readonly pointers: PointerRepository,
    private readonly parked: ParkedRepository,
    private readonly runs: BillingRunRepository,
    private readonly issuer: InvoiceIssuer,
  ) {}

  /** The series is locked from the taking of the numbers to the commit, so all that can be written before it is. */
  async write(
    context: BillingRunContext,
    plan: AccountPlan,
    customers: number,
  ): Promise<RunCounts & { stop: boolean }> {
    await this.pointers.move(plan.moves);
    await this.parked.park(context.runId, plan.refusals);
    await this.issuer.issueMany(plan.bills, context);
    const counts = { customers, ...countsOf(plan, context.currency) };
    return { ...counts, stop: await this.runs.count(context.runId, counts) };
  }
}

function countsOf({ bills, refusals }: AccountPlan, currency: string): Omit<RunCounts, 'customers'> {
  const total = bills
    .filter((bill) => bill.account.currency === currency)
    .reduce((sum, bill) => sum + bill.net + bill.tax, 0n);
  const lines = bills.reduce((sum, bill) => sum + bill.lines.length, 0);
  return { invoices: bills.length, lines, parked: refusals.length, total };
}
