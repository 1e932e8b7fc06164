import { Injectable } from '@nestjs/common';
import { Alerts } from '@app/platform';
import { type BillingRun } from '../../repositories/billing-run.repository';
import { ParkedRepository } from '../../repositories/parked.repository';

const failedKey = (siteId: string | null): string => `billing.run-failed:${siteId ?? 'all'}`;
const parkedKey = (siteId: string): string => `billing.parked:${siteId}`;

/** Tells people of runs that failed and of what was set aside, and takes it back when it is over. */
@Injectable()
export class RunAlerts {
  constructor(
    private readonly alerts: Alerts,
    private readonly parked: ParkedRepository,
  ) {}

  async failed(runId: string, siteId: string | null, reason: string): Promise<void> {
    await this.alerts.raise({
      key: failedKey(siteId),
      severity: 'CRITICAL',
      subject: { type: 'billing-run', id: runId },
      title: { id: 'Proses tagih gagal', en: 'A billing run failed' },
      detail: { reason: reason.slice(0, 500) },
      siteId,
    });
  }

  async ended(run: Pick<BillingRun, 'id' | 'siteId' | 'parkedCount' | 'state'>): Promise<void> {
    if (run.state === 'COMPLETED') await this.alerts.resolve(failedKey(run.siteId));
    if (run.parkedCount > 0) await this.parkedNow(run.siteId, run.id);
  }

  /** Tells of what waits at a site, or everywhere (null). */
  async parkedNow(ofSite: string | null, runId?: string): Promise<void> {
    for (const { siteId, count } of await this.parked.waiting(ofSite)) {
      await this.alerts.raise({
        key: parkedKey(siteId),
        severity: 'WARNING',
        subject: runId === undefined ? { type: 'site', id: siteId } : { type: 'billing-run', id: runId },
        title: { id: 'Ada langganan yang tidak bisa ditagih', en: 'Subscriptions could not be billed' },
        detail: { count },
        siteId,
      });
    }
  }

  /** Somebody freed one: was it the last of its site? */
  async unparked(siteId: string): Promise<void> {
    if ((await this.parked.waiting(siteId)).length === 0) await this.alerts.resolve(parkedKey(siteId));
  }
}
