import { Injectable } from '@nestjs/common';
import { Database } from '@app/platform';
import { periodCap } from '../../domain/guards/period-cap';
import { DueBatchRepository } from '../../repositories/due-batch.repository';
import { ParkedRepository } from '../../repositories/parked.repository';
import { PointerRepository } from '../../repositories/pointer.repository';
import { BillingBatch } from '../billing-batch.service';
import { BillingRunContexts } from '../billing-run-context.service';
import { BillingClock } from '../clock/billing-clock.service';
import { type IssuedInvoice, InvoiceIssuer } from '../documents/invoice-issuer.service';

/** Billing of one account at once, without waiting for the run. */
@Injectable()
export class Billing {
  constructor(
    private readonly database: Database,
    private readonly clock: BillingClock,
    private readonly due: DueBatchRepository,
    private readonly batch: BillingBatch,
    private readonly contexts: BillingRunContexts,
    private readonly pointers: PointerRepository,
    private readonly parked: ParkedRepository,
    private readonly issuer: InvoiceIssuer,
  ) {}

  /**
   * Bills what is due of one account now, as the run would: the first invoice of a service that was just activated. Joins the
   * caller's transaction. Nothing happens while the clock is in doubt: the run does it later.
   *
   * @param customerId of the account that pays
   */
  async billNow(customerId: string): Promise<IssuedInvoice[]> {
    const { verdict, times } = await this.clock.look();
    if (verdict.kind === 'HOLD' || verdict.kind === 'REFUSE') return [];
    return this.database.transaction(async () => {
      const options = { periodCap: periodCap(false) };
      const context = this.contexts.create('', { asOf: times.now, siteId: null }, '', options);
      const plan = await this.batch.plan(context, await this.due.claimThese([customerId]));
      await this.pointers.move(plan.moves);
      await this.parked.park(null, plan.refusals);
      return this.issuer.issueMany(plan.bills, { ...context, runId: null });
    });
  }
}
