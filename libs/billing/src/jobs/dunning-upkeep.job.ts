import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Scheduled } from '@app/platform';
import { BillingClock } from '../services/clock/billing-clock.service';
import { AccessOverrides } from '../services/dunning/access-overrides.service';
import { LateFeeRun } from '../services/dunning/late-fee-run.service';
import { Promises } from '../services/dunning/promises.service';
import { AutomaticWriteOffs } from '../services/dunning/write-offs.service';
import { BalancePayments } from '../services/settlement/balance-payments.service';

/**
 * Balances that pay what is overdue, late fees, promises that are kept or broken, overrides whose time is over, debts to give up: every ten minutes, but not on
 * the word of a clock in doubt (billing.md G7).
 */
@HandlesJob({ name: 'billing.dunning-upkeep', queue: 'billing', attempts: 1 })
@Scheduled({
  description: 'Bayar dari saldo, denda, janji bayar, pengecualian / balances, late fees, promises, overrides',
  everyMs: 600_000,
})
@Injectable()
export class DunningUpkeepJob implements JobHandler {
  constructor(
    private readonly clock: BillingClock,
    private readonly balances: BalancePayments,
    private readonly fees: LateFeeRun,
    private readonly promises: Promises,
    private readonly overrides: AccessOverrides,
    private readonly writeOffs: AutomaticWriteOffs,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<object> {
    const { verdict, times } = await this.clock.look();
    if (verdict.kind === 'HOLD' || verdict.kind === 'REFUSE') return { held: verdict.why };
    const asOf = times.now;
    const promises = await this.promises.decide(asOf);
    const expiredOverrides = await this.overrides.closeExpired(asOf);
    const paidFromBalances = await this.balances.run(asOf, signal);
    const lateFees = await this.fees.run(asOf, signal);
    return { ...promises, expiredOverrides, paidFromBalances, lateFees, writtenOff: await this.writeOffs.run(signal) };
  }
}
