import { Injectable } from '@nestjs/common';
import { InvoiceCorrections } from '../documents/invoice-corrections.service';
import { DunningRules } from './dunning-rules.service';
import { DunningViews } from './dunning-views.service';

/** Gives up old debts by itself, where the policy of the plan or the site says so (billing.md 1.10). */
@Injectable()
export class AutomaticWriteOffs {
  constructor(
    private readonly views: DunningViews,
    private readonly rules: DunningRules,
    private readonly corrections: InvoiceCorrections,
  ) {}

  /** @returns how many invoices were written off */
  async run(signal?: AbortSignal): Promise<number> {
    const book = await this.rules.book();
    if (!book.groups.some(({ policy }) => policy.autoWriteOff)) return 0;
    let done = 0;
    for (let cursor: string | undefined; ;) {
      const page = await this.views.uncollectible({ limit: 200, ...(cursor === undefined ? {} : { cursor }) });
      for (const { id, siteId, planId, daysLate } of page.items) {
        if (signal?.aborted === true) return done;
        if (!book.of(siteId, planId).autoWriteOff) continue;
        await this.corrections.writeOff(id, `${daysLate} days late`);
        done++;
      }
      if (page.nextCursor === null) return done;
      cursor = page.nextCursor;
    }
  }
}
