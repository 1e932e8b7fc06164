import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { type AccountPlan, planAccount } from '../domain/bill-planner';
import { type RunCounts } from '../repositories/billing-run.repository';
import { type ClaimedAccount, DueBatchRepository } from '../repositories/due-batch.repository';
import { type BillingRunContext } from './billing-run-context.service';
import { BillWriter } from './bill-writer.service';
import { BillableFacts } from './catalogue/billable-facts.service';

/** What one batch did. */
export interface BatchResult extends RunCounts {
  /** Somebody asked the run to stop. */
  stop: boolean;
}

/** Of a batch that found nothing. */
export const NOTHING: BatchResult = { customers: 0, invoices: 0, lines: 0, parked: 0, total: 0n, stop: false };

/** A batch whose transaction is open: the accounts that are locked. */
export type Claimed = readonly ClaimedAccount[];

/** One batch of the run: locked accounts in, invoices out, in one transaction (billing.md G4). */
@Injectable()
export class BillingBatch {
  constructor(
    private readonly database: Database,
    private readonly due: DueBatchRepository,
    private readonly facts: BillableFacts,
    private readonly writer: BillWriter,
  ) {}

  /**
   * Bills what `claim` locks. Everything is committed together, or nothing.
   *
   * @param claim runs inside the transaction and locks accounts
   * @param only bill just these subscriptions of theirs
   */
  async run(
    context: BillingRunContext,
    claim: () => Promise<Claimed>,
    only: readonly string[] | null = null,
  ): Promise<BatchResult> {
    return this.database.transaction(async () => {
      const accounts = await claim();
      if (accounts.length === 0) return NOTHING;
      const plan = await this.plan(context, accounts, only);
      return this.writer.write(context, plan, accounts.length);
    });
  }

  /** Computes without writing anything. */
  async plan(
    context: BillingRunContext,
    accounts: Claimed,
    only: readonly string[] | null = null,
  ): Promise<AccountPlan> {
    const ids = accounts.map((account) => account.customerId);
    const rows = await this.due.dueOf(ids, context.filter, only);
    const whole: AccountPlan = { bills: [], moves: [], refusals: [] };
    for (const { account, subscriptions, planning } of await this.facts.of(context, accounts, rows)) {
      if (subscriptions.length === 0) continue;
      const { bills, moves, refusals } = planAccount(account, subscriptions, planning);
      whole.bills.push(...bills);
      whole.moves.push(...moves);
      whole.refusals.push(...refusals);
    }
    return whole;
  }
}
