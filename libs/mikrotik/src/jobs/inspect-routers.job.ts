import { Injectable, Logger } from '@nestjs/common';
import { HandlesJob, type JobContext, type JobHandler, Leases, Scheduled } from '@app/platform';
import { RouterFactsRepository } from '../repositories/router-facts.repository';
import { RouterCapabilitiesService } from '../services/router-capabilities.service';
import { RouterOsError } from '../transport';

const LEASE_MS = 60_000;
const AT_A_TIME = 4;

/** Inspects routers that are new, were updated or restarted, or have not been looked at for a day. */
@Injectable()
@Scheduled({ description: 'Finds out what routers can and have open, after updates and once a day', everyMs: 60_000 })
@HandlesJob({ name: 'mikrotik.inspect-routers', queue: 'mikrotik', attempts: 1, keepCompleted: 1, keepFailed: 20 })
export class InspectRoutersJob implements JobHandler {
  private readonly logger = new Logger(InspectRoutersJob.name);

  constructor(
    private readonly leases: Leases,
    private readonly facts: RouterFactsRepository,
    private readonly capabilities: RouterCapabilitiesService,
  ) {}

  async handle(_data: object, { signal }: JobContext): Promise<{ inspected: number }> {
    const held = await this.leases.tryWith('mikrotik:inspect', LEASE_MS, () => this.inspectAll(signal));
    return held?.result ?? { inspected: 0 };
  }

  private async inspectAll(signal: AbortSignal): Promise<{ inspected: number }> {
    const queue = (await this.facts.toInspect()).values();
    let inspected = 0;
    const one = async (): Promise<void> => {
      for (const id of queue) {
        if (signal.aborted) return;
        if (await this.tryInspect(id)) inspected += 1;
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, one));
    return { inspected };
  }

  private async tryInspect(id: string): Promise<boolean> {
    try {
      await this.capabilities.inspect(id);
      return true;
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      this.logger.debug(`router ${id} could not be inspected: ${error.code}`);
      return false;
    }
  }
}
