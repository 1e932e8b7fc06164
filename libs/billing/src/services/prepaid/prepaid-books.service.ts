import { Injectable } from '@nestjs/common';
import { revenueAccountOf, type PostingEntry, balanced } from '../../domain/ledger-posting';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';
import { PrepaidRepository } from '../../repositories/prepaid/prepaid.repository';
import { type BillingRunContext } from '../billing-run-context.service';
import { InvoiceIssuer } from '../documents/invoice-issuer.service';
import { Wallets } from '../documents/wallets.service';
import { type PrepaidPlan } from './prepaid-planner';

/**
 * Writes what was decided for prepaid services, in the caller's transaction: renewals as invoices that the balance pays at
 * once, days as movements of the deposit. Days have no document of their own; the statement shows them.
 */
@Injectable()
export class PrepaidBooks {
  constructor(
    private readonly repository: PrepaidRepository,
    private readonly wallets: Wallets,
    private readonly ledger: LedgerPostingRepository,
    private readonly issuer: InvoiceIssuer,
  ) {}

  async write(plan: PrepaidPlan, context: BillingRunContext): Promise<void> {
    await this.repository.move(plan.moves);
    await this.debit(plan, context);
    await this.issuer.issueMany(plan.bills, { ...context, runId: null });
  }

  private async debit({ debits }: PrepaidPlan, context: BillingRunContext): Promise<void> {
    if (debits.length === 0) return;
    await this.repository.insertDebits(debits, context.asOf);
    await this.wallets.move(
      debits.map(({ id, customerId, currency, net, tax }) => ({
        ...{ customerId, currency, wallet: 'DEPOSIT' as const, kind: 'DAILY', amount: -(net + tax) },
        ...{ refType: 'DAILY', refId: id },
      })),
      context.asOf,
    );
    await this.ledger.post(
      debits.map(({ id, customerId, currency, revenueOf, net, tax }) => ({
        ...{ refType: 'DAILY' as const, refId: id, customerId, currency, occurredAt: context.asOf },
        postedOn: context.today(revenueOf.account.timeZone),
        entries: dailyPosting(net, tax, revenueOf.plan),
      })),
    );
  }
}

function dailyPosting(
  net: bigint,
  tax: bigint,
  { revenueAccount }: { revenueAccount?: Parameters<typeof revenueAccountOf>[0]['revenueAccount'] },
): PostingEntry[] {
  return balanced([
    { account: 'DEPOSIT', amount: net + tax },
    { account: revenueAccountOf({ kind: 'DAILY', revenueAccount }), amount: -net },
    { account: 'PPN_OUT', amount: -tax },
  ]);
}
