import { Injectable } from '@nestjs/common';
import { localDateOf } from '@app/core';
import { CurrentActor, Database } from '@app/platform';
import { lateFeeRuleOf } from '../../domain/dunning/dunning-policy';
import { type LateFeeRule, lateFeesDue } from '../../domain/dunning/late-fee';
import { type DunningRuleBook, type PolicyGroup } from '../../domain/dunning/rule-book';
import { BillingAccountRepository } from '../../repositories/billing-account.repository';
import { DunningActionRepository } from '../../repositories/dunning/dunning-action.repository';
import { DunningBrakeRepository } from '../../repositories/dunning/dunning-brake.repository';
import { LateFeeRepository, type LateInvoice, type NewLateFee } from '../../repositories/dunning/late-fee.repository';
import { DunningRules } from './dunning-rules.service';
import { LateFeeInvoices } from './late-fee-invoices.service';

const INVOICES_AT_ONCE = 500;

interface Rules {
  group: PolicyGroup;
  rule: LateFeeRule;
  book: DunningRuleBook;
}

/** Raises fees for paying late (billing.md 1.9): a charge of its own, never a change of the invoice. */
@Injectable()
export class LateFeeRun {
  constructor(
    private readonly database: Database,
    private readonly fees: LateFeeRepository,
    private readonly invoices: LateFeeInvoices,
    private readonly locks: BillingAccountRepository,
    private readonly brakes: DunningBrakeRepository,
    private readonly rules: DunningRules,
    private readonly actions: DunningActionRepository,
    private readonly actor: CurrentActor,
  ) {}

  /** Raises what was earned since the last time, each under its own number. A second run raises nothing. @returns how many */
  async run(asOf: Date, signal?: AbortSignal): Promise<number> {
    if (await this.brakes.isClockInDoubt()) return 0;
    const book = await this.rules.book();
    let raised = 0;
    for (const group of book.groups) {
      const rule = lateFeeRuleOf(group.policy);
      if (!rule) continue;
      for (let more = true; more && signal?.aborted !== true;) {
        const batch = await this.batch({ group, rule, book }, asOf);
        raised += batch;
        more = batch > 0;
      }
    }
    return raised;
  }

  /** Debt is read again under the locks, so that a payment of the same moment costs no fee. */
  private async batch(rules: Rules, asOf: Date): Promise<number> {
    const late = await this.fees.late(rules, asOf, null, INVOICES_AT_ONCE);
    if (late.length === 0) return 0;
    return this.database.transaction(async () => {
      const locked = await this.locks.lockFree([...new Set(late.map(({ customerId }) => customerId))]);
      const still = await this.fees.late(rules, asOf, locked, INVOICES_AT_ONCE);
      const fees = still.flatMap((invoice) => feesOf(invoice, rules, asOf));
      const raised = await this.fees.raise(fees, asOf, this.actor.get().name);
      if (rules.group.policy.lateFeeAs === 'INVOICE') await this.invoices.issue(raised, still, asOf);
      await this.actions.record(
        raised.map(({ chargeId, fee: { siteId, customerId, invoiceId, n, amount } }) => ({
          ...{ siteId, customerId, invoiceId, action: 'LATE_FEE' as const },
          detail: { chargeId, n, amount: amount.toString() },
        })),
        asOf,
      );
      return raised.length;
    });
  }
}

function feesOf(invoice: LateInvoice, { group, rule }: Rules, asOf: Date): NewLateFee[] {
  const { invoiceId, siteId, customerId, currency, number } = invoice;
  return lateFeesDue(invoice, localDateOf(asOf, invoice.timeZone), rule).map(({ n, on, amount }) => ({
    ...{ invoiceId, siteId, customerId, currency, n, on, amount },
    description: n === 1 ? `Denda keterlambatan ${number}` : `Denda keterlambatan ${number} (${n})`,
    taxCode: group.policy.lateFee.taxCode,
  }));
}
