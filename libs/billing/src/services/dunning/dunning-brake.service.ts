import { Injectable, Logger } from '@nestjs/common';
import { Transactional } from '@nestjs-cls/transactional';
import { AccessErrors, Approvals, SitesService } from '@app/iam';
import { Alerts, AuditLog, CurrentActor, DatabaseClock } from '@app/platform';
import { BillingErrors } from '../../billing.errors';
import { isolationLimit } from '../../domain/isolation-brake';
import { type DunningBrake, DunningBrakeRepository } from '../../repositories/dunning/dunning-brake.repository';
import { OverdueRepository } from '../../repositories/overdue.repository';
import { MassIsolation } from '../mass-isolation.approval';

/** How many a tick may isolate. */
export interface BrakeVerdict {
  limit: number;
  /** Undefined: as many as there are. */
  allowed: number | undefined;
  held: boolean;
}

const alertKey = (siteId: string | null): string => `billing.mass-isolation:${siteId ?? 'all-sites'}`;

/** Stops a tick that would isolate unusually many, until somebody has looked (billing.md 1.9, Z4). */
@Injectable()
export class DunningBrakeService {
  private readonly logger = new Logger(DunningBrakeService.name);

  constructor(
    private readonly brakes: DunningBrakeRepository,
    private readonly overdue: OverdueRepository,
    private readonly clock: DatabaseClock,
    private readonly sites: SitesService,
    private readonly approvals: Approvals,
    private readonly actor: CurrentActor,
    private readonly alerts: Alerts,
    private readonly audit: AuditLog,
  ) {}

  /** A clock that jumped and that nobody has confirmed: nothing is done on its word (billing.md G7). */
  async isClockInDoubt(): Promise<boolean> {
    return this.brakes.isClockInDoubt();
  }

  async inForce(): Promise<DunningBrake[]> {
    return this.brakes.inForce();
  }

  /** At most max(50, 3 × the most of any day of the last 30, 10 % of those with service). */
  async limit(siteId: string | null, candidates: number, asOf: Date): Promise<number> {
    const least = isolationLimit(0);
    if (candidates <= least) return least;
    return isolationLimit(await this.overdue.enabledCustomers(siteId), await this.brakes.mostOf30Days(siteId, asOf));
  }

  /** Asks before each tick. It uses a confirmation up, notes a stop with an alert, and ends both when they are over. */
  @Transactional()
  async ask(siteId: string | null, candidates: number, asOf: Date): Promise<BrakeVerdict> {
    const limit = await this.limit(siteId, candidates, asOf);
    if (candidates <= limit) {
      if (await this.brakes.release(siteId, asOf)) await this.alerts.resolve(alertKey(siteId));
      return { limit, allowed: undefined, held: false };
    }
    const allowed = await this.brakes.takeConfirmation(siteId, asOf);
    if (allowed !== undefined) {
      await this.alerts.resolve(alertKey(siteId));
      return { limit, allowed, held: false };
    }
    await this.hold(siteId, { candidates, limit }, asOf);
    return { limit, allowed: 0, held: true };
  }

  /**
   * Lets the next tick isolate at most so many. One person alone does not release the brake (Z4).
   *
   * @throws DomainError BILLING_SITE_REQUIRED, IAM_SCOPE_TOO_NARROW, CORE_NOT_FOUND (site), BILLING_BRAKE_NOT_HELD,
   * IAM_APPROVAL_REQUIRED
   */
  @Transactional()
  async confirm(siteId: string | null, atMost: number): Promise<void> {
    if (this.actor.isNarrowed()) throw AccessErrors.SCOPE_TOO_NARROW();
    if (siteId !== null) await this.sites.get(siteId);
    else if (this.actor.siteIds() !== null) throw BillingErrors.SITE_REQUIRED();
    const isHeld = (await this.brakes.inForce()).some((brake) => brake.siteId === siteId && brake.state === 'HELD');
    if (!isHeld) throw BillingErrors.BRAKE_NOT_HELD();
    await this.agree(siteId, { siteId, atMost }, `≤ ${atMost}`);
    const at = await this.clock.sample();
    await this.brakes.confirm(siteId, atMost, this.actor.get().name, at);
    await this.audit.record({
      action: 'billing.dunning.brake-confirmed',
      subject: { type: 'dunning-brake', id: siteId ?? 'all-sites' },
      siteId,
      after: { atMost },
    });
  }

  /** Needs somebody else's word; the schedule and the CLI are asked nothing. @throws DomainError IAM_APPROVAL_REQUIRED */
  @Transactional()
  async agree(siteId: string | null, payload: Readonly<Record<string, unknown>>, reason: string): Promise<void> {
    const subject = siteId === null ? 'all-sites' : `site:${siteId}`;
    await this.approvals.require(MassIsolation, { subject, siteId, payload, reason });
  }

  private async hold(siteId: string | null, counts: { candidates: number; limit: number }, at: Date): Promise<void> {
    this.logger.error(
      `mass isolation held: ${counts.candidates} customers, at most ${counts.limit} without confirmation`,
    );
    const brake = await this.brakes.hold(siteId, counts, at);
    await this.alerts.raise({
      key: alertKey(siteId),
      severity: 'CRITICAL',
      subject: { type: 'dunning-brake', id: brake.id },
      title: { id: 'Isolir massal ditahan', en: 'A mass isolation is held' },
      detail: counts,
      siteId,
    });
  }
}
