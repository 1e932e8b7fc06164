import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Leases } from '@app/platform';
import { HEARTBEAT, RouterPool } from '../pool';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { RouterOsError } from '../transport';
import { RouterFailures } from './router-failures';
import { LEASE_MS, routerLease } from './sync-router.constants';
import { SyncWaker } from './sync-waker';

/** Routers that one process asks at a time; further ones are due at the next sweep still. */
const AT_A_TIME = 512;

/** A router that was away when it was last wanted, and is due again. */
export interface AwayRouter {
  id: string;
  failures: number;
}

/**
 * Asks routers that were away whether they are back, beside the queue: a dead router takes seconds to say nothing, hundreds
 * may be dead at once, and no worker's place is for waiting. One that answers gets its job; one that does not gets a longer
 * pause. Under the router's lease, so that each is asked once at a time and nobody else waits for it meanwhile.
 */
@Injectable()
export class Knocks implements OnModuleDestroy {
  private readonly logger = new Logger(Knocks.name);
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly leases: Leases,
    private readonly pool: RouterPool,
    private readonly health: RouterHealthRepository,
    private readonly failures: RouterFailures,
    private readonly waker: SyncWaker,
  ) {}

  /** Begins; what comes of it is written down. Again for the same router is harmless. */
  at(routers: readonly AwayRouter[]): void {
    for (const router of routers) {
      if (this.underWay.has(router.id) || this.underWay.size >= AT_A_TIME) continue;
      const knock = this.knock(router).finally(() => this.underWay.delete(router.id));
      this.underWay.set(router.id, knock);
    }
  }

  async onModuleDestroy(): Promise<void> {
    await Promise.all(this.underWay.values());
  }

  private async knock(router: AwayRouter): Promise<void> {
    try {
      const held = await this.leases.tryWith(routerLease(router.id), LEASE_MS, () => this.answers(router));
      // why: after the lease is given up, or the job would find it taken
      if (held?.result === true) await this.waker.insist([router.id]);
    } catch (error) {
      this.logger.warn(`router ${router.id} could not be tried, the sweeper comes again: ${String(error)}`);
    }
  }

  private async answers(router: AwayRouter): Promise<boolean> {
    try {
      await this.pool.reset(router.id);
      await this.pool.exec(router.id, HEARTBEAT);
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      if (error.isTransport) await this.failures.record(router, error);
      // why: a refusal in the router's own words is an answer too
      if (error.isTransport || error.isOurs) return false;
    }
    await this.health.recordAnswer(router.id);
    return true;
  }
}
