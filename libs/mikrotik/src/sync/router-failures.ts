import { Injectable, Logger } from '@nestjs/common';
import { backoffMs } from '../domain/backoff';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { type RouterOsError } from '../transport';
import { chance } from './item-sync';

/** A router that comes back is served within 30 s: longest pause, the sweeper's interval and a connect fit in. */
const MAX_PAUSE_MS = 15_000;
/** A refused password is not repeated soon: routers log it and lock accounts. */
const AUTH_PAUSE_MS = 15 * 60_000;

/** Records that a router could not be reached, and when to try again. */
@Injectable()
export class RouterFailures {
  private readonly logger = new Logger(RouterFailures.name);

  constructor(private readonly health: RouterHealthRepository) {}

  async record(router: { id: string; failures: number }, error: RouterOsError): Promise<void> {
    const retryInMs = error.retry === 'auth' ? AUTH_PAUSE_MS : backoffMs(router.failures, MAX_PAUSE_MS, chance());
    await this.health.recordFailure(router.id, { code: error.code, message: error.message, retryInMs });
    this.logger.warn(`router ${router.id}: ${error.code} ${error.message}; next attempt in ${retryInMs} ms`);
  }
}
