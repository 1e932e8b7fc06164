import { Injectable, Logger } from '@nestjs/common';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { SyncItemRepository } from '../repositories/sync-item.repository';
import { keyOf } from './plan-applier';
import { EVERYTHING, RouterPlanner } from './router-planner';

/**
 * Compares a whole router. It only finds what is out of step and makes items of it: they are carried out one batch at a
 * time like all others, each from the state that is wanted then, so that urgent work overtakes and nothing stale is
 * written. In step = nothing written.
 */
@Injectable()
export class FullSync {
  private readonly logger = new Logger(FullSync.name);

  constructor(
    private readonly planner: RouterPlanner,
    private readonly items: SyncItemRepository,
    private readonly health: RouterHealthRepository,
  ) {}

  /** @throws RouterOsError; the full sync then stays due */
  async compare(routerId: string): Promise<void> {
    const begunAt = await this.health.instant();
    const dead = await this.items.dead(routerId);
    const plans = await this.planner.plan(routerId, EVERYTHING);
    const drift = plans.flatMap(({ actions }) => actions.map(({ kind, key }) => ({ kind, key })));
    const foreign = plans.reduce((sum, plan) => sum + plan.foreign.length, 0);
    await this.items.raiseDrift(routerId, drift);
    const inStep = new Set(plans.flatMap(({ kind, inStep: names }) => names.map((key) => keyOf({ kind, key }))));
    await this.items.settle(
      routerId,
      dead.filter((item) => inStep.has(keyOf(item))),
    );
    await this.health.finishFullSync(routerId, begunAt);
    this.logger.log({ message: 'router compared', routerId, outOfStep: drift.length, inStep: inStep.size, foreign });
  }
}
