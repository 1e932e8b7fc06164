import { type HealthIndicator, type HealthResult, StatusIndicator } from '@app/platform';
import { RouterRepository } from '../repositories/router.repository';

/** How many routers are in which state. Some being away is their business: the process serves nevertheless. */
@StatusIndicator('routers')
export class RoutersIndicator implements HealthIndicator {
  constructor(private readonly routers: RouterRepository) {}

  async check(): Promise<HealthResult> {
    return { status: 'up', details: await this.routers.countByHealth() };
  }
}
