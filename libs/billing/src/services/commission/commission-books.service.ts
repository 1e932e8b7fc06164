import { Injectable } from '@nestjs/common';
import { addDays, instantAt, type LocalDate, localDateOf } from '@app/core';
import { SitesService } from '@app/iam';
import { DatabaseClock } from '@app/platform';
import { commissionPayoutPosting } from '../../domain/ledger-posting';
import { type Payout } from '../../repositories/commission/commission.repository';
import { LedgerPostingRepository } from '../../repositories/ledger-posting.repository';

/** Days and postings of commissions, in the zone of the reseller's site. */
@Injectable()
export class CommissionBooks {
  constructor(
    private readonly sites: SitesService,
    private readonly ledger: LedgerPostingRepository,
    private readonly clock: DatabaseClock,
  ) {}

  /** The instants of a span of local days, both included. */
  async instants(siteId: string, { from, to }: { from: LocalDate; to: LocalDate }): Promise<{ from: Date; to: Date }> {
    const { timeZone } = await this.sites.get(siteId);
    return { from: instantAt(from, timeZone, 0), to: instantAt(addDays(to, 1), timeZone, 0) };
  }

  /** Now, and its accounting day. */
  async today(siteId: string): Promise<{ now: Date; postedOn: LocalDate }> {
    const { timeZone } = await this.sites.get(siteId);
    const now = await this.clock.sample();
    return { now, postedOn: localDateOf(now, timeZone) };
  }

  async post({ id, currency, paidAt, cashAccount, paidAmount }: Payout, postedOn: LocalDate): Promise<void> {
    const entries = commissionPayoutPosting(cashAccount, paidAmount);
    const ref = { refType: 'COMMISSION_PAYOUT' as const, refId: id, customerId: null };
    await this.ledger.post([{ ...ref, postedOn, occurredAt: paidAt, currency, entries }]);
  }
}
