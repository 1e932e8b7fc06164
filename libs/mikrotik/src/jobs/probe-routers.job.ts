import { Injectable } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Leases, Scheduled } from '@app/platform';
import { RouterProbeService } from '../sync/router-probe.service';

const LEASE_MS = 30_000;

/** Probes every managed router; a round that takes longer than the interval is not doubled. */
@Injectable()
@Scheduled({ description: 'Asks every managed router how it is', everyMs: 15_000 })
@HandlesJob({ name: 'mikrotik.probe-routers', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class ProbeRoutersJob implements JobHandler {
  constructor(
    private readonly leases: Leases,
    private readonly probes: RouterProbeService,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ probed: number }> {
    const held = await this.leases.tryWith('mikrotik:probe', LEASE_MS, () => this.probes.probeAll(signal));
    return held?.result ?? { probed: 0 };
  }
}
