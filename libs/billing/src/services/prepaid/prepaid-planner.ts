import { addDays, laterOf, localDateOf, partsOf } from '@app/core';
import { type Bill } from '../../domain/bill-planner';
import { type BillingPolicies, mergePolicies } from '../../domain/policies/billing-policies';
import { isBalanceLow } from '../../domain/prepaid/daily';
import { dailyAmounts, type PrepaidService, renewalBill } from '../../domain/prepaid/prepaid-bill';
import { renew } from '../../domain/prepaid/renewal';
import { type ClaimedAccount } from '../../repositories/due-batch.repository';
import { type Balances } from '../../repositories/documents/wallet.repository';
import { type DailyDebitRow, type PrepaidMove, type PrepaidRow } from '../../repositories/prepaid/prepaid.repository';
import { type BillingRunContext } from '../billing-run-context.service';

/** What prepaid services of some accounts do next. */
export interface PrepaidPlan {
  bills: Bill[];
  debits: (DailyDebitRow & { revenueOf: PrepaidService })[];
  moves: PrepaidMove[];
}

/** A service with its row. */
export interface PrepaidCase {
  row: PrepaidRow;
  service: PrepaidService;
  owner: ClaimedAccount;
}

/**
 * Decides for one account after the other what its money is enough for: renewals for a whole period first come first served,
 * days one by one. Nothing is ever owed (billing.md 1.4). `balances` is what is left afterwards.
 */
export class PrepaidPlanner {
  readonly plan: PrepaidPlan = { bills: [], debits: [], moves: [] };

  constructor(
    private readonly context: BillingRunContext,
    private readonly balances: Map<string, Balances>,
    private readonly newId: () => string,
  ) {}

  /** @throws RefusedError when the service has no price */
  add(one: PrepaidCase): void {
    if (one.row.billingType === 'PREPAID_PERIOD') this.period(one);
    else this.daily(one);
  }

  private period({ row, service, owner }: PrepaidCase): void {
    const { asOf, at } = this.context;
    const { plan, account } = service;
    const { prepaidRenewal } = this.policiesOf(row, service, owner);
    const renewal = renew(
      { expiresAt: row.expiresAt, anchorDay: anchorOf(row, account.timeZone), step: plan, zone: account.timeZone },
      ...([asOf, prepaidRenewal, at] as const),
    );
    const bill = renewalBill(service, renewal);
    if (bill) {
      const balance = this.balanceOf(account.customerId);
      const total = bill.net + bill.tax;
      const money = balance.credit + (balance.autoPay ? balance.deposit : 0n);
      if (money < total) return;
      const fromCredit = total < balance.credit ? total : balance.credit;
      this.take(account.customerId, { credit: fromCredit, deposit: total - fromCredit });
      this.plan.bills.push(bill);
    }
    this.plan.moves.push({
      ...{ subscriptionId: row.id, from: row.nextPeriodStart, to: renewal.end },
      ...{ expiresAt: renewal.expiresAt, anchorDay: renewal.anchorDay },
    });
  }

  private daily({ row, service, owner }: PrepaidCase): void {
    const { account } = service;
    const today = this.context.today(account.timeZone);
    // why: days on which the service was cut are not charged when it comes back
    const from = row.expiresAt === null ? row.nextPeriodStart : laterOf(row.nextPeriodStart, today);
    const least = BigInt(this.policiesOf(row, service, owner).minBalance);
    let [net, tax, to] = [0n, 0n, from];
    let isCut = false;
    for (const day of dailyAmounts(service, from, addDays(today, 1))) {
      const { deposit } = this.balanceOf(account.customerId);
      isCut = isBalanceLow(deposit, least) || deposit < day.net + day.tax;
      if (isCut) break;
      this.take(account.customerId, { credit: 0n, deposit: day.net + day.tax });
      [net, tax, to] = [net + day.net, tax + day.tax, addDays(day.date, 1)];
    }
    if (isCut && to === from && row.expiresAt !== null) return;
    const ids = { subscriptionId: row.id, customerId: account.customerId, siteId: account.siteId };
    if (net + tax > 0n) {
      const { currency } = account;
      this.plan.debits.push({ id: this.newId(), ...ids, from, to, net, tax, currency, revenueOf: service });
    }
    const expiresAt = isCut ? this.context.asOf : null;
    this.plan.moves.push({
      ...{ subscriptionId: row.id, from: row.nextPeriodStart, to: isCut ? to : addDays(today, 1) },
      ...{ expiresAt, anchorDay: row.anchorDay },
    });
  }

  private policiesOf(row: PrepaidRow, { plan, account }: PrepaidService, owner: ClaimedAccount): BillingPolicies {
    const site = this.context.sites.get(account.siteId);
    if (!site) throw new Error(`site ${account.siteId} is not in the context`);
    const known = this.context.plans.get(plan.id);
    return mergePolicies(site.policies, known?.policies ?? {}, owner.policies ?? {}, row.policies ?? {});
  }

  private balanceOf(customerId: string): Balances {
    return this.balances.get(customerId) ?? { customerId, credit: 0n, deposit: 0n, autoPay: false };
  }

  private take(customerId: string, { credit, deposit }: { credit: bigint; deposit: bigint }): void {
    const balance = this.balanceOf(customerId);
    this.balances.set(customerId, {
      ...balance,
      credit: balance.credit - credit,
      deposit: balance.deposit - deposit,
    });
  }
}

/** The anchor where the service runs out on it; else the day on which it does: a pause or a first payment moved it. */
function anchorOf({ anchorDay, expiresAt }: PrepaidRow, zone: string): number {
  if (expiresAt === null) return anchorDay;
  const day = localDateOf(expiresAt, zone);
  const own = partsOf(day).day;
  const isLastOfMonth = partsOf(addDays(day, 1)).day === 1;
  return isLastOfMonth && anchorDay > own ? anchorDay : own;
}
