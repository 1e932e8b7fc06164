import { Injectable } from '@nestjs/common';
import { RefusedError } from '../../domain/refused-error';
import { type ClaimedAccount } from '../../repositories/due-batch.repository';
import { WalletRepository } from '../../repositories/documents/wallet.repository';
import { type ParkReason } from '../../repositories/parked.repository';
import { PrepaidRepository, type PrepaidRow } from '../../repositories/prepaid/prepaid.repository';
import { AccessService } from '../access.service';
import { type BillingRunContext } from '../billing-run-context.service';
import { BillableFacts } from '../catalogue/billable-facts.service';
import { PrepaidBooks } from './prepaid-books.service';
import { type PrepaidCase, PrepaidPlanner } from './prepaid-planner';

/** Facts, decision and books of a batch; the caller holds the transaction and the locks. */
@Injectable()
export class PrepaidParts {
  constructor(
    private readonly facts: BillableFacts,
    private readonly wallets: WalletRepository,
    private readonly books: PrepaidBooks,
    private readonly access: AccessService,
    private readonly repository: PrepaidRepository,
  ) {}

  /** A service that has no price, or one in another currency, is refused and stops no other one. */
  async goOn(
    context: BillingRunContext,
    accounts: readonly ClaimedAccount[],
    rows: readonly PrepaidRow[],
  ): Promise<{ renewed: number; debited: number; refused: ParkReason[] }> {
    const ids = accounts.map((account) => account.customerId);
    const planner = new PrepaidPlanner(context, await this.wallets.filled(ids), () => this.repository.newId());
    const cases = await this.cases(context, accounts, rows);
    const refused = cases.flatMap((one) =>
      refusalOf(one, () => {
        planner.add(one);
      }),
    );
    const { plan } = planner;
    await this.books.write(plan, context);
    await this.access.reevaluate(ids, context.asOf, { mayIsolate: false });
    return { renewed: plan.moves.length - plan.debits.length, debited: plan.debits.length, refused };
  }

  private async cases(
    context: BillingRunContext,
    accounts: readonly ClaimedAccount[],
    rows: readonly PrepaidRow[],
  ): Promise<PrepaidCase[]> {
    const byId = new Map(rows.map((row) => [row.id, row]));
    const owners = new Map(accounts.map((account) => [account.customerId, account]));
    const billables = await this.facts.of(context, accounts, rows);
    return billables.flatMap(({ account, subscriptions, planning }) =>
      subscriptions.flatMap((subscription): PrepaidCase[] => {
        const [row, owner] = [byId.get(subscription.id), owners.get(account.customerId)];
        const plan = context.plans.get(subscription.planId);
        if (!row || !owner || !plan) return [];
        return [{ row, owner, service: { account, subscription, plan, planning } }];
      }),
    );
  }
}

function refusalOf({ row }: PrepaidCase, decide: () => void): ParkReason[] {
  try {
    decide();
    return [];
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    return [{ subscriptionId: row.id, code: error.code, reason: error.message }];
  }
}
