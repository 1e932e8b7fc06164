import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Alerts } from '@app/platform';
import { type BreakerState, RouterPool } from '../pool';
import { RouterRepository } from '../repositories/router.repository';

const keyOf = (routerId: string): string => `router:${routerId}:password`;

/** A router that refuses our password is left alone for 15 min by the pool, and somebody has to know. */
@Injectable()
export class PoolAlerts implements OnModuleInit {
  private readonly logger = new Logger(PoolAlerts.name);
  /** Routers of which this process knows that their password was refused. */
  private readonly refused = new Set<string>();

  constructor(
    private readonly pool: RouterPool,
    private readonly alerts: Alerts,
    private readonly routers: RouterRepository,
  ) {}

  onModuleInit(): void {
    this.pool.onBreaker((routerId, state) => void this.follow(routerId, state));
  }

  private async follow(routerId: string, state: BreakerState): Promise<void> {
    try {
      if (state === 'auth-failed') await this.raise(routerId);
      else if (state === 'closed' && this.refused.delete(routerId)) await this.alerts.resolve(keyOf(routerId));
    } catch (error) {
      this.logger.error(`the alert of router ${routerId} could not be kept: ${String(error)}`);
    }
  }

  private async raise(routerId: string): Promise<void> {
    const router = await this.routers.label(routerId);
    if (!router) return;
    this.refused.add(routerId);
    await this.alerts.raise({
      key: keyOf(routerId),
      severity: 'CRITICAL',
      subject: { type: 'router', id: routerId },
      title: {
        id: `Router ${router.name} menolak kata sandi`,
        en: `Router ${router.name} refuses the password`,
      },
      siteId: router.siteId,
    });
  }
}
