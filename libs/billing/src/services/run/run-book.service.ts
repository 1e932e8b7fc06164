import { Injectable, Logger } from '@nestjs/common';
import { SitesService } from '@app/iam';
import { type BillingRun, BillingRunRepository, type NewRun } from '../../repositories/billing-run.repository';
import { BillingClockRepository } from '../../repositories/clock/billing-clock.repository';
import { RunAlerts } from './run-alerts.service';

/** The record of billing runs: how far time came, what each run did, who is told. */
@Injectable()
export class RunBook {
  private readonly logger = new Logger('BillingRun');

  constructor(
    private readonly runs: BillingRunRepository,
    private readonly clock: BillingClockRepository,
    private readonly alerts: RunAlerts,
    private readonly sites: SitesService,
  ) {}

  /** Is there anything to bill? If not, the tick is noted at once. */
  async anythingDue(asOf: Date, siteId: string | null): Promise<boolean> {
    if (await this.runs.anythingDue(asOf, siteId)) return true;
    await this.clock.tick(siteId, asOf);
    return false;
  }

  /** @returns the currency that the run is summed up in */
  async open(run: Omit<NewRun, 'currency'>): Promise<string> {
    const currency = run.siteId === null ? 'IDR' : (await this.sites.get(run.siteId)).currency;
    await this.runs.open({ ...run, currency });
    return currency;
  }

  /** A run that was stopped leaves the rest to the next one, which may catch up as this one might. */
  async close(id: string, isStopped: boolean): Promise<BillingRun> {
    const run = await this.runs.close(id, isStopped ? 'STOPPED' : 'COMPLETED', null);
    if (!isStopped) await this.clock.tick(run.siteId, run.asOf);
    const figures = `${run.invoiceCount} invoices, ${run.lineCount} lines, ${run.parkedCount} parked`;
    this.logger.log(`billing run ${run.id} as of ${run.asOf.toISOString()}: ${run.state}, ${figures}`);
    if (run.parkedCount > 0) this.logger.error(`${run.parkedCount} subscriptions are parked and wait for somebody`);
    await this.alerts.ended(run);
    return run;
  }

  async fail(id: string, siteId: string | null, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message : String(error);
    this.logger.error(`billing run ${id} failed: ${reason}`);
    try {
      await this.runs.close(id, 'FAILED', reason);
      await this.alerts.failed(id, siteId, reason);
    } catch (second) {
      // why: the database may be away; the next run closes what shows no progress
      this.logger.warn(`billing run ${id} stays open: ${String(second)}`);
    }
  }
}
