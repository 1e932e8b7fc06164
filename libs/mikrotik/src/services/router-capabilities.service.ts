import { Injectable } from '@nestjs/common';
import { CoreErrors } from '@app/core';
import { MikrotikErrors } from '../mikrotik.errors';
import { RouterPool } from '../pool';
import { RouterFactsRepository, type StoredCapabilities } from '../repositories/router-facts.repository';
import { RouterRepository } from '../repositories/router.repository';
import { RouterOsError } from '../transport';
import { RouterInspection } from './router-inspection.service';

/** What routers can, as of their last inspection. */
@Injectable()
export class RouterCapabilitiesService {
  constructor(
    private readonly routers: RouterRepository,
    private readonly facts: RouterFactsRepository,
    private readonly pool: RouterPool,
    private readonly inspection: RouterInspection,
  ) {}

  /**
   * @param fresh inspects the router now; one that has never been inspected is in any case
   * @throws DomainError CORE_NOT_FOUND, MIKROTIK_ROUTER_UNREACHABLE
   */
  async get(id: string, { fresh = false } = {}): Promise<StoredCapabilities> {
    const stored = await this.stored(id);
    if (!fresh && stored.capabilities !== null) return stored;
    try {
      await this.inspect(id);
    } catch (error) {
      if (!(error instanceof RouterOsError)) throw error;
      throw MikrotikErrors.ROUTER_UNREACHABLE({ reason: error.code });
    }
    return this.stored(id);
  }

  /** Inspects a router and keeps what was found. @throws RouterOsError, DomainError CORE_NOT_FOUND */
  async inspect(id: string): Promise<void> {
    const router = await this.routers.find(id);
    if (!router) throw CoreErrors.NOT_FOUND({ what: 'router', id });
    const result = await this.inspection.inspect((words) => this.pool.exec(id, words, { lane: 'telemetry' }), router);
    await this.facts.storeInspection(id, result);
  }

  private async stored(id: string): Promise<StoredCapabilities> {
    const stored = await this.facts.capabilities(id);
    if (!stored) throw CoreErrors.NOT_FOUND({ what: 'router', id });
    return stored;
  }
}
