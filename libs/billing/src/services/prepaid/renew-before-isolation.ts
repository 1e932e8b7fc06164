import { Injectable } from '@nestjs/common';
import { DueBatchRepository } from '../../repositories/due-batch.repository';
import { PrepaidRepository } from '../../repositories/prepaid/prepaid.repository';
import { BillingRunContexts } from '../billing-run-context.service';
import { BeforeIsolation } from '../dunning/holds-isolation';
import { PrepaidParts } from './prepaid-parts.service';

/** Nobody is disconnected whose balance is enough for the next period (billing.md 1.4). */
@Injectable()
export class RenewBeforeIsolation extends BeforeIsolation {
  constructor(
    private readonly repository: PrepaidRepository,
    private readonly due: DueBatchRepository,
    private readonly contexts: BillingRunContexts,
    private readonly parts: PrepaidParts,
  ) {
    super();
  }

  async help(customerIds: readonly string[], asOf: Date): Promise<void> {
    const rows = await this.repository.dueOf(customerIds, asOf);
    if (rows.length === 0) return;
    await this.contexts.makeRoom(asOf);
    const context = this.contexts.create('', { asOf, siteId: null }, '');
    const owners = [...new Set(rows.map((row) => row.customerId))].sort();
    await this.parts.goOn(context, await this.due.claimThese(owners), rows);
  }
}
