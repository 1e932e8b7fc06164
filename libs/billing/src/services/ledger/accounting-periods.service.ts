import { Injectable } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { type LocalDate, localDate } from '@app/core';
import { Approvals } from '@app/iam';
import { AuditLog, CurrentActor } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import {
  type AccountingPeriod,
  AccountingPeriodRepository,
  type TrialBalanceRow,
} from '../../repositories/ledger/accounting-period.repository';
import { LedgerProofService } from '../ledger-proof.service';
import { ReopenPeriod } from './reopen-period.approval';

export interface TrialBalance {
  month: LocalDate;
  state: 'OPEN' | 'CLOSED';
  accounts: TrialBalanceRow[];
}

/**
 * Months of the books. What happens later is posted to the first open month, whatever its value date is (billing.md 1.10);
 * a closed one takes nothing more: the database sees to that.
 */
@Injectable()
export class AccountingPeriods {
  constructor(
    private readonly periods: AccountingPeriodRepository,
    private readonly proofs: LedgerProofService,
    private readonly approvals: Approvals,
    private readonly actor: CurrentActor,
    private readonly audit: AuditLog,
  ) {}

  /** Newest first. */
  async list(): Promise<AccountingPeriod[]> {
    return this.periods.list();
  }

  /** @param month `2026-11` */
  async trialBalance(month: string): Promise<TrialBalance> {
    const first = firstOf(month);
    const state = (await this.periods.find(first))?.state ?? 'OPEN';
    return { month: first, state, accounts: await this.periods.trialBalance(first) };
  }

  /**
   * Closes a month that is over everywhere, after all earlier ones, without drafts, and with books that are proved. Its
   * trial balance is kept.
   *
   * @throws DomainError BILLING_PERIOD_STATE with the reason
   */
  @Transactional()
  async close(month: string): Promise<AccountingPeriod> {
    const first = firstOf(month);
    await this.periods.lock();
    const { running, earlier, drafts } = await this.periods.obstacles(first);
    if (running) throw refused(month, 'belum berakhir / not over');
    if (earlier !== null) throw refused(month, `${earlier.slice(0, 7)} masih terbuka / is still open`);
    if (drafts > 0) throw refused(month, `${drafts} draf / drafts`);
    const { proved, violations } = await this.proofs.prove();
    if (!proved) throw refused(month, `pembuktian gagal / the proof fails (${violations})`);
    const accounts = await this.periods.trialBalance(first);
    const figures = { accounts: accounts.map(textual) };
    if (!(await this.periods.close(first, figures, this.actor.get().name)))
      throw refused(month, 'sudah tutup / closed');
    return this.done(first, 'accounting-period.closed');
  }

  /**
   * Opens the last closed month again; a second person has to agree.
   *
   * @throws DomainError BILLING_PERIOD_STATE, IAM_APPROVAL_REQUIRED
   */
  @Transactional()
  async reopen(month: string, reason: string): Promise<AccountingPeriod> {
    const first = firstOf(month);
    await this.periods.lock();
    const period = await this.periods.find(first);
    if ((await this.periods.lastClosed()) !== first || !period) {
      throw refused(month, 'bukan periode tertutup terakhir / not the last closed one');
    }
    const payload = { month: first, version: period.version };
    const request = { subject: `accounting-period:${first}`, siteId: null, payload, reason };
    await this.approvals.require(ReopenPeriod, request);
    await this.periods.reopen(first);
    return this.done(first, 'accounting-period.reopened', reason);
  }

  private async done(month: LocalDate, action: string, reason?: string): Promise<AccountingPeriod> {
    const period = await this.periods.find(month);
    if (!period) throw new Error(`no period ${month}`);
    const subject = { type: 'accounting-period', id: month };
    await this.audit.record({ action, subject, siteId: null, after: { state: period.state, reason } });
    return period;
  }
}

const firstOf = (month: string): LocalDate => localDate(`${month}-01`);

const refused = (month: string, reason: string): Error => BillingErrors.PERIOD_STATE({ month, reason });

const textual = (row: TrialBalanceRow): object =>
  Object.fromEntries(Object.entries(row).map(([key, value]: [string, unknown]) => [key, String(value)]));
