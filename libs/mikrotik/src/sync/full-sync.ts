import { Injectable, Logger } from '@nestjs/common';
import { countsOf, entriesOf, outcomeOf, type SyncTrigger, totalOf } from '../domain/drift';
import { type KindPlan } from '../domain/sync-plan';
import { RouterHealthRepository } from '../repositories/router-health.repository';
import { type SyncGate } from '../repositories/sync-gate.repository';
import { SyncItemRepository } from '../repositories/sync-item.repository';
import { SyncRunRepository } from '../repositories/sync-run.repository';
import { SyncStateRepository } from '../repositories/sync-state.repository';
import { BrakeKeeper } from './brake-keeper';
import { keyOf } from './plan-applier';
import { EVERYTHING, RouterPlanner } from './router-planner';

/** Findings that are kept of one comparison; its counts are those of all. */
const KEPT_ENTRIES = 2_000;

/**
 * Compares a whole router. It only finds what is out of step and makes items of it: they are carried out like all others,
 * from the state that is wanted then, so that urgent work overtakes and nothing stale is written. In step = nothing written.
 * What takes away too much is held by the brake instead.
 */
@Injectable()
export class FullSync {
  private readonly logger = new Logger(FullSync.name);

  constructor(
    private readonly planner: RouterPlanner,
    private readonly brake: BrakeKeeper,
    private readonly items: SyncItemRepository,
    private readonly runs: SyncRunRepository,
    private readonly states: SyncStateRepository,
    private readonly health: RouterHealthRepository,
  ) {}

  /**
   * @returns false when the plan is held
   * @throws RouterOsError; the full sync then stays due
   */
  async compare(router: SyncGate, trigger: SyncTrigger = router.trigger): Promise<boolean> {
    const [begunAt, dead] = await Promise.all([this.health.instant(), this.items.dead(router.id)]);
    const plans = await this.planner.plan(router.id, EVERYTHING);
    const kinds = plans.map(countsOf);
    const total = totalOf(kinds);
    const held = await this.brake.judge(router.id, plans, total.managed);
    const outcome = outcomeOf(plans, held);
    await Promise.all([
      this.runs.insert(
        { ...total, routerId: router.id, trigger, outcome, startedAt: begunAt, kinds, brake: held ?? null },
        entriesOf(plans).slice(0, KEPT_ENTRIES),
      ),
      // why: with what is about to be made; a new router has nothing yet
      outcome !== 'INCOMPLETE' && this.states.recordManaged(router.id, total.managed + total.creates),
    ]);
    if (held) await this.brake.hold(router, held);
    else await this.correct(router, plans, outcome !== 'INCOMPLETE');
    await this.settleDead(router.id, plans, dead);
    await this.health.finishFullSync(router.id, begunAt);
    this.logger.log({ message: 'router compared', routerId: router.id, trigger, outcome, ...total });
    return held === undefined;
  }

  private async correct(router: SyncGate, plans: readonly KindPlan[], complete: boolean): Promise<void> {
    // why: a table that could not be read may hide what the brake was put on for
    if (router.braked && !complete) return;
    if (router.braked) await this.brake.release(router.id);
    const drift = new Map(
      plans.flatMap(({ actions }) => actions.map(({ kind, key }) => [keyOf({ kind, key }), { kind, key }])),
    );
    await this.items.raiseDrift(router.id, [...drift.values()]);
  }

  /** What was given up and is as wanted by now needs nobody's attention. */
  private async settleDead(
    routerId: string,
    plans: readonly KindPlan[],
    dead: Awaited<ReturnType<SyncItemRepository['dead']>>,
  ): Promise<void> {
    if (dead.length === 0) return;
    const inStep = new Set(plans.flatMap(({ kind, inStep: keys }) => keys.map((key) => keyOf({ kind, key }))));
    await this.items.settle(
      routerId,
      dead.filter((item) => inStep.has(keyOf(item))),
    );
  }
}
