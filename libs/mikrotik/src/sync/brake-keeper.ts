import { Injectable, Logger } from '@nestjs/common';
import { Alerts, AuditLog } from '@app/platform';
import { type BrakeReason, countLosses, digestOf, judge, type Loss, lossesIn } from '../domain/brake';
import { type KindPlan } from '../domain/sync-plan';
import { SyncStateRepository } from '../repositories/sync-state.repository';
import { SyncConfig } from './sync.config';

/** The router that a plan is for, as the brake's alert names it. */
export interface BrakedRouter {
  id: string;
  name: string;
  siteId: string;
}

export const brakeAlertKey = (routerId: string): string => `mikrotik.router-braked:${routerId}`;

/**
 * Holds plans that would take away too much at once: a mistake in the database or in the billing must not empty a router.
 * Held means that nothing of it is written until a person lets exactly these losses through, or until they are gone from the
 * plan. What only gives is never held.
 */
@Injectable()
export class BrakeKeeper {
  private readonly logger = new Logger(BrakeKeeper.name);

  constructor(
    private readonly states: SyncStateRepository,
    private readonly config: SyncConfig,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Why these plans must not be written; undefined when they may be. What a person has let through does not count.
   *
   * @param managed objects of ours on the router, where they are known from this very comparison
   */
  async judge(routerId: string, plans: readonly KindPlan[], managed?: number): Promise<BrakeReason | undefined> {
    const losses = lossesIn(plans);
    if (losses.length === 0) return undefined;
    const state = await this.states.state(routerId);
    const counting = losses.filter(({ fingerprint }) => !state.allowed.has(fingerprint));
    const { brakeMin: min, brakeRemovePercent: removePercent, brakeCutPercent: cutPercent } = this.config;
    const limits = { min, removePercent, cutPercent };
    const reason = judge(counting, state.lately, { managed: managed ?? state.managed, limits });
    return reason && { ...reason, digest: digestOf(losses) };
  }

  /** Holds everything that is not urgent for this router, and tells people. */
  async hold(router: BrakedRouter, reason: BrakeReason): Promise<void> {
    const news = await this.states.hold(router.id, reason);
    const { removals, cuts, managed } = reason;
    await this.alerts.raise({
      key: brakeAlertKey(router.id),
      severity: 'CRITICAL',
      subject: { type: 'router', id: router.id },
      title: {
        id: `${router.name}: sinkronisasi ditahan, ${removals} objek akan dihapus dan ${cuts} dinonaktifkan atau diisolir`,
        en: `${router.name}: the sync is held, it would remove ${removals} objects and disable or isolate ${cuts}`,
      },
      detail: reason,
      siteId: router.siteId,
    });
    if (!news) return;
    this.logger.warn({ message: 'plan held by the brake', routerId: router.id, removals, cuts, managed });
    await this.audit.record({
      action: 'router.sync-braked',
      subject: { type: 'router', id: router.id },
      siteId: router.siteId,
      after: reason,
    });
  }

  /** The plan is harmless again. */
  async release(routerId: string): Promise<void> {
    if (await this.states.release(routerId)) await this.alerts.resolve(brakeAlertKey(routerId));
  }

  /** A person lets exactly these losses through. */
  async allow(router: BrakedRouter, losses: readonly Loss[]): Promise<void> {
    await this.states.allow(
      router.id,
      losses.map(({ fingerprint }) => fingerprint),
    );
    await this.audit.record({
      action: 'router.sync-confirmed',
      subject: { type: 'router', id: router.id },
      siteId: router.siteId,
      after: { ...countLosses(losses), digest: digestOf(losses) },
    });
    await this.alerts.resolve(brakeAlertKey(router.id));
  }

  /** Remembers what has been taken away, so that many small steps count as one big one. */
  async recordLosses(routerId: string, plans: readonly KindPlan[]): Promise<void> {
    const losses = lossesIn(plans);
    if (losses.length === 0) return;
    const { allowed } = await this.states.state(routerId);
    const unasked = losses.filter(({ fingerprint }) => !allowed.has(fingerprint));
    if (unasked.length > 0) await this.states.recordLosses(routerId, countLosses(unasked));
  }
}
